/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first program of a guest Linux, whose boot is measured: it says when it runs, by the counter
 * that the guest's monitor has, too (its offset is zero).
 *
 * Source: Arm ARM, CNTVCT_EL0; Linux lets programs read it.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(void)
{
    struct utsname name;
    uint64_t ticks;

    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
    printf("FIRST %llu %s\n", (unsigned long long)ticks, uname(&name) == 0 ? name.release : "");
    (void)fflush(stdout);
    for (;;) {
        (void)pause();
    }
}
