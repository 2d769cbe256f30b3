/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay FILE...: gives each file to the fuzz target that it is linked with, as
 * libFuzzer would.  Says first which, on stderr: if the process ends in the
 * middle, the last line that starts with "input: " names the one to blame.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

/* Longer inputs do not occur: `make fuzz` keeps to shorter ones. */
enum { MOST_BYTES = 1 << 20 };

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *room = malloc(MOST_BYTES);

    if (file == NULL || room == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(room, 1, MOST_BYTES, file);
    (void)fclose(file);
    /* Of exactly this size, so that ASan notices a read beyond it. */
    uint8_t *input = malloc(size > 0 ? size : 1);
    if (input == NULL) {
        abort();
    }
    for (size_t i = 0; i < size; i += 1) {
        input[i] = room[i];
    }
    free(room);
    fprintf(stderr, "input: %s\n", path);
    (void)LLVMFuzzerTestOneInput(input, size);
    free(input);
    return 0;
}

int main(int argc, char **argv)
{
    int status = argc > 1 ? 0 : 1;

    for (int i = 1; i < argc; i += 1) {
        status |= replay(argv[i]);
    }
    printf("%d inputs\n", argc - 1);
    return status;
}
