/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests know of the board that they run on and that has no place in the
 * boot information: from the board's facts (docs/boards.md), and of its console's
 * kind, from uart/KIND.h here.
 */
#pragma once

#include "board_devices.h"
#include "board_uart.h"

/* The generic timer's is the same on all boards (Arm Base System Architecture). */
enum { USER_TIMER_IRQ = 30 };
enum { MAX_IRQ = BOARD_IRQ_LINES - 1, UART_IRQ = BOARD_UART_IRQ };

#define UART_ADDRESS BOARD_UART_PADDR

/* PCI's configuration space, if the board has one, in a GiB with nothing else in it (PCI Express
   base specification, enhanced configuration access): its first word is of QEMU's host bridge. */
#define PCI_GIB_ADDRESS (BOARD_PCI_PADDR & ~0x3fffffffull)
#define PCI_CONFIG_OFFSET (BOARD_PCI_PADDR & 0x3fffffff)
enum { PCI_HOST_ID = 0x00081b36 };
