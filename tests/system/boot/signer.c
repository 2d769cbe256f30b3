/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Overwrites the memory that the loader ran in, which is free memory by now, and
 * executes PACGA: an instruction of ARMv8.3 that no control of EL1 traps, but EL2
 * and EL3 can.
 */
#include <stdint.h>

#include <microkit.h>

uint64_t *loader;
uint64_t loader_size;

void init(void)
{
    for (uint64_t i = 0; i < loader_size / sizeof(*loader); i++) {
        loader[i] = 0;
    }
    microkit_dbg_puts("before\n");
    __asm__ volatile(".inst 0x9ac03000" /* pacga x0, x0, x0 */ : : : "x0");
    microkit_dbg_puts("after\n");
}

void notified(microkit_channel channel)
{
    (void)channel;
}
