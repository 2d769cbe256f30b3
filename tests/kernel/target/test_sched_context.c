/* SPDX-License-Identifier: BSD-2-Clause */
/* SchedContext Bind, Unbind, UnbindObject and Consumed (ABI.md 10.7). */
#include "timing.h"

static seL4_Word bind(seL4_CPtr sc, seL4_CPtr object)
{
    return invoke(sc, SchedContextBind, W(object), NONE);
}

static seL4_Word unbind(seL4_CPtr sc)
{
    return invoke(sc, SchedContextUnbind, NONE, NONE);
}

static seL4_Word unbind_object(seL4_CPtr sc, seL4_CPtr object)
{
    return invoke(sc, SchedContextUnbindObject, W(object), NONE);
}

static seL4_CPtr sched_context_new(void)
{
    return make(seL4_SchedContextObject, 8);
}

static seL4_CPtr notification_new(void)
{
    return make(seL4_NotificationObject, 0);
}

/* An actor without a scheduling context. */
static struct thread *actor_without_time(thread_function *function, seL4_Word priority)
{
    struct thread *t = actor_new(function, priority);

    OK(unbind(t->sched_context));
    return t;
}

/* A scheduling context bound to nothing, whose budget comes back 4 ms from now. */
static seL4_CPtr used_up(void)
{
    struct thread *hog = actor_timed(spins, 130, 100, 4000, 0, 0);

    actor_start(hog);
    OK(tcb_suspend(hog->tcb));
    OK(unbind(hog->sched_context));
    return hog->sched_context;
}

/* ---- Bind ---- */

TEST(bind_without_an_object_is_truncated, "sched_context.bind.length")
{
    EXPECT(invoke(sched_context_new(), SchedContextBind, NONE, NONE), seL4_TruncatedMessage);
}

TEST(only_a_thread_or_a_notification_can_be_bound, "sched_context.bind.type")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT(bind(sc, make(seL4_EndpointObject, 0)), seL4_InvalidCapability, 1);
    EXPECT(bind(sc, sc), seL4_InvalidCapability, 1);
    EXPECT(bind(sc, slot_new()), seL4_InvalidCapability, 1);
}

TEST(a_bound_context_cannot_be_bound_to_another_thread, "sched_context.bind.thread")
{
    struct thread *t = actor_new(runs, 90);

    EXPECT(bind(t->sched_context, make(seL4_TCBObject, 0)), seL4_IllegalOperation);
    EXPECT(bind(t->sched_context, t->tcb), seL4_IllegalOperation);
}

TEST(a_thread_with_a_context_cannot_get_another, "sched_context.bind.thread")
{
    EXPECT(bind(sched_context_new(), actor_new(runs, 90)->tcb), seL4_IllegalOperation);
}

TEST(a_blocked_thread_cannot_get_a_context_without_time, "sched_context.bind.blocked")
{
    struct thread *t = waiter(waits_and_runs, 90, notification_new());

    OK(unbind(t->sched_context));
    EXPECT(bind(sched_context_new(), t->tcb), seL4_IllegalOperation);
    EXPECT(bind(used_up(), t->tcb), seL4_IllegalOperation);
}

TEST(a_blocked_thread_can_get_a_context_that_is_ready, "sched_context.bind.binds")
{
    struct thread *t = waiter(waits_and_runs, 110, notification_new());
    seL4_CPtr sc = sched_context_new();

    notes_clear();
    OK(unbind(t->sched_context));
    OK(sched_configure(sc, 100, 100, 0, 0, 0));
    OK(bind(sc, t->tcb));
    note(self());
    sys_nbsend(t->argument, EMPTY_MESSAGE);
    EXPECT_NOTES(self(), t);
}

TEST(a_stopped_thread_can_get_any_context_and_stays_stopped, "sched_context.bind.binds")
{
    struct thread *t = actor_without_time(runs, 110);
    struct thread *other = actor_without_time(runs, 110);
    seL4_CPtr sc = sched_context_new();

    notes_clear();
    OK(bind(sc, t->tcb));
    OK(bind(used_up(), other->tcb));
    OK(sched_configure(sc, 100, 100, 0, 0, 0));
    note(self());
    actor_start(t);
    EXPECT_NOTES(self(), t);
}

TEST(a_runnable_thread_runs_once_it_is_bound, "sched_context.bind.runs")
{
    struct thread *high = actor_without_time(runs, 110);
    struct thread *low = actor_without_time(runs, 90);

    notes_clear();
    actor_start(high);
    actor_start(low);
    let_others_run();
    note(self());
    OK(bind(low->sched_context, low->tcb));
    OK(bind(high->sched_context, high->tcb));
    note(self());
    let_others_run();
    EXPECT_NOTES(self(), high, self(), low);
}

TEST(a_runnable_thread_bound_to_a_used_up_context_waits_for_it, "sched_context.bind.runs")
{
    struct thread *t = actor_without_time(runs, 110);

    notes_clear();
    actor_start(t);
    OK(bind(used_up(), t->tcb));
    (void)use_time(3000);
    note(self());
    (void)use_time(1500);
    EXPECT_NOTES(self(), t);
}

TEST(a_notification_and_a_context_are_bound_one_to_one, "sched_context.bind.notification")
{
    seL4_CPtr sc = sched_context_new();
    seL4_CPtr ntfn = notification_new();

    OK(bind(sc, ntfn));
    EXPECT(bind(sc, ntfn), seL4_IllegalOperation);
    EXPECT(bind(sc, notification_new()), seL4_IllegalOperation);
    EXPECT(bind(sched_context_new(), ntfn), seL4_IllegalOperation);
}

TEST(a_context_may_be_bound_to_a_thread_and_to_a_notification, "sched_context.bind.both")
{
    struct thread *t = actor_new(runs, 90);
    seL4_CPtr sc = sched_context_new();
    seL4_CPtr ntfn = notification_new();

    OK(bind(t->sched_context, notification_new()));
    OK(bind(sc, ntfn));
    OK(bind(sc, actor_without_time(runs, 90)->tcb));
}

/* ---- Unbind ---- */

TEST(unbind_of_the_own_context_is_illegal, "sched_context.unbind.self")
{
    seL4_CPtr ntfn = notification_new();

    EXPECT(unbind(self()->sched_context), seL4_IllegalOperation);
    OK(bind(self()->sched_context, ntfn));
    EXPECT(unbind(self()->sched_context), seL4_IllegalOperation);
    EXPECT(bind(sched_context_new(), ntfn), seL4_IllegalOperation);
    OK(unbind_object(self()->sched_context, ntfn));
}

TEST(unbind_takes_the_context_from_thread_and_notification, "sched_context.unbind.unbinds")
{
    struct thread *t = actor_new(runs, 110);
    seL4_CPtr ntfn = notification_new();

    notes_clear();
    OK(bind(t->sched_context, ntfn));
    OK(unbind(t->sched_context));
    actor_start(t);
    note(self());
    OK(bind(sched_context_new(), ntfn));
    OK(bind(t->sched_context, notification_new()));
    OK(bind(t->sched_context, t->tcb));
    EXPECT_NOTES(self(), t);
}

TEST(unbind_of_a_context_bound_to_nothing_succeeds, "sched_context.unbind.unbinds")
{
    OK(unbind(sched_context_new()));
}

TEST(a_thread_without_a_context_does_not_run, "sched_context.unbind.unbinds")
{
    struct thread *t = actor_new(runs, 90);

    notes_clear();
    actor_start(t);
    OK(unbind(t->sched_context));
    let_others_run();
    note(self());
    OK(bind(t->sched_context, t->tcb));
    let_others_run();
    EXPECT_NOTES(self(), t);
}

/* Serves one call, on the caller's time: waits on me->argument + 1 before it replies. */
static void serves_late(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    me->step++;
    sys_wait(me->argument + 1);
    sys_send(me->reply, EMPTY_MESSAGE);
    me->step++;
}

static void calls_and_runs(struct thread *me)
{
    sys_call(me->argument, EMPTY_MESSAGE);
    note(me);
}

TEST(unbind_ends_the_way_back_of_lent_time, "sched_context.unbind.lent")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr go_on = notification_new(); /* the slot after that of `ep` */
    struct thread *server = actor_new(serves_late, 120);
    struct thread *client = actor_new(calls_and_runs, 110);

    CHECK_EQUAL(go_on, ep + 1);
    notes_clear();
    server->argument = ep;
    client->argument = ep;
    actor_start(server);
    OK(unbind(server->sched_context));
    actor_start(client);
    CHECK_EQUAL(server->step, 1);
    OK(unbind(client->sched_context));
    OK(bind(server->sched_context, server->tcb)); /* which has none now */
    sys_nbsend(go_on, EMPTY_MESSAGE);
    CHECK_EQUAL(server->step, 2);
    note(self());
    OK(bind(client->sched_context, client->tcb)); /* nor has this */
    EXPECT_NOTES(self(), client);
}

/* ---- UnbindObject ---- */

TEST(unbind_object_without_an_object_is_truncated, "sched_context.unbind_object.length")
{
    EXPECT(invoke(sched_context_new(), SchedContextUnbindObject, NONE, NONE),
           seL4_TruncatedMessage);
}

TEST(only_a_thread_or_a_notification_can_be_unbound, "sched_context.unbind_object.type")
{
    seL4_CPtr sc = sched_context_new();

    EXPECT(unbind_object(sc, make(seL4_EndpointObject, 0)), seL4_InvalidCapability, 1);
    EXPECT(unbind_object(sc, slot_new()), seL4_InvalidCapability, 1);
}

TEST(what_is_not_bound_to_the_context_cannot_be_unbound, "sched_context.unbind_object.bound")
{
    struct thread *t = actor_new(runs, 90);
    seL4_CPtr sc = sched_context_new();
    seL4_CPtr ntfn = notification_new();

    OK(bind(t->sched_context, ntfn));
    EXPECT(unbind_object(sc, t->tcb), seL4_IllegalOperation);
    EXPECT(unbind_object(sc, ntfn), seL4_IllegalOperation);
    EXPECT(unbind_object(t->sched_context, notification_new()), seL4_IllegalOperation);
    EXPECT(unbind_object(t->sched_context, make(seL4_TCBObject, 0)), seL4_IllegalOperation);
    EXPECT(unbind_object(t->sched_context, self()->tcb), seL4_IllegalOperation);
}

TEST(a_thread_cannot_unbind_itself, "sched_context.unbind_object.self")
{
    EXPECT(unbind_object(self()->sched_context, self()->tcb), seL4_IllegalOperation);
}

TEST(unbind_of_a_thread_leaves_the_notification_bound, "sched_context.unbind_object.unbinds")
{
    struct thread *t = actor_new(runs, 90);
    seL4_CPtr ntfn = notification_new();

    OK(bind(t->sched_context, ntfn));
    OK(unbind_object(t->sched_context, t->tcb));
    EXPECT(bind(t->sched_context, notification_new()), seL4_IllegalOperation);
    OK(bind(t->sched_context, make(seL4_TCBObject, 0)));
    OK(bind(sched_context_new(), t->tcb));
}

TEST(unbind_of_a_notification_leaves_the_thread_bound, "sched_context.unbind_object.unbinds")
{
    struct thread *t = actor_new(runs, 90);
    seL4_CPtr ntfn = notification_new();

    OK(bind(t->sched_context, ntfn));
    OK(unbind_object(t->sched_context, ntfn));
    EXPECT(bind(t->sched_context, make(seL4_TCBObject, 0)), seL4_IllegalOperation);
    OK(bind(t->sched_context, notification_new()));
    OK(bind(sched_context_new(), ntfn));
}

/* ---- Consumed ---- */

TEST(an_unused_context_has_consumed_nothing, "sched_context.consumed.counts")
{
    EXPECT(invoke(sched_context_new(), SchedContextConsumed, NONE, NONE), seL4_NoError, 0);
    EXPECT(invoke(actor_new(runs, 90)->sched_context, SchedContextConsumed, NONE, NONE),
           seL4_NoError, 0);
}

TEST(consumed_tells_how_long_the_thread_ran, "sched_context.consumed.counts")
{
    struct thread *hog = actor_timed(spins, 110, 300, 5000, 0, 0);

    actor_start(hog);
    CHECK_EQUAL(invoke(hog->sched_context, SchedContextConsumed, NONE, NONE), seL4_NoError);
    CHECK_EQUAL(got()->length, 1);
    CHECK_EQUAL(got()->badge, 0);
    CHECK_ABOUT(got()->mr[0], 300);
}

TEST(consumed_counts_from_0_again, "sched_context.consumed.again")
{
    struct thread *hog = actor_timed(spins, 110, 300, 5000, 0, 0);

    actor_start(hog);
    CHECK_ABOUT(consumed(hog->sched_context), 300);
    EXPECT(invoke(hog->sched_context, SchedContextConsumed, NONE, NONE), seL4_NoError, 0);
}

TEST(the_time_of_others_does_not_count, "sched_context.consumed.others")
{
    struct thread *hog = actor_timed(spins, 110, 1000, 5000, 0, 0);

    (void)consumed(self()->sched_context);
    actor_start(hog);
    CHECK_ABOUT(consumed(self()->sched_context), 0);
    CHECK_ABOUT(consumed(hog->sched_context), 1000);
}

TEST(the_own_time_counts_up_to_the_call, "sched_context.consumed.self")
{
    seL4_Word first;

    (void)use_time(100);
    (void)consumed(self()->sched_context);
    for (volatile unsigned i = 0; i < 30000; i++) {
    }
    first = consumed(self()->sched_context);
    CHECK(first >= MIN_BUDGET_US);
    CHECK(consumed(self()->sched_context) < first);
}

static void serves_for_ever(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    spins(me);
}

TEST(time_on_a_lent_context_counts_for_the_context, "sched_context.consumed.lent")
{
    struct thread *server = actor_new(serves_for_ever, 120);
    struct thread *client = actor_timed(calls_and_runs, 110, 300, 5000, 0, 0);

    server->argument = make(seL4_EndpointObject, 0);
    client->argument = server->argument;
    actor_start(server);
    OK(unbind(server->sched_context));
    (void)consumed(server->sched_context);
    actor_start(client);
    CHECK(server->step > 0);
    CHECK_ABOUT(consumed(client->sched_context), 300);
    CHECK_EQUAL(consumed(server->sched_context), 0);
}
