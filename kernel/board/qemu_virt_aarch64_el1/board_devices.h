/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's "virt" machine, -m 2G, GICv2: where memory is, and the devices that
 * kernel and loader drive themselves.  Constants only, so that the loader can
 * use it too.
 * Source: QEMU documentation, 'virt' generic virtual platform; the machine's
 * device tree.
 */
#pragma once

#define BOARD_RAM_START 0x40000000ull
#define BOARD_RAM_END 0xc0000000ull      /* exclusive */
#define BOARD_GICD_PADDR 0x08000000ull /* GICv2 distributor */
#define BOARD_GICC_PADDR 0x08010000ull /* GICv2 CPU interface */
#define BOARD_UART_PADDR 0x09000000ull /* PL011 */
#define BOARD_TIMER_HZ 62500000ull      /* generic timer, CNTFRQ_EL0 */
#define BOARD_IRQ_LINES 160             /* interrupts, from 0 */
