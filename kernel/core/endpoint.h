/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints: where a sender and a receiver meet (ABI.md 10.8).
 */
#pragma once

#include "err.h"

/* How a message is sent. */
enum send_flag {
    SEND_BLOCKING = 1,                     /* wait for a receiver; a failed lookup is a fault */
    SEND_CALL = 2,                         /* wait for a reply */
    SEND_GRANT = RIGHT_GRANT,              /* capabilities may go along */
    SEND_GRANT_REPLY = RIGHT_GRANT_REPLY,  /* a reply capability may be created */
    SEND_LEND = 16,                        /* lend the sender's time to a receiver without */
    SEND_FIRST_PHASE = 32                  /* a receive phase follows: some objects refuse */
};

/* `sender` sends its message, or its fault if it has one pending, through `cap` to an endpoint.
   `flags`: enum send_flag, without the rights, which `cap` has.  A call waits for the reply; a
   fault does, too. */
void endpoint_send(cap_t cap, struct tcb *sender, unsigned flags);

/* The current thread `receiver` takes a message; `reply` (may be NULL) will
   stand for the caller. */
void endpoint_receive(struct endpoint *ep, struct tcb *receiver, struct reply *reply,
                      bool blocking);

/* `tcb` no longer waits; the thread is left for the caller to set a state. */
void endpoint_cancel_wait(struct tcb *tcb);

/* Senders that wait with exactly this badge start again.  Preemptible. */
MUST_USE struct err endpoint_cancel_badged(struct endpoint *ep, word_t badge);
