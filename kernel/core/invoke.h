/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The send phase of a system call: a message to whatever a capability leads to.
 */
#pragma once

#include "object.h"

struct send_mode {
    bool blocking;    /* wait for a receiver; a failed lookup is a fault */
    bool call;        /* wait for a reply */
    bool can_donate;
    bool first_phase; /* a receive phase follows: some objects refuse */
};

/*
 * `tcb` (the current thread) sends its message to the capability at `cptr`.
 * True if it goes on, to its receive phase if it has one; false if it faulted
 * or starts the system call again.
 */
bool invoke(struct tcb *tcb, word_t cptr, struct send_mode mode);
