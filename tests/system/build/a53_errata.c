/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks for the instruction sequences of errata 835769 and 843419 of the
 * Cortex-A53 in the code of ELF files.  Prints one line for each, `FILE: ERRATUM
 * at ADDRESS`; the exit status is 1 if there is one, 2 if a file cannot be read.
 * Where a sequence is harmless for a reason that is not looked at here, it is
 * reported all the same.
 *
 * Source: Arm Cortex-A53 MPCore, Software Developers Errata Notice (EPM-048406);
 * Arm ARM, "A64 instruction set encoding".
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_REGISTER = 31 };

/* ELF64, little-endian as this machine has to be: offsets in the file's header and in a section's,
   and what a section with code is. */
enum {
    HEADER_SHOFF = 40,
    HEADER_SHNUM = 60,
    HEADER_SIZE = 64,
    SECTION_TYPE = 4,
    SECTION_FLAGS = 8,
    SECTION_ADDRESS = 16,
    SECTION_OFFSET = 24,
    SECTION_BYTES = 32,
    SECTION_SIZE = 64,
    TYPE_PROGBITS = 1,
    FLAG_EXECUTABLE = 4
};

static unsigned bits(uint32_t instruction, unsigned high, unsigned low)
{
    return (unsigned)(instruction >> low & ((1ull << (high - low + 1)) - 1));
}

static bool is_memory(uint32_t instruction)
{
    return (instruction & 0x0a000000) == 0x08000000;
}

static bool is_branch(uint32_t instruction)
{
    return (instruction & 0x1c000000) == 0x14000000;
}

static bool is_data_processing(uint32_t instruction)
{
    return (instruction & 0x1c000000) == 0x10000000 || (instruction & 0x0e000000) == 0x0a000000;
}

/* A load of general registers; not all kinds are known. */
static bool is_load(uint32_t instruction)
{
    if (!is_memory(instruction) || bits(instruction, 26, 26) == 1) {
        return false;
    }
    switch (bits(instruction, 29, 27)) {
    case 3: /* literal */
        return true;
    case 5: /* pair */
        return bits(instruction, 22, 22) == 1;
    case 7: /* register */
        return bits(instruction, 23, 22) != 0;
    default:
        return false;
    }
}

static bool writes(uint32_t instruction, unsigned reg)
{
    bool pair = bits(instruction, 29, 27) == 5;

    if (is_load(instruction)) {
        return bits(instruction, 4, 0) == reg || (pair && bits(instruction, 14, 10) == reg);
    }
    return is_data_processing(instruction) && bits(instruction, 4, 0) == reg;
}

/* Load or store, unsigned immediate, with this register for a base. */
static bool is_based_on(uint32_t instruction, unsigned reg)
{
    return (instruction & 0x3b000000) == 0x39000000 && bits(instruction, 9, 5) == reg;
}

/* ADRP at one of the last two words of a page; a load or store; perhaps one
   more instruction; a load or store relative to what ADRP wrote. */
static bool is_843419(const uint32_t *at, uint64_t left, uint64_t address)
{
    unsigned reg = bits(at[0], 4, 0);

    if ((address & 0xff8) != 0xff8 || (at[0] & 0x9f000000) != 0x90000000 || left < 3 ||
        !is_memory(at[1]) || writes(at[1], reg)) {
        return false;
    }
    return is_based_on(at[2], reg) || (left >= 4 && !is_branch(at[2]) && !writes(at[2], reg) &&
                                       is_based_on(at[3], reg));
}

/* A load, store or prefetch; a multiplication of 64 bits that adds to or
   subtracts from a register and does not wait for what was loaded. */
static bool is_835769(const uint32_t *at, uint64_t left)
{
    if (left < 2 || !is_memory(at[0]) || (at[1] & 0xff000000) != 0x9b000000 ||
        bits(at[1], 14, 10) == NO_REGISTER || bits(at[1], 22, 21) > 1) {
        return false;
    }
    return !writes(at[0], bits(at[1], 9, 5)) && !writes(at[0], bits(at[1], 20, 16)) &&
           !writes(at[0], bits(at[1], 14, 10));
}

static bool scan(const char *name, const uint32_t *code, uint64_t words, uint64_t address)
{
    bool found = false;

    for (uint64_t i = 0; i < words; i++, address += 4) {
        const char *which = is_843419(code + i, words - i, address) ? "843419"
                            : is_835769(code + i, words - i)        ? "835769"
                                                                    : NULL;
        if (which != NULL) {
            printf("%s: %s at 0x%llx\n", name, which, (unsigned long long)address);
            found = true;
        }
    }
    return found;
}

static _Noreturn void fail(const char *name, const char *why)
{
    fprintf(stderr, "error: %s: %s\n", name, why);
    exit(2);
}

static unsigned char *read_file(const char *name, size_t *size)
{
    enum { LIMIT = 64 << 20 };
    unsigned char *bytes = malloc(LIMIT);
    FILE *file = fopen(name, "rb");

    if (bytes == NULL || file == NULL) {
        fail(name, "cannot be read");
    }
    *size = fread(bytes, 1, LIMIT, file);
    fclose(file);
    return bytes;
}

static uint64_t number(const unsigned char *at, size_t size)
{
    uint64_t value = 0;

    memcpy(&value, at, size);
    return value;
}

static bool scan_file(const char *name)
{
    size_t size;
    unsigned char *bytes = read_file(name, &size);
    uint64_t start = number(bytes + HEADER_SHOFF, 8);
    uint64_t count = number(bytes + HEADER_SHNUM, 2);
    bool found = false;
    unsigned sections = 0;

    if (size < HEADER_SIZE || memcmp(bytes, "\177ELF\2\1", 6) != 0 ||
        start + count * SECTION_SIZE > size) {
        fail(name, "is no ELF file with sections");
    }
    for (const unsigned char *section = bytes + start; count > 0;
         count--, section += SECTION_SIZE) {
        if (number(section + SECTION_TYPE, 4) == TYPE_PROGBITS &&
            (number(section + SECTION_FLAGS, 8) & FLAG_EXECUTABLE) != 0) {
            found |= scan(name, (const void *)(bytes + number(section + SECTION_OFFSET, 8)),
                          number(section + SECTION_BYTES, 8) / 4,
                          number(section + SECTION_ADDRESS, 8));
            sections++;
        }
    }
    if (sections == 0) {
        fail(name, "has no code");
    }
    free(bytes);
    return found;
}

int main(int argc, char **argv)
{
    int status = 0;

    for (int i = 1; i < argc; i++) {
        status |= scan_file(argv[i]) ? 1 : 0;
    }
    return status;
}
