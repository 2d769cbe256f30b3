/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fault_handler does what any parent of an untrusted child would do: write down
 * each crash, start the child again, and give up when there is no room left to
 * write.  What a demonstration expects of all this is its *story*: a second
 * file, linked with fault_handler.c, that defines the functions below.
 */
#pragma once

#include "../common/fault_decode.h"
#include "../common/revive.h"

/* Channels and children, at the handler's end. */
enum {
    HANDLER_CHILD = 1,
    HANDLER_CHANNEL_CHILD = 1, /* the child calls, we signal */
    HANDLER_TIMER = 5          /* interrupt of the processor's physical timer */
};

/* One crash, in 64 bytes.  How many fit the region "crash_log" is how many we put up with. */
struct crash_record {
    seL4_Word cause, reason, address, number, pc;
    seL4_Word sp;   /* at the crash */
    seL4_Word life; /* in which it happened */
    seL4_Word unused;
};

extern struct ward ward;
extern seL4_Word crashes; /* so far */

/* How many crashes are written down before we give up; and the one with number `n`. */
seL4_Word crashes_allowed(void);
const volatile struct crash_record *crash_log(seL4_Word n);

/* For a child that needs a crash without a fault: it hangs, or says that nothing happened. */
void handle_stopped(enum fault_cause cause);

/* The story. */
void story_begin(void);
void story_crash(const struct fault_account *a, seL4_Bool last); /* before the restart, if any */
void story_hello(void);                                          /* a life began */
microkit_msginfo story_call(microkit_msginfo msginfo);           /* other calls of the child */
void story_signal(microkit_channel ch);
