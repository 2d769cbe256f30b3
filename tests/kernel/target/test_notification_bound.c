/* SPDX-License-Identifier: BSD-2-Clause */
/* A notification that is bound to a thread interrupts its wait for messages (ABI.md 11). */
#include "acts.h"

enum { BADGE = 0x50 };

/* An endpoint, and a notification with a badged capability to signal it. */
struct pair {
    seL4_CPtr ep;
    seL4_CPtr ntfn;
    seL4_CPtr badged;
};

static struct pair pair_new(void)
{
    struct pair p;

    p.ep = make(seL4_EndpointObject, 0);
    p.ntfn = make(seL4_NotificationObject, 0);
    p.badged = mint_new(p.ntfn, ALL_RIGHTS, BADGE);
    return p;
}

static void bind(const struct thread *t, seL4_CPtr ntfn)
{
    OK(invoke(t->tcb, TCBBindNotification, W(ntfn), NONE));
}

TEST(a_signal_ends_the_bound_thread_s_wait_for_a_message, "notification.bound.recv")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, RECV(p.ep));

    bind(t, p.ntfn);
    actor_start(t);
    CHECK_EQUAL(t->step, 0);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, BADGE);
    CHECK_EQUAL(t->after.x[1], t->before.x[1]);
    OK(invoke(t->tcb, TCBUnbindNotification, NONE, NONE));
    CHECK_EQUAL(signalled(p.ntfn), 0);
}

TEST(so_it_does_without_a_reply_object, "notification.bound.recv")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, WAIT(p.ep));

    bind(t, p.ntfn);
    actor_start(t);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, BADGE);
}

TEST(a_thread_that_was_signalled_is_no_receiver_any_more, "notification.bound.left")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, RECV(p.ep), WAIT(make(seL4_NotificationObject, 0)));

    bind(t, p.ntfn);
    actor_start(t);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    sys_nbsend(p.ep, MESSAGE(7, NONE, NONE));
    TAKES_NOTHING(p.ep);
    CHECK_EQUAL(t->step, 1);
}

/* Were its reply object still offered, the next one to offer it would end the first one's wait. */
TEST(a_thread_that_was_signalled_offers_no_reply_object_any_more, "notification.bound.left")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, RECV(p.ep), WAIT(p.ntfn));
    struct thread *client = ACTOR(90, CALL(p.ep, 1));

    bind(t, p.ntfn);
    actor_start(t);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    actor_start(client);
    let_others_run();
    sys_nbrecv(p.ep, t->reply);
    CHECK_EQUAL(got()->label, 1);
    sys_send(t->reply, MESSAGE(2, NONE, NONE));
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 2);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 2);
}

/* ---- The bound thread does something else: the word is kept ---- */

static void expect_kept(const struct pair *p, const struct thread *t)
{
    seL4_Word step = t->step;

    sys_nbsend(p->badged, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, step);
    OK(invoke(t->tcb, TCBUnbindNotification, NONE, NONE));
    CHECK_EQUAL(signalled(p->ntfn), BADGE);
}

TEST(a_bound_thread_that_sends_is_not_interrupted, "notification.bound.kept")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, SEND(p.ep, 1));

    bind(t, p.ntfn);
    actor_start(t);
    expect_kept(&p, t);
    TAKES(p.ep, 0, 1);
}

TEST(a_bound_thread_that_waits_for_an_answer_is_not_interrupted, "notification.bound.kept")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, CALL(p.ep, 1));

    bind(t, p.ntfn);
    actor_start(t);
    sys_nbrecv(p.ep, t->reply);
    expect_kept(&p, t);
    sys_send(t->reply, MESSAGE(2, NONE, NONE));
    CHECK_EQUAL(heard(t, 0)->label, 2);
}

TEST(a_bound_thread_that_waits_on_another_notification_is_not_interrupted,
     "notification.bound.kept")
{
    struct pair p = pair_new();
    seL4_CPtr other = make(seL4_NotificationObject, 0);
    struct thread *t = ACTOR(110, WAIT(other));

    bind(t, p.ntfn);
    actor_start(t);
    expect_kept(&p, t);
    sys_nbsend(other, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
}

TEST(a_bound_thread_that_is_stopped_is_not_started, "notification.bound.kept")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, NBWAIT(p.ntfn));

    bind(t, p.ntfn);
    expect_kept(&p, t);
}

TEST(the_bound_thread_may_wait_on_its_notification, "notification.bound.own")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, WAIT(p.ntfn));

    bind(t, p.ntfn);
    actor_start(t);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(t, 0)->badge, BADGE);
}

/* ---- Receiving with a word that is there ---- */

TEST(a_word_comes_before_the_messages_that_wait, "notification.bound.first")
{
    struct pair p = pair_new();
    struct thread *sender = ACTOR(110, SEND(p.ep, 1));
    struct thread *t = ACTOR(109, RECV(p.ep), RECV(p.ep));

    bind(t, p.ntfn);
    actor_start(sender);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    actor_start(t);
    CHECK_EQUAL(t->step, 2);
    CHECK_EQUAL(heard(t, 0)->badge, BADGE);
    CHECK_EQUAL(heard(t, 1)->badge, 0);
    CHECK_EQUAL(heard(t, 1)->label, 1);
}

TEST(a_word_ends_any_call_that_receives_from_an_endpoint, "notification.bound.first")
{
    struct pair p = pair_new();
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    seL4_CPtr other = make(seL4_NotificationObject, 0);

    bind(self(), p.ntfn);
    for (unsigned i = 0; i < 7; i++) {
        sys_nbsend(p.badged, EMPTY_MESSAGE);
        switch (i) {
        case 0:
            sys_recv(p.ep, reply);
            break;
        case 1:
            sys_nbrecv(p.ep, reply);
            break;
        case 2:
            sys_wait(p.ep);
            break;
        case 3:
            sys_nbwait(p.ep);
            break;
        case 4:
            sys_reply_recv(p.ep, reply, EMPTY_MESSAGE);
            break;
        case 5:
            sys_nbsend_recv(other, EMPTY_MESSAGE, p.ep, reply);
            break;
        default:
            sys_nbsend_wait(other, EMPTY_MESSAGE, p.ep);
            break;
        }
        CHECK(!got_message());
        CHECK_EQUAL(got()->badge, BADGE);
        sys_nbwait(p.ep);
        CHECK_EQUAL(self()->after.x[0], 0);
    }
}

TEST(a_word_does_not_come_before_another_notification_s, "notification.bound.first")
{
    struct pair p = pair_new();
    seL4_CPtr other = make(seL4_NotificationObject, 0);

    bind(self(), p.ntfn);
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    sys_nbsend(mint_new(other, ALL_RIGHTS, 1), EMPTY_MESSAGE);
    sys_wait(other);
    CHECK_EQUAL(got()->badge, 1);
    sys_wait(p.ntfn);
    CHECK_EQUAL(got()->badge, BADGE);
}

TEST(after_unbinding_the_wait_for_a_message_goes_on, "notification.bound.unbound")
{
    struct pair p = pair_new();
    struct thread *t = ACTOR(110, RECV(p.ep));

    bind(t, p.ntfn);
    actor_start(t);
    OK(invoke(t->tcb, TCBUnbindNotification, NONE, NONE));
    sys_nbsend(p.badged, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 0);
    CHECK_EQUAL(signalled(p.ntfn), BADGE);
    sys_nbsend(p.ep, MESSAGE(3, NONE, NONE));
    CHECK_EQUAL(heard(t, 0)->label, 3);
}
