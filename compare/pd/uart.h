/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output through the machine's UART: the release kernel prints nothing.  For
 * one component of a system, to which it is mapped.
 */
#pragma once

#include <microkit.h>

/* Where the description maps the UART's page (setvar_vaddr). */
extern seL4_Word uart_vaddr;

void uart_init(void);
void uart_puts(const char *s);
void uart_number(seL4_Word value); /* in decimal */
void uart_hex(seL4_Word value);    /* with 0x */
