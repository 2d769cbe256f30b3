/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The send phase of a system call: a message to whatever a capability leads to.
 */
#pragma once

#include "object.h"

/*
 * `tcb` (the current thread) sends its message to the capability at `cptr`.
 * `flags`: enum send_flag, without the rights, which that capability has.
 * True if it goes on, to its receive phase if it has one; false if it faulted or
 * starts the system call again.
 */
bool invoke(struct tcb *tcb, word_t cptr, unsigned flags);
