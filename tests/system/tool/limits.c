/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The component of systems that are as large as can be.  Whoever has the UART
 * says that the system runs, and where the kernel put region "r0".
 */
#include "../uart.h"

seL4_Word uart_vaddr;
seL4_Word r0_paddr; /* set by the initial task */

static void print_hex(seL4_Word value)
{
    char text[] = "0x000000000000";

    for (unsigned i = sizeof text - 2; value != 0; i--) {
        text[i] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
    uart_print(text);
}

void init(void)
{
    if (uart_vaddr != 0) {
        uart_print("LIMITS r0 is at ");
        print_hex(r0_paddr);
        uart_print("\n");
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
