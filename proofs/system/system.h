/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small system, which a harness builds in the shape it says, lets run, and looks at.
 *
 *   a   runs, and enters the kernel     an endpoint, with a badged copy of its capability
 *   b   does what the shape says        a notification
 *   c   is ready and has no part in it  a reply object and a scheduling context for a and b each
 *
 * All of it lies in one untyped, and all threads share one CNode, in which every object has a
 * capability.  What is where is constant, so that the checker follows pointers and does not guess
 * them; registers, message words and the badge are any.
 */
#pragma once

#include "arch.h"
#include "prove.h"
#include "address_space.h"

/* Addresses in the CNode: what is there. */
enum slot {
    SLOT_NULL,
    SLOT_EP,
    SLOT_EP_COPY, /* badged, with the rights that the shape says */
    SLOT_NTFN,
    SLOT_REPLY_A,
    SLOT_REPLY_B,
    SLOT_TCB_A,
    SLOT_TCB_B,
    SLOT_TCB_C,
    SLOT_SC_A,
    SLOT_SC_B,
    SLOT_SC_C,
    SLOT_CNODE,
    SLOT_UNTYPED,  /* all of the above lies in it, and some memory is left */
    SLOT_CONTROL,  /* what the shape says */
    SLOT_EMPTY,
    SLOT_VSPACE,  /* from here on: if there is an address space, see address_space.h */
    SLOT_TABLE_1,
    SLOT_TABLE_2,
    SLOT_TABLE_3,
    SLOT_POOL,
    SLOT_FRAME,
    SLOT_MEMORY,  /* another untyped, of 4 KiB */
    SLOTS = 32,
    NO_SLOT = 100 /* leads nowhere */
};

enum { RADIX = 5, RING = 3, BUFFER_WORDS = 128, DRAWN_WORDS = 8, FREE_MEMORY = 0x20000 };
enum { ONLY = 16 }; /* in a shape's rights: those beside it, even if there are none */

/* With room for its refills. */
struct sc_object {
    struct sched_context sc;
    struct refill room[RING];
};

extern struct tcb tcb_a, tcb_b, tcb_c, tcb_new;
extern struct endpoint ep, ep_new;
extern struct notification ntfn;
extern struct reply reply_a, reply_b;
extern struct sc_object sc_a, sc_b, sc_c;
extern struct cte cnode[SLOTS];
extern struct buffer {
    word_t word[BUFFER_WORDS];
} buffer_a, buffer_b, buffer_c;

/* What b does. */
enum other {
    B_READY,
    B_INACTIVE,
    B_RECV,       /* waits at the endpoint */
    B_RECV_REPLY, /* so, and offers its reply object */
    B_RECV_BOUND, /* so, and is bound to the notification, too */
    B_SEND,       /* waits at the endpoint with a message */
    B_CALL,       /* so, and wants an answer */
    B_WAIT,       /* waits for the notification */
    B_CALLED,     /* waits for a's answer, by a's reply object */
    B_FAULTED     /* so, to a fault */
};

struct shape {
    enum other b;
    uint8_t priority; /* b's; a has A_PRIORITY */
    bool passive;     /* b has no time: none, or a runs on it if it called */
    bool signalled;   /* the notification is active */
    bool bound;       /* a is bound to it */
    bool handlers;    /* a has fault and timeout handlers: the endpoint */
    bool guard;       /* the CNode of a is not of the usual kind */
    word_t rights;    /* of the badged copy; 0: all; see ONLY */
    enum space space;
    bool own;         /* a runs in the address space that there is */
    ticks_t used;     /* by a, of BUDGET, until it enters the kernel */
    ticks_t period;   /* of a's time; 0: round robin */
    enum cap_type control; /* in SLOT_CONTROL; CAP_NULL: none */
    int64_t number;   /* of the system call */
    word_t cptr;
    word_t reply;     /* the two other registers with addresses */
    word_t dest;
    word_t label;
    word_t length;
    word_t caps;
    word_t cap[3];    /* their addresses */
    word_t given;     /* so many message words are these; the others are any */
    word_t mr[8];
};

enum { A_PRIORITY = 20, C_PRIORITY = 10, BUDGET = 1000, START = 5000 };

/* Build it; the kernel has decided that a runs. */
void system_build(struct shape shape);

/* The same once more: what is any has the values of the last time. */
void system_build_again(struct shape shape);

/* The system stays as it is; a, which runs, makes another system call. */
void system_call_next(struct shape shape);
