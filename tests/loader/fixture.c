/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes down what the loader would do to the machine.
 */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

char said[512];
struct enabled enabled;
unsigned char bss_start[64];
unsigned char bss_end[64];

void print_text(const char *text)
{
    (void)strncat(said, text, sizeof(said) - strlen(said) - 1);
}

void print_decimal(uint64_t value)
{
    char digits[24];

    (void)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)value);
    print_text(digits);
}

void mmu_enable(uint64_t low_root, uint64_t high_root, uint64_t mair, uint64_t tcr,
                uint64_t start, uint64_t end)
{
    enabled = (struct enabled){low_root, high_root, mair, tcr, start, end};
}
