/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor of a guest whose boot is measured: example/vmm's, whose init() is vmm_init() here.
 * It says when it began, and where Linux did.
 */
#include "bench.h"
#include "platform.h"

void vmm_init(void);

static void print(const char *text)
{
    for (; *text != '\0'; text++) {
        platform_print((uint8_t)*text);
    }
}

static void print_number(seL4_Word x)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    print(p);
}

static void print_time(const char *what, seL4_Word ticks)
{
    print(what);
    print_number(ticks);
    print("\n");
    platform_flush();
}

void init(void)
{
    seL4_Word began = bench_ticks();

    vmm_init();
    print_time("PLACED ", bench_ticks());
    print_time("BEGAN ", began);
}
