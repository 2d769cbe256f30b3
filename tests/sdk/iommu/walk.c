/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks an SMMU's tables of which stdin has the words: a line `tables ADDRESS
 * BYTES`, and for each word that is not zero `word ADDRESS VALUE`.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "smmu_walk.h"

struct memory {
    uint64_t start, bytes;
    uint64_t *words;
};

static bool load(void *arg, uint64_t paddr, uint64_t *word)
{
    const struct memory *memory = arg;

    if (paddr % 8 != 0 || paddr < memory->start || paddr - memory->start >= memory->bytes) {
        return false;
    }
    *word = memory->words[(paddr - memory->start) / 8];
    return true;
}

int main(void)
{
    struct memory memory = {0};
    char line[256];
    uint64_t address;
    uint64_t value;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        if (memory.words == NULL &&
            sscanf(line, "tables 0x%" SCNx64 " 0x%" SCNx64, &address, &value) == 2) {
            memory = (struct memory){address, value, calloc(value / 8, 8)};
        } else if (memory.words != NULL &&
                   sscanf(line, "word 0x%" SCNx64 " 0x%" SCNx64, &address, &value) == 2 &&
                   address >= memory.start && address - memory.start < memory.bytes) {
            memory.words[(address - memory.start) / 8] = value;
        }
    }
    if (memory.words == NULL) {
        fputs("no tables\n", stderr);
        return 1;
    }
    smmu_walk(stdout, load, &memory, memory.words[1], (uint32_t)memory.words[2]);
    free(memory.words);
    return 0;
}
