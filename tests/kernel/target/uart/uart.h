/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What KIND.h here says of a UART, for tests that need a device whose interrupt
 * they can raise: uart_line_up() and uart_line_down(), after which the interrupt's
 * line stays as it is; uart_line_is_up(); and uart_known[], registers with a
 * content that is known.
 */
#pragma once

#include <sel4/sel4.h>

struct known_register {
    unsigned offset; /* in bytes */
    unsigned mask;
    unsigned value; /* of the bits in `mask` */
};

enum { WORD_BYTES = 4 };
