/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hostile threads: several threads that share what capabilities they have and
 * try everything with them, step by step, as a stream of choices says.  After
 * each step the kernel must be in order and must have kept to its contract.
 *
 * The stream is either pseudo-random from a seed or the bytes of a fuzzer; in
 * both cases the same stream always gives the same run.
 */
#pragma once

#include <stdio.h>

#include "cap.h"
#include "fixture.h"

/*
 * Where choices come from: `bytes` if not NULL, else `state`, a seed that is
 * not 0.  Each step has bytes of its own, so that a change to one step leaves
 * the meaning of the others alone:
 *
 *     bytes ──► | this step: `left` | next step | ... |
 *                                   |<----- later --->|
 */
struct choices {
    const uint8_t *bytes;
    size_t left;
    size_t later;
    word_t state;
};

enum { HOSTILE_STEP_BYTES = 48 }; /* few steps choose more often */

/* A number below `n`, which is not 0; always 0 once the step's bytes are used.
   One expression makes no more than one choice where the order is not certain:
   an input is to mean the same to every compiler. */
word_t choose(struct choices *choices, word_t n);

/* With probability `percent`. */
static inline bool chance(struct choices *choices, unsigned percent)
{
    return choose(choices, 100) < percent;
}

/* ---- The system: hostile_system.c ---- */

enum {
    HOSTILE_THREADS = 6,
    HOSTILE_MASTERS = 5,   /* of the threads, those that cannot die */
    HOSTILE_WORKER = 4,    /* of these, one that avoids to wait */
    HOSTILE_RADIX = 7,     /* of the CNode that is their CSpace */
    HOSTILE_SLOTS = 1 << HOSTILE_RADIX,
    HOSTILE_GUARD = 64 - HOSTILE_RADIX,
    HOSTILE_RECENT = 4,
    HOSTILE_FIRST_IRQ = 40,
    HOSTILE_IRQS = 4
};

struct hostile {
    struct choices choices;
    struct cte *cspace;    /* the hostile threads' slots; they cannot die */
    struct tcb *keeper;    /* the initial thread, which they must not harm */
    struct tcb *master[HOSTILE_MASTERS];
    word_t root[HOSTILE_THREADS]; /* the keeper's slots: TCBs, */
    word_t sc[HOSTILE_THREADS];   /* scheduling contexts, */
    word_t frame[HOSTILE_THREADS]; /* IPC buffers, */
    word_t endpoint;
    word_t notification;
    word_t reply;
    word_t vspace;
    word_t cnode;
    word_t arena; /* an untyped of the keeper's */
    /* Slots that were used or filled last.  What was just mapped, bound or made is
       used again, or deleted, far more often than chance would have it. */
    word_t recent[HOSTILE_RECENT];
    unsigned recent_next;
    /* In which step each master called, and since when it waits to send, 0: it does not. */
    unsigned called[HOSTILE_MASTERS];
    unsigned waits[HOSTILE_MASTERS];
    cap_t cancelled; /* whose sends this step cancels; null: none */
};

/* Boot and build everything. */
void hostile_build(struct hostile *h);

/* The keeper's turn: it mends a little of what the others broke.  It never
   waits, so there is always a thread that can run. */
void hostile_keep(struct hostile *h);

/* ---- Messages: hostile_ops.c ---- */

/* A slot of the CSpace that holds a capability of `type`; any if none does. */
word_t hostile_slot(struct hostile *h, enum cap_type type);

/* Put a system call into the registers and the buffer of the current thread. */
void hostile_syscall(struct hostile *h);

/* The same for one that is not of the API: a debug call, or unknown. */
void hostile_auxiliary(struct hostile *h);

/* Out of what `tcb` is about to do, take the two things that it may do and that
   end a run: halting the machine, and a domain schedule that leaves out the
   keeper's domain, for ever or for years. */
void hostile_tame(struct tcb *tcb);

/* ---- Guests, where there are virtual CPUs: tests/kernel/vcpu/hostile_guest.c ---- */

/* The kernel returns to the current thread. */
void hostile_guest_resume(void);

/* The current thread takes an exception that is neither a system call nor a user exception of EL1's
   kernels, or it cannot access memory.  NULL, or what is wrong. */
const char *hostile_guest_trap(struct choices *choices);
const char *hostile_guest_abort(struct choices *choices);

/* Who runs uses the registers that are its own, if it is a guest.  NULL, or what is wrong: it finds
   another one's there. */
const char *hostile_guest_acts(struct choices *choices);

/* ---- Cancelled sends: hostile_cancel.c ---- */

/* Before and after step `step` of the current thread, `actor`.  NULL, or what is wrong. */
void hostile_cancel_begin(struct hostile *h, unsigned step);
const char *hostile_cancel_end(struct hostile *h, unsigned step, const struct tcb *actor);

/* False: no CancelBadgedSends has been preempted.  Else the slot that it is about. */
bool hostile_cancel_slot(const struct hostile *h, word_t *slot);

/* The slot of an endpoint whose sends with a badge can be cancelled, and somebody's would be; any
   endpoint's if there is none. */
word_t hostile_sent_through(struct hostile *h);

/* ---- The run: hostile.c ---- */

/* Outcome: NULL, or what is wrong after step `step`.  Each step is one entry of
   a thread into the kernel. */
struct hostile_outcome {
    const char *broken;
    unsigned step;
};

/*
 * Make up to `steps` steps; check the invariants after every `check_every`-th,
 * and what is cheap to check after each.  Each step is told to `trace` if that
 * is not NULL.
 */
struct hostile_outcome hostile_run(struct choices choices, unsigned steps,
                                   unsigned check_every, FILE *trace);
