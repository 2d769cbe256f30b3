/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults: messages that a thread sends without wanting to (ABI.md 5).
 */
#pragma once

#include "err.h"

/* `tcb` (the current thread) did what its `fault` says: its handler is told and it
   waits for the reply; without handler it stops. */
void fault_raise(struct tcb *tcb);

/* What most faults say. */
static inline void fault_set(struct tcb *tcb, word_t type, word_t address, word_t status, bool flag)
{
    tcb->fault.type = type;
    tcb->fault.address = address;
    tcb->fault.status = status;
    tcb->fault.flag = flag;
}

/* A capability address did not resolve. */
void fault_raise_cap(struct tcb *tcb, word_t cptr, bool receiving,
                     struct lookup_failure failure);

/* Does `tcb` have a usable timeout handler?  Then tell it. */
bool fault_timeout_handled(const struct tcb *tcb);
void fault_timeout(struct tcb *tcb);

/* May `cap` be installed as a fault or timeout handler?  (Null may.) */
bool fault_handler_ok(cap_t cap);

/* Write the message about the pending fault of `tcb`. */
void fault_write_message(struct tcb *tcb, struct tcb *handler, word_t badge);

/* Apply the handler's reply to the faulting thread; true if it shall go on. */
bool fault_apply_reply(struct tcb *tcb, const struct tcb *handler);
