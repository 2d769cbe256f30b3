/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine that the tests run on, QEMU's "virt" with a GICv2: what has no
 * place in the boot information.  Source: QEMU documentation, 'virt' generic
 * virtual platform; Arm PL011 reference manual (DDI 0183); PCI Express base
 * specification, enhanced configuration access.
 */
#pragma once

enum { MAX_IRQ = 159, KERNEL_TIMER_IRQ = 27, USER_TIMER_IRQ = 30, UART_IRQ = 33 };

#define UART_ADDRESS 0x9000000ull

/* Offsets of the PL011's registers. */
enum { UART_DR = 0x00, UART_IMSC = 0x38, UART_RIS = 0x3c, UART_ICR = 0x44, UART_ID = 0xff0 };
enum { UART_TX = 1 << 5 }; /* in IMSC, RIS, ICR */

/* PrimeCell identification, from UART_ID on. */
static const unsigned uart_id[4] = {0x0d, 0xf0, 0x05, 0xb1};

/* A GiB with nothing in it but the PCI configuration space. */
#define PCI_GIB_ADDRESS 0x4000000000ull
enum { PCI_CONFIG_OFFSET = 0x10000000, PCI_HOST_ID = 0x00081b36 };
