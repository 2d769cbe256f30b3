/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: the guest's serial port, as far as it has one: each line that the guest
 * prints is one of the transcript's, and says whose it is.
 */
#include <microkit.h>

#include "uart.h"

enum { LINE = 120 };

static char line[LINE + 1];
static unsigned in_line;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

/* Empty lines are left out, and what is no text is shown as a dot. */
static void take(seL4_Word c)
{
    if (c != '\n' && in_line < LINE) {
        line[in_line++] = c >= ' ' && c <= '~' ? (char)c : '.';
        return;
    }
    if (in_line > 0) {
        line[in_line] = '\0';
        microkit_dbg_puts("linux: ");
        microkit_dbg_puts(line);
        microkit_dbg_puts("\n");
    }
    in_line = 0;
}

/* Nobody types: what is read is empty. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo);

    (void)ch;
    for (seL4_Word i = 0; microkit_msginfo_get_label(msginfo) == UART_WRITE && i < count &&
         i < UART_MOST; i++) {
        take(microkit_mr_get((seL4_Uint8)i));
    }
    return microkit_msginfo_new(0, 0);
}
