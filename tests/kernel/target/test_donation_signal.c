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

/* ---- The same, while messages wait ---- */

/* `server`, which waits for a signal at `ntfn` first of all, is started and becomes passive; then
   `client`, whose message waits; then the signal gives the server the notification's time. */
static void signal_after(struct thread *server, seL4_CPtr ntfn, struct thread *client)
{
    OK(invoke(server->tcb, TCBBindNotification, W(ntfn), NONE));
    OK(invoke(server->sched_context, SchedContextBind, W(ntfn), NONE));
    actor_start(server);
    actor_start(client);
    let_others_run();
    CHECK_EQUAL(server->step, 0);
    CHECK_EQUAL(client->step, 0);
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    let_others_run();
}

TEST(a_call_that_waits_pays_for_itself, "endpoint.return.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server =
        ACTOR(120, WAIT(ntfn), RECV(ep), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *client = ACTOR(90, CALL(ep, 8));

    signal_after(server, ntfn, client);
    CHECK_EQUAL(heard(server, 1)->label, 8);
    CHECK(runs_on(server, client->sched_context));
    CHECK(!runs_on_its_own(server));
}

/* The answer returns nothing: the first call was taken without its time. */
TEST(a_call_that_waits_for_the_answer_to_another_pays_for_itself, "endpoint.return.call")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server = ACTOR(120, WAIT(ntfn), NBRECV(ep), REPLY_RECV(5, ep),
                                  WAIT(make(seL4_NotificationObject, 0)));
    struct thread *first = ACTOR(91, CALL(ep, 8));
    struct thread *second = ACTOR(90, CALL(ep, 9));

    actor_start(second);
    signal_after(server, ntfn, first);
    CHECK_EQUAL(heard(first, 0)->label, 5);
    CHECK_EQUAL(heard(server, 2)->label, 9);
    CHECK(runs_on_its_own(first));
    CHECK(runs_on(server, second->sched_context));
}

TEST(a_fault_that_waits_pays_for_itself, "endpoint.return.fault")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server =
        ACTOR(120, WAIT(ntfn), RECV(ep), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *faulter = ACTOR(90, WAIT(UNRESOLVABLE));

    faults_to(faulter, ep);
    signal_after(server, ntfn, faulter);
    CHECK_EQUAL(heard(server, 1)->label, seL4_Fault_CapFault);
    CHECK(runs_on(server, faulter->sched_context));
    CHECK(!runs_on_its_own(server));
}

TEST(a_send_that_waits_leaves_the_receiver_without_time, "endpoint.return.send")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server = ACTOR(120, WAIT(ntfn), RECV(ep));
    struct thread *sender = ACTOR(90, SEND(ep, 8));

    signal_after(server, ntfn, sender);
    CHECK_EQUAL(sender->step, 1);
    CHECK(runs_on_its_own(sender));
    CHECK_EQUAL(server->step, 1);
    CHECK(!runs_on_its_own(server));
    CHECK(has_no_time(server)); /* and from now on it has */
    CHECK_EQUAL(heard(server, 1)->label, 8);
}

TEST(time_from_a_notification_is_kept_when_nbrecv_takes_a_call, "endpoint.return.nonblocking")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *server =
        ACTOR(120, WAIT(ntfn), NBRECV(ep), WAIT(make(seL4_NotificationObject, 0)));
    struct thread *client = ACTOR(90, CALL(ep, 8));

    signal_after(server, ntfn, client);
    CHECK_EQUAL(heard(server, 1)->label, 8);
    CHECK(runs_on_its_own(server));
    CHECK(runs_on_its_own(client));
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
