/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads that act by a list. */
#include "acts.h"

#include "support.h"

static struct play {
    struct act act[MOST_ACTS];
    struct received heard[MOST_ACTS];
    seL4_Word count;
} plays[BLOCKS];

static struct play *play_of(const struct thread *t)
{
    return &plays[((seL4_Word)t - (seL4_Word)thread_blocks) >> BLOCK_BITS];
}

void act(const struct act *a)
{
    const struct message label_only = MESSAGE(a->label, NONE, NONE);
    const struct message *message = a->message != seL4_Null ? a->message : &label_only;
    seL4_CPtr reply = a->reply == MY_REPLY ? self()->reply : a->reply;

    switch (a->number) {
    case seL4_SysSend:
        sys_send(a->to, *message);
        break;
    case seL4_SysNBSend:
        sys_nbsend(a->to, *message);
        break;
    case seL4_SysCall:
        sys_call(a->to, *message);
        break;
    case seL4_SysRecv:
        sys_recv(a->from, reply);
        break;
    case seL4_SysNBRecv:
        sys_nbrecv(a->from, reply);
        break;
    case seL4_SysWait:
        sys_wait(a->from);
        break;
    case seL4_SysNBWait:
        sys_nbwait(a->from);
        break;
    case seL4_SysReplyRecv:
        sys_reply_recv(a->from, reply, *message);
        break;
    case seL4_SysNBSendRecv:
        sys_nbsend_recv(a->to, *message, a->from, reply);
        break;
    case seL4_SysNBSendWait:
        sys_nbsend_wait(a->to, *message, a->from);
        break;
    default:
        sys_yield();
        break;
    }
}

static void plays_its_list(struct thread *me)
{
    struct play *play = play_of(me);

    for (seL4_Word i = 0; i < play->count; i++) {
        act(&play->act[i]);
        play->heard[i] = me->got;
        me->step++;
    }
}

struct thread *actor_acts(seL4_Word priority, const struct act *acts, seL4_Word count)
{
    struct thread *t = actor_new(plays_its_list, priority);
    struct play *play = play_of(t);

    CHECK(count <= MOST_ACTS);
    play->count = count;
    for (seL4_Word i = 0; i < count; i++) {
        play->act[i] = acts[i];
    }
    return t;
}

const struct received *heard(const struct thread *actor, seL4_Word i)
{
    CHECK(i < actor->step);
    return &play_of(actor)->heard[i];
}

void start_passive(struct thread *actor)
{
    actor_start(actor);
    let_others_run();
    OK(invoke(actor->sched_context, SchedContextUnbind, NONE, NONE));
}

void faults_to(struct thread *actor, seL4_CPtr endpoint)
{
    OK(tcb_set_space(actor->tcb, endpoint, ROOT, 0, VSPACE));
}

seL4_Bool runs_on(const struct thread *thread, seL4_CPtr sched_context)
{
    return invoke(sched_context, SchedContextUnbindObject, W(thread->tcb), NONE) == seL4_NoError;
}

seL4_Bool runs_on_its_own(const struct thread *thread)
{
    return runs_on(thread, thread->sched_context);
}

seL4_Bool has_no_time(const struct thread *thread)
{
    seL4_CPtr spare = make(seL4_SchedContextObject, 8);

    OK(sched_configure(spare, LONG_US, LONG_US, 0, 0, 0));
    if (invoke(spare, SchedContextBind, W(thread->tcb), NONE) != seL4_NoError) {
        return seL4_False;
    }
    let_others_run();
    return seL4_True;
}

void expect_taken(const char *where, seL4_CPtr endpoint, seL4_Word badge, seL4_Word label)
{
    const struct received *r = got();

    sys_nbwait(endpoint);
    if (!got_message()) {
        test_failed(where, "a message", label, 0);
    }
    if (r->label != label) {
        test_failed(where, "label of the message", label, r->label);
    }
    if (r->badge != badge) {
        test_failed(where, "badge of the message", badge, r->badge);
    }
    if (r->length != 0 || r->caps != 0 || r->unwrapped != 0) {
        test_failed(where, "the rest of its info", 0, self()->after.x[1] & 0xfff);
    }
}

void expect_nothing(const char *where, seL4_CPtr endpoint)
{
    sys_nbwait(endpoint);
    if (got_message() || self()->after.x[0] != 0) {
        test_failed(where, "no message", 0, got()->label);
    }
}

seL4_Word signalled(seL4_CPtr notification)
{
    sys_nbwait(notification);
    return self()->after.x[0];
}

/* ---- Capabilities ---- */

void receive_into(struct place place)
{
    seL4_IPCBuffer *buffer = &thread_block()->buffer;

    buffer->receiveCNode = place.root;
    buffer->receiveIndex = place.index;
    buffer->receiveDepth = place.depth;
}

seL4_CPtr receive_into_fresh_slot(void)
{
    seL4_CPtr at = slot_new();

    receive_into(slot(at));
    return at;
}

void take_from(seL4_CPtr endpoint, seL4_CPtr to, struct words caps)
{
    const struct message message = MESSAGE(4, caps, W(71));
    struct thread *t = ACTOR(90, SEND_ALL(to, &message));

    actor_start(t);
    let_others_run();
    for (unsigned i = 0; i < seL4_MsgMaxExtraCaps; i++) {
        thread_block()->buffer.caps_or_badges[i] = NO_BADGE;
    }
    sys_nbwait(endpoint);
    CHECK_EQUAL(got()->label, 4);
    CHECK_EQUAL(got()->length, 1);
    CHECK_EQUAL(got()->mr[0], 71);
}

seL4_Word received_badge(unsigned i)
{
    return thread_block()->buffer.caps_or_badges[i];
}
