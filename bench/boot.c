/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The component of the boot images: the first one, which has the UART, prints
 * how many instructions were executed before its init(), or cycles on a board.  The
 * others are there to be created.
 */
#include "bench.h"
#include "console.h"

seL4_Word uart_vaddr; /* set by the tool, in the first one */

void init(void)
{
    seL4_Word ticks = bench_since_start();

    if (uart_vaddr != 0) {
        console_open(uart_vaddr);
        console_row(BENCH_BOOT_ROW, ticks, 1, seL4_True);
        console_done();
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
