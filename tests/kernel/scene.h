/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scenes of several threads.  The director (the initial thread, priority 100)
 * makes actors; an actor of higher priority runs at once, so that a test reads
 * like a script: whoever is current acts next.
 */
#pragma once

#include "fixture.h"

enum {
    DIRECTOR_PRIORITY = 100,
    ACTOR_BUDGET_US = 10000,
    ACTOR_BADGE = 0x5c /* data word of their Timeout faults */
};

/* A thread and the director's slots for what it is made of. */
struct actor {
    struct tcb *tcb;
    word_t slot;
    word_t sc;
    word_t frame;
};

int scene_setup(void **state);

#define scene_test(function)                                                           \
    cmocka_unit_test_setup_teardown(function, scene_setup, fixture_teardown)

/* ---- Made by the director ---- */

/* An inactive thread with CSpace, VSpace and IPC buffer of its own, and a
   scheduling context, round robin, that it is bound to. */
struct actor actor_new(unsigned priority);

/* Start it.  With a priority above the director's it is current afterwards. */
void actor_start(const struct actor *actor);

/* Both, for a priority above the director's. */
struct actor actor_enter(unsigned priority);

/* An actor that waits in Recv on `ep` with `reply`, and has no scheduling
   context any more; made by the director, who goes on. */
struct actor passive_server(unsigned priority, word_t ep, word_t reply);

void bind_sc(word_t sc, word_t tcb);
void unbind_sc(word_t sc);
void set_priority(word_t tcb, unsigned priority);
void suspend(word_t tcb);
void resume(word_t tcb);
void configure(word_t sc, word_t budget_us, word_t period_us, word_t extra, word_t flags);
void set_fault_handler(const struct actor *actor, word_t ep);
void set_timeout_handler(const struct actor *actor, word_t ep);

/* ---- Done by the current thread, whoever that is afterwards ---- */

void do_send(word_t cptr, struct message message);
void do_nbsend(word_t cptr, struct message message);
void do_call(word_t cptr, struct message message);
void do_recv(word_t ep, word_t reply);
void do_nbrecv(word_t ep, word_t reply);
void do_wait(word_t cptr);
void do_nbwait(word_t cptr);
void do_reply_recv(word_t ep, word_t reply, struct message message);
void do_nbsend_recv(word_t dest, struct message message, word_t ep, word_t reply);
void do_nbsend_wait(word_t dest, struct message message, word_t cptr);
void do_yield(void);

/* A message of `length` words first, first + 1, ... */
struct message words(word_t label, unsigned length, word_t first);

/* ---- Time ---- */

/* `us` microseconds pass; if the timer's deadline comes by then, its interrupt
   is taken then. */
void pass_us(word_t us);

/* ---- Checks ---- */

#define assert_current(actor) assert_ptr_equal(sched_current(), (actor).tcb)
#define assert_director() assert_ptr_equal(sched_current(), initial_thread())
#define assert_state(actor, expected) assert_int_equal((actor).tcb->state, expected)
void assert_invariants(void);

/* Make every register of `tcb` different, but pc and next_pc. */
void fill_registers(struct tcb *tcb);

/* Of the registers of `tcb` only those in `changed` (bits by index) differ from
   `before`. */
void assert_registers_kept(const struct tcb *tcb, const struct user_context *before,
                           word_t changed);

/* Bits for assert_registers_kept. */
#define CHANGED_BADGE BIT(REG_CAP)
#define CHANGED_INFO BIT(REG_INFO)
#define CHANGED_WORDS(n) (MASK(n) << REG_MR0)

/* The slot of the director's CSpace is empty. */
#define assert_slot_empty(slot) assert_true(cap_is_null(root_slot(slot)->cap))
