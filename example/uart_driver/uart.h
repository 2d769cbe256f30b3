/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the UART driver offers: calls, by label.  A character is one word of a message, so a message
 * has at most UART_MOST of them.  The driver signals when characters arrive and there were none; a
 * client reads until it gets none.
 */
#pragma once

#include <microkit.h>

enum uart_request {
    UART_WRITE = 1, /* characters to print; "\n" becomes "\r\n" */
    UART_READ,      /* no words; what was typed comes back, up to UART_MOST characters */
    UART_LOST       /* no words; one comes back: how often the hardware had to drop characters */
};

enum { UART_MOST = 64 };
