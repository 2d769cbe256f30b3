/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gives the driver so much time, by the counter, and says whether all ticks came.
 */
#include "ticks.h"
#include "../system/uart.h"

struct ticks_notes *notes;
seL4_Word uart_vaddr;

void init(void)
{
    seL4_Word end = counter_after(PATIENCE_US);

    while (notes->ticks < TICKS && counter_after(0) < end) {
    }
    uart_print(notes->ticks == TICKS ? "\nTICKS PASS\n" : "\nTICKS FAIL\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
