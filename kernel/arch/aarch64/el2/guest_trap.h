/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of guests that native threads do not have.
 */
#pragma once

#include "object.h"

/* The intermediate physical address of `address`, which the guest that runs could not access. */
word_t guest_address(vaddr_t address, word_t syndrome);

/* `tcb`, the guest that runs, took another exception than an abort.  False: it is none of those
   that the kernel answers itself. */
bool guest_trap(struct tcb *tcb, word_t syndrome);
