/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor's reports: a fault, as a person understands it.
 */
#pragma once

#include <sel4/sel4.h>

#include "spec_check.h"

/* The longest fault message: an unknown system call's. */
enum { FAULT_MAX_WORDS = seL4_UnknownSyscall_Length };

/* A fault message as received.  Words beyond `length` are 0. */
struct fault {
    seL4_Word label;
    seL4_Word length;
    seL4_Word words[FAULT_MAX_WORDS];
};

/*
 * Prints which PD did what, where, and its registers.  `thread` is an index in
 * the spec's thread table; `registers` may be null if they could not be read.
 */
void fault_report(const struct spec *spec, uint32_t thread, const struct fault *fault,
                  const seL4_UserContext *registers);

/* Prints that the PD `thread` `did` something that the monitor did not expect. */
void fault_report_stray(const struct spec *spec, uint32_t thread, const char *did);
