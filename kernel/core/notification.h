/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications: a word of bits that senders or into and one receiver takes
 * (ABI.md 11).
 */
#pragma once

#include "object.h"

/* Signal with `badge`: wake a waiter or the bound thread, or remember. */
void notification_signal(struct notification *ntfn, word_t badge);

/* `tcb` (the current thread) takes the word, or waits if `blocking`. */
void notification_receive(struct tcb *tcb, struct notification *ntfn, bool blocking);

/* Take the word of an active notification (for a bound receiver). */
void notification_complete(struct notification *ntfn, struct tcb *tcb);

/* `tcb`, about to block, gives back the scheduling context that `ntfn` lent it,
   if it runs on that one. */
void notification_return_sc(struct notification *ntfn, struct tcb *tcb);

void notification_bind(struct notification *ntfn, struct tcb *tcb);
void notification_unbind(struct notification *ntfn);
