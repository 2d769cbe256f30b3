/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program in which errata 843419 and 835769 of the Cortex-A53 would strike.
 */
#include <stdint.h>

#include <microkit.h>

extern const uint64_t at_the_end_of_a_page[];
void erratum_843419(void);
uint64_t erratum_835769(uint64_t *place, uint64_t sum, uint64_t a, uint64_t b);

__asm__(".text\n"
        ".balign 4096\n"
        ".fill 1022, 4, 0xd503201f\n"
        ".global erratum_843419\n"
        "erratum_843419:\n"
        "adrp x0, at_the_end_of_a_page\n"
        "str x1, [x2]\n"
        "ldr x3, [x0, :lo12:at_the_end_of_a_page]\n"
        "ret\n"
        ".section .rodata\n"
        ".balign 8\n"
        "at_the_end_of_a_page:\n"
        ".quad 1\n"
        ".text\n");

uint64_t erratum_835769(uint64_t *place, uint64_t sum, uint64_t a, uint64_t b)
{
    *(volatile uint64_t *)place = sum;
    __asm__ volatile("" : "+r"(a), "+r"(b) : : "memory"); /* the multiplication stays behind it */
    return sum + a * b;
}

void init(void)
{
}

void notified(microkit_channel channel)
{
    (void)channel;
}
