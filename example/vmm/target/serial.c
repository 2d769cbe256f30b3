/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor asks of the serial port (platform.h): calls of its driver.
 */
#include <microkit.h>

#include "channels.h"
#include "platform.h"

static uint8_t line[UART_MOST];
static unsigned in_line;

void platform_flush(void)
{
    for (unsigned i = 0; i < in_line; i++) {
        microkit_mr_set((seL4_Uint8)i, line[i]);
    }
    if (in_line > 0) {
        (void)microkit_ppcall(UART, microkit_msginfo_new(UART_WRITE, (seL4_Uint16)in_line));
    }
    in_line = 0;
}

/* The driver makes "\r\n" of "\n"; so do guests, which is once too often. */
void platform_print(uint8_t c)
{
    if (c == '\n' && in_line > 0 && line[in_line - 1] == '\r') {
        in_line--;
    }
    line[in_line++] = c;
    if (c == '\n' || in_line == UART_MOST) {
        platform_flush();
    }
}
