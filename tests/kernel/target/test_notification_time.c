/* SPDX-License-Identifier: BSD-2-Clause */
/* A scheduling context that is bound to a notification goes to those who take its signals
   (ABI.md 11). */
#include "acts.h"
#include "support.h"
#include "timing.h"

/* A notification with a scheduling context. */
struct lender {
    seL4_CPtr ntfn;
    seL4_CPtr sc;
};

static struct lender lender_new(void)
{
    struct lender l = {make(seL4_NotificationObject, 0), make(seL4_SchedContextObject, 8)};

    OK(sched_configure(l.sc, LONG_US, LONG_US, 0, 0, 0));
    OK(invoke(l.sc, SchedContextBind, W(l.ntfn), NONE));
    return l;
}

static void signal(struct lender l)
{
    sys_nbsend(mint_new(l.ntfn, ALL_RIGHTS, 4), EMPTY_MESSAGE);
    let_others_run();
}

TEST(a_signal_lends_time_to_a_passive_thread_that_waits, "notification.time.waiter")
{
    struct lender l = lender_new();
    struct thread *t = ACTOR(110, WAIT(l.ntfn), NBWAIT(l.ntfn),
                             WAIT(make(seL4_NotificationObject, 0)));

    start_passive(t);
    signal(l);
    CHECK_EQUAL(t->step, 2);
    CHECK_EQUAL(heard(t, 0)->badge, 4);
    CHECK(runs_on(t, l.sc));
}

TEST(a_signal_lends_time_to_a_passive_thread_bound_to_it, "notification.time.bound")
{
    struct lender l = lender_new();
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(110, RECV(ep), WAIT(make(seL4_NotificationObject, 0)));

    OK(invoke(t->tcb, TCBBindNotification, W(l.ntfn), NONE));
    start_passive(t);
    signal(l);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, 4);
    CHECK(runs_on(t, l.sc));
}

TEST(a_thread_with_its_own_time_is_lent_none, "notification.time.own")
{
    struct lender l = lender_new();
    struct thread *t = ACTOR(110, WAIT(l.ntfn), WAIT(make(seL4_NotificationObject, 0)));

    actor_start(t);
    signal(l);
    CHECK_EQUAL(t->step, 1);
    CHECK(!runs_on(t, l.sc));
    CHECK(runs_on_its_own(t));
}

TEST(time_that_another_thread_has_is_not_lent, "notification.time.taken")
{
    struct lender l = lender_new();
    struct thread *owner = ACTOR(110, WAIT(make(seL4_NotificationObject, 0)));
    struct thread *t = ACTOR(110, WAIT(l.ntfn));

    start_passive(owner);
    OK(invoke(l.sc, SchedContextBind, W(owner->tcb), NONE));
    start_passive(t);
    signal(l);
    CHECK_EQUAL(t->step, 0);
    CHECK(runs_on(owner, l.sc));
    CHECK(has_no_time(t)); /* and from now on it has */
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(heard(t, 0)->badge, 4);
}

TEST(without_a_scheduling_context_nothing_is_lent, "notification.time.taken")
{
    struct lender l = lender_new();
    struct thread *t = ACTOR(110, WAIT(l.ntfn));

    OK(invoke(l.sc, SchedContextUnbindObject, W(l.ntfn), NONE));
    start_passive(t);
    signal(l);
    CHECK_EQUAL(t->step, 0);
    CHECK(has_no_time(t));
    CHECK_EQUAL(t->step, 1);
}

TEST(the_time_comes_back_when_the_thread_waits_again_and_is_lent_again, "notification.time.again")
{
    struct lender l = lender_new();
    struct thread *first = ACTOR(110, WAIT(l.ntfn), WAIT(l.ntfn));
    struct thread *second = ACTOR(110, WAIT(l.ntfn), WAIT(make(seL4_NotificationObject, 0)));

    start_passive(first);
    start_passive(second);
    for (unsigned i = 0; i < 2; i++) {
        signal(l);
        CHECK_EQUAL(first->step, 1);
        CHECK_EQUAL(second->step, i);
    }
    CHECK(runs_on(second, l.sc));
    CHECK(has_no_time(first));
}

/* A passive server, bound to the notification, that serves a client and then receives again. */
struct service {
    struct thread *server;
    struct thread *client;
    seL4_CPtr gate; /* signalled, the server answers */
};

static struct service service_new(struct lender l)
{
    struct service s;
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    s.gate = make(seL4_NotificationObject, 0);
    s.server = ACTOR(110, RECV(ep), WAIT(s.gate), REPLY_RECV(2, ep),
                     WAIT(make(seL4_NotificationObject, 0)));
    s.client = ACTOR(90, CALL(ep, 1));
    OK(invoke(s.server->tcb, TCBBindNotification, W(l.ntfn), NONE));
    start_passive(s.server);
    actor_start(s.client);
    let_others_run();
    CHECK_EQUAL(s.server->step, 1);
    return s;
}

/* Its client gets its time back, and the signal that came meanwhile brings other time. */
TEST(a_server_that_answers_takes_a_word_with_its_time, "notification.time.word")
{
    struct lender l = lender_new();
    struct service s = service_new(l);

    signal(l);
    CHECK_EQUAL(s.server->step, 1);
    sys_nbsend(s.gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(s.server->step, 3);
    CHECK_EQUAL(heard(s.server, 2)->badge, 4);
    CHECK(runs_on(s.server, l.sc));
    CHECK_EQUAL(heard(s.client, 0)->label, 2);
    CHECK(runs_on_its_own(s.client));
}

/* Another thread uses up the 200 of 2000 that the notification lends. */
static void use_up(struct lender l)
{
    struct thread *hog = actor_new(spins, 110);

    OK(invoke(hog->sched_context, SchedContextUnbind, NONE, NONE));
    OK(sched_configure(l.sc, 200, 2000, 0, 0, 0));
    OK(invoke(l.sc, SchedContextBind, W(hog->tcb), NONE));
    actor_start(hog);
    OK(tcb_suspend(hog->tcb));
    OK(invoke(l.sc, SchedContextUnbindObject, W(hog->tcb), NONE));
}

TEST(a_thread_that_is_lent_used_up_time_waits_for_it, "notification.time.used_up")
{
    struct lender l = lender_new();
    struct thread *t = ACTOR(110, WAIT(l.ntfn), WAIT(make(seL4_NotificationObject, 0)));

    start_passive(t);
    use_up(l);
    signal(l);
    (void)use_time(1000);
    CHECK_EQUAL(t->step, 0);
    (void)use_time(1000);
    CHECK_EQUAL(t->step, 1);
    CHECK(runs_on(t, l.sc));
}

TEST(a_server_that_takes_a_word_with_used_up_time_waits_for_it, "notification.time.used_up")
{
    struct lender l = lender_new();
    struct service s = service_new(l);

    use_up(l);
    signal(l);
    sys_nbsend(s.gate, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(s.client, 0)->label, 2);
    CHECK_EQUAL(s.server->step, 2);
    (void)use_time(1000);
    CHECK_EQUAL(s.server->step, 2);
    (void)use_time(1000);
    CHECK_EQUAL(s.server->step, 3);
    CHECK(runs_on(s.server, l.sc));
}

/* As Microkit makes a server passive: bound to both, it becomes passive when it waits next. */
TEST(a_thread_whose_own_time_is_the_notification_s_gives_it_back, "notification.time.again")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = ACTOR(110, RECV(ep), RECV(ep));

    OK(invoke(t->tcb, TCBBindNotification, W(ntfn), NONE));
    actor_start(t);
    OK(invoke(t->sched_context, SchedContextBind, W(ntfn), NONE));
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK(!runs_on_its_own(t));
    CHECK(has_no_time(t));
}
