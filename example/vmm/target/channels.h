/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMM's channels, and what disk, network and clock offer; the UART's driver is that of the
 * example `uart_driver`, or a terminal, which offers the same.
 */
#pragma once

#include "uart.h"

/* The VMM's numbers. */
enum { UART = 0, TIMER = 2, DISK = 3, NETWORK = 4 };

/* Calls, by label.  Two words: the first sector, of 512 bytes, and how many bytes, a multiple of
   that and DISK_AT_ONCE at most.  They are in the page that both have mapped.  The answer's label
   is DISK_DONE, or another one if the disk has no such sectors. */
enum disk_request { DISK_READ = 1, DISK_WRITE };
enum { DISK_DONE = 1, DISK_AT_ONCE = 4096 };

/* The answer to this one has one word, the disk's size in sectors. */
enum { DISK_SIZE = 3 };

/* What is at the other end of the guest's wire (wire.h) answers one call, with one word: the
   address of the guest's card, its first byte the lowest. */
enum network_request { NETWORK_ADDRESS = 1 };

/* The clock's calls.  CLOCK_AT: one word, a value of the physical counter; at that time or later
   the clock signals, once.  It takes the place of the last one.  CLOCK_NEVER: no words; none. */
enum clock_request { CLOCK_AT = 1, CLOCK_NEVER };
