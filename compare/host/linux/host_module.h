/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * How a program uses the module: it is loaded with the parameters step=STEP pid=PID
 * address=VIRTUAL physical=PHYSICAL, tries that step at once, and has what it read in the parameter
 * `words`.  The steps:
 *
 *     read_process, write_process   by the kernel's function for debuggers
 *     read_memory, write_memory     where the kernel has all of physical memory
 *     kill                          safe_server
 *     hold                          the processor, with all that could interrupt it masked
 *     off                           the machine, by its firmware
 */
#pragma once

#define HOST_MODULE "host_module"

/* How long the processor is held, with so many rounds between two looks at the clock, which cost an
   emulator far more than an instruction; and what is written. */
enum { HOLD_MS = 100, HOLD_ROUNDS = 1000, HOST_WORDS = 4, HOST_WRITTEN = 0x7461 };
