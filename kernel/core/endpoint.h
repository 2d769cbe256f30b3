/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints: where a sender and a receiver meet (ABI.md 10.8).
 */
#pragma once

#include "err.h"

/* How a message is sent. */
struct send {
    word_t badge;
    bool blocking;
    bool is_call;         /* wait for a reply */
    bool can_grant;       /* capabilities may go along */
    bool can_grant_reply; /* a reply capability may be created */
    bool can_donate;      /* lend the sender's time to a receiver without */
};

/* `sender` sends its message, or its fault if it has one pending.  A call waits
   for the reply; a fault does, too. */
void endpoint_send(struct endpoint *ep, struct tcb *sender, struct send how);

/* The current thread `receiver` takes a message; `reply` (may be NULL) will
   stand for the caller. */
void endpoint_receive(struct endpoint *ep, struct tcb *receiver, struct reply *reply,
                      bool blocking);

/* `tcb` no longer waits; the thread is left for the caller to set a state. */
void endpoint_cancel_wait(struct tcb *tcb);

/* Senders that wait with exactly this badge start again.  Preemptible. */
MUST_USE struct err endpoint_cancel_badged(struct endpoint *ep, word_t badge);
