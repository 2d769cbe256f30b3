/* SPDX-License-Identifier: BSD-2-Clause */
/* Time that a notification lends, and how a server becomes passive (ABI.md 10.8). */
#include "acts.h"

/* ---- Time that a notification lent ---- */

/* A notification that is bound to `t` and has its scheduling context to lend. */
static seL4_CPtr lends_time(const struct thread *t)
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    OK(invoke(t->tcb, TCBBindNotification, W(ntfn), NONE));
    OK(invoke(t->sched_context, SchedContextBind, W(ntfn), NONE));
    return ntfn;
}

TEST(time_from_a_bound_notification_is_returned_at_the_next_recv, "endpoint.return.recv")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(120, RECV(ep), RECV(ep), RECV(ep), WAIT(ep));
    struct thread *client = ACTOR(90, CALL(ep, 8));
    seL4_CPtr signal;

    start_passive(server);
    signal = mint_new(lends_time(server), ALL_RIGHTS, 3);
    sys_nbsend(signal, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(server, 0)->badge, 3);
    sys_nbsend(signal, EMPTY_MESSAGE);
    CHECK_EQUAL(heard(server, 1)->badge, 3);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(server, 2)->label, 8);
    CHECK(runs_on(server, client->sched_context));
}

static void waits_for_ever(struct thread *me)
{
    for (;;) {
        sys_wait(me->argument);
        me->step++;
    }
}

TEST(time_from_a_notification_is_returned_at_the_next_wait_for_it, "endpoint.return.wait")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits_for_ever, 120, ntfn);

    start_passive(t);
    OK(invoke(t->sched_context, SchedContextBind, W(ntfn), NONE));
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 2);
    CHECK(has_no_time(t));
}

TEST(time_from_a_notification_is_kept_when_nbrecv_finds_nothing, "endpoint.return.nonblocking")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep), NBRECV(ep), WAIT(make(seL4_NotificationObject, 0)));

    start_passive(t);
    sys_nbsend(lends_time(t), EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 2);
    CHECK(runs_on_its_own(t));
}

TEST(time_from_a_notification_that_is_not_bound_is_kept_on_an_endpoint, "endpoint.return.unbound")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = ACTOR(120, WAIT(ntfn), RECV(ep));

    start_passive(t);
    OK(invoke(t->sched_context, SchedContextBind, W(ntfn), NONE));
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK(runs_on_its_own(t));
}

/* ---- How a server becomes passive ---- */

TEST(a_server_that_told_it_is_ready_can_be_made_passive, "endpoint.passive.unbind")
{
    seL4_CPtr ready = make(seL4_EndpointObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server = ACTOR(90, NBSEND_RECV(ready, 1, ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(95, CALL(ep, 2));

    actor_start(server);
    sys_wait(ready);
    CHECK_EQUAL(got()->label, 1);
    OK(invoke(server->sched_context, SchedContextUnbind, NONE, NONE));
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
    CHECK(has_no_time(server));
}

TEST(a_server_whose_notification_has_its_time_is_passive_after_a_signal, "endpoint.passive.bind")
{
    seL4_CPtr ready = make(seL4_EndpointObject, 0);
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *server =
        ACTOR(90, NBSEND_RECV(ready, 1, ep), RECV(ep), RECV(ep), REPLY_RECV(5, ep));
    struct thread *client = ACTOR(95, CALL(ep, 2));
    seL4_CPtr signal;

    actor_start(server);
    sys_wait(ready);
    signal = mint_new(lends_time(server), ALL_RIGHTS, 3); /* while it has the time */
    sys_nbsend(signal, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(server, 0)->badge, 3);
    sys_nbsend(signal, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(heard(server, 1)->badge, 3);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(heard(client, 0)->label, 5);
    CHECK(runs_on_its_own(client));
    CHECK(has_no_time(server));
}
