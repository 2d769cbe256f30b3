/* SPDX-License-Identifier: BSD-2-Clause */
/* CancelBadgedSends that is interrupted, while others change what it is about. */
#include "nodes.h"
#include "timing.h"

enum { ELSEWHERE = 6, ROUNDS = 8, BADGE = 7 };

/* A thread that cancels again and again, until it is told to stop, and a signal comes. */
static volatile seL4_Bool stops;

static void cancels(struct thread *me)
{
    const seL4_Word call[9] = {ROOT, CNodeCancelBadgedSends << 12 | 2, me->argument,
                               seL4_WordBits};
    seL4_CPtr bell = me->reply;

    for (;;) {
        sys_raw((seL4_Word)seL4_SysCall, call);
        if (stops) {
            me->step++;
            sys_wait(bell);
        }
    }
}

static void sends_and_waits(struct thread *me)
{
    for (;;) {
        sys_send(me->argument, EMPTY_MESSAGE);
        me->step++;
        sys_wait(me->reply);
    }
}

/* actor_with() with a notification instead of a reply object. */
static struct thread *actor_with_bell(thread_function *function, seL4_Word priority,
                                      seL4_Word argument)
{
    struct thread *t = actor_with(function, priority, argument);

    t->reply = make(seL4_NotificationObject, 0);
    return t;
}

/* `t`, of lower priority, is suspended before or in its system call.  The periods differ, or they
   might agree with the time that its calls take, and always end outside of them. */
static void suspend_in_system_call(const struct thread *t)
{
    for (seL4_Word attempt = 0;; attempt++) {
        pace(100, 120 + attempt * 7 % 32);
        sys_yield();
        CHECK_EQUAL(invoke(t->tcb, TCBReadRegisters, NONE, W(1, 1)), seL4_NoError);
        if (got()->mr[0] == (seL4_Word)cpu_syscall_svc) {
            return;
        }
        OK(tcb_resume(t->tcb));
    }
}

/* What the interrupted call has passed over before is at another endpoint.  (In most rounds it
   stops after it has passed over somebody.) */
TEST(an_interrupted_cancel_is_for_the_capability_that_it_finds_then, "cnode.cancel.preemptible")
{
    seL4_CPtr first = make(seL4_EndpointObject, 0);
    seL4_CPtr second = make(seL4_EndpointObject, 0);
    seL4_CPtr here = mint_new(first, ALL_RIGHTS, BADGE);
    struct thread *sender = actor_with_bell(sends_and_waits, 90, slot_new());
    struct thread *canceller = actor_with_bell(cancels, 80, here);

    for (unsigned i = 0; i < ELSEWHERE; i++) {
        actor_start(actor_with(sends, 90, mint_new(first, ALL_RIGHTS, BADGE + 1)));
    }
    OK(cnode_mint(slot(sender->argument), slot(second), ALL_RIGHTS, BADGE));
    actor_start(sender);
    let_others_run();
    stops = seL4_False;
    actor_start(canceller);
    for (seL4_Word round = 1; round <= ROUNDS; round++) {
        seL4_CPtr to_second = mint_new(sender->argument, ALL_RIGHTS, 0);
        seL4_CPtr to_first = slot_new();
        suspend_in_system_call(canceller);
        OK(cnode_move(slot(to_first), slot(here)));
        OK(cnode_move(slot(here), slot(to_second)));
        OK(cnode_delete(slot(sender->argument))); /* when it sends again, it goes on */
        stops = seL4_True;
        OK(tcb_resume(canceller->tcb));
        while (canceller->step < round) {
            sys_yield();
        }
        let_others_run();
        CHECK_EQUAL(sender->step, round);
        OK(cnode_move(slot(sender->argument), slot(here)));
        OK(cnode_move(slot(here), slot(to_first)));
        sys_nbsend(sender->reply, EMPTY_MESSAGE);
        let_others_run();
        stops = seL4_False;
        sys_nbsend(canceller->reply, EMPTY_MESSAGE);
    }
    OK(tcb_suspend(canceller->tcb));
}
