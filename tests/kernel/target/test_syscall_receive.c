/* SPDX-License-Identifier: BSD-2-Clause */
/* The receive phase: what is checked, and in which order (ABI.md 1.3). */
#include "acts.h"

/* All calls that receive; `reply` is the pointer to the reply object, for those that take one.
   What they send, if anything, goes nowhere. */
enum { RECEIVING = 7, WITH_REPLY = 4 };

static struct act receiving(unsigned i, seL4_CPtr from, seL4_CPtr reply)
{
    static const int number[RECEIVING] = {
        seL4_SysRecv,     seL4_SysNBRecv, seL4_SysReplyRecv, seL4_SysNBSendRecv, /* with reply */
        seL4_SysWait,     seL4_SysNBWait, seL4_SysNBSendWait,
    };

    return (struct act){.number = number[i], .from = from, .reply = reply};
}

/* The cap fault of a thread that receives so. */
static void expect_fault(const char *where, struct act act_, struct words words)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *t = actor_acts(90, &act_, 1);

    faults_to(t, faults);
    actor_start(t);
    expect_cap_fault(where, faults, make(seL4_ReplyObject, 0), words);
    CHECK_EQUAL(t->step, 0);
}

/* The first `count` of the calls above fault so. */
#define RECEIVING_FAULTS(count, from, reply, ...)                                                  \
    do {                                                                                           \
        for (unsigned i_ = 0; i_ < (count); i_++) {                                                \
            expect_fault(HERE, receiving(i_, (from), (reply)), W(__VA_ARGS__));                    \
        }                                                                                          \
    } while (0)

TEST(to_receive_from_a_pointer_that_does_not_resolve_is_a_cap_fault,
     "ipc.receive.lookup ipc.receive.all")
{
    RECEIVING_FAULTS(RECEIVING, UNRESOLVABLE, MY_REPLY, UNRESOLVABLE, 1, ITS_FAILURE);
}

TEST(to_receive_from_an_empty_slot_is_a_cap_fault, "ipc.receive.capability ipc.receive.all")
{
    seL4_CPtr empty = slot_new();

    RECEIVING_FAULTS(RECEIVING, empty, MY_REPLY, empty, 1, seL4_MissingCapability, 0);
}

TEST(to_receive_from_another_object_is_a_cap_fault, "ipc.receive.capability")
{
    seL4_CPtr reply = make(seL4_ReplyObject, 0);
    const seL4_CPtr others[] = {ROOT, VSPACE, arena, reply, SCHED_CTRL, seL4_CapIRQControl};

    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        expect_fault(HERE, receiving(i, others[i], reply),
                     W(others[i], 1, seL4_MissingCapability, 0));
    }
}

TEST(to_receive_from_an_endpoint_without_read_is_a_cap_fault,
     "ipc.receive.read_right ipc.receive.all")
{
    seL4_CPtr ep = mint_new(make(seL4_EndpointObject, 0), ALL_RIGHTS & ~READ_ONLY, 0);

    RECEIVING_FAULTS(RECEIVING, ep, MY_REPLY, ep, 1, seL4_MissingCapability, 0);
}

TEST(to_receive_from_a_notification_without_read_is_a_cap_fault,
     "ipc.receive.read_right ipc.receive.all")
{
    seL4_CPtr all = make(seL4_NotificationObject, 0);
    seL4_CPtr ntfn = mint_new(all, ALL_RIGHTS & ~READ_ONLY, 9);

    sys_nbsend(ntfn, EMPTY_MESSAGE);
    RECEIVING_FAULTS(RECEIVING, ntfn, MY_REPLY, ntfn, 1, seL4_MissingCapability, 0);
    CHECK_EQUAL(signalled(all), 9);
}

TEST(to_receive_from_the_notification_of_another_thread_is_a_cap_fault,
     "ipc.receive.bound ipc.receive.all")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(invoke(tcb, TCBBindNotification, W(ntfn), NONE));
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 9), EMPTY_MESSAGE);
    RECEIVING_FAULTS(RECEIVING, ntfn, MY_REPLY, ntfn, 1, seL4_MissingCapability, 0);
    OK(invoke(tcb, TCBUnbindNotification, NONE, NONE));
    CHECK_EQUAL(signalled(ntfn), 9);
}

TEST(the_thread_that_a_notification_is_bound_to_receives_from_it, "ipc.receive.bound")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    OK(invoke(self()->tcb, TCBBindNotification, W(ntfn), NONE));
    sys_nbsend(mint_new(ntfn, ALL_RIGHTS, 9), EMPTY_MESSAGE);
    CHECK_EQUAL(signalled(ntfn), 9);
    OK(invoke(self()->tcb, TCBUnbindNotification, NONE, NONE));
}

TEST(a_reply_object_that_does_not_resolve_is_a_cap_fault,
     "ipc.receive.reply_lookup ipc.receive.all")
{
    RECEIVING_FAULTS(WITH_REPLY, make(seL4_EndpointObject, 0), UNRESOLVABLE + 5, UNRESOLVABLE + 5,
                     1, ITS_FAILURE);
}

TEST(an_empty_slot_for_a_reply_object_is_a_cap_fault, "ipc.receive.reply_type ipc.receive.all")
{
    seL4_CPtr empty = slot_new();

    RECEIVING_FAULTS(WITH_REPLY, make(seL4_EndpointObject, 0), empty, empty, 1,
                     seL4_MissingCapability, 0);
}

TEST(another_object_for_a_reply_object_is_a_cap_fault, "ipc.receive.reply_type")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    RECEIVING_FAULTS(WITH_REPLY, ep, sc, sc, 1, seL4_MissingCapability, 0);
}

TEST(a_reply_object_is_needed_also_if_a_message_waits, "ipc.receive.reply_type")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *sender = ACTOR(95, SEND(ep, 6));
    seL4_CPtr empty = slot_new();

    actor_start(sender);
    let_others_run();
    RECEIVING_FAULTS(WITH_REPLY, ep, empty, empty, 1, seL4_MissingCapability, 0);
    TAKES(ep, 0, 6);
}

/* Two things are wrong: the earlier check is the one that shows. */
TEST(the_source_is_looked_up_before_the_reply_object, "ipc.receive.lookup ipc.receive.capability")
{
    seL4_CPtr empty = slot_new();

    RECEIVING_FAULTS(WITH_REPLY, UNRESOLVABLE, UNRESOLVABLE + 5, UNRESOLVABLE, 1, ITS_FAILURE);
    RECEIVING_FAULTS(WITH_REPLY, empty, UNRESOLVABLE + 5, empty, 1, seL4_MissingCapability, 0);
}

TEST(the_read_right_is_checked_before_the_reply_object, "ipc.receive.read_right")
{
    seL4_CPtr ep = mint_new(make(seL4_EndpointObject, 0), ALL_RIGHTS & ~READ_ONLY, 0);

    RECEIVING_FAULTS(WITH_REPLY, ep, UNRESOLVABLE + 5, ep, 1, seL4_MissingCapability, 0);
}

TEST(a_notification_takes_no_reply_object, "ipc.receive.reply_unused")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr signal = mint_new(ntfn, ALL_RIGHTS, 9);

    for (unsigned i = 0; i < RECEIVING; i++) {
        const struct act call = receiving(i, ntfn, UNRESOLVABLE);

        sys_nbsend(signal, EMPTY_MESSAGE);
        act(&call);
        CHECK_EQUAL(self()->after.x[0], 9);
    }
}

/* x6 of Wait and NBWait is a number that is no pointer (calls.c); that of NBSendWait is where the
   message goes to. */
TEST(wait_takes_no_reply_object, "ipc.receive.reply_unused")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *sender = ACTOR(95, SEND(ep, 1), SEND(ep, 2), SEND(ep, 3));
    const seL4_Word x[9] = {ep, 0, 0, 0, 0, 0, UNRESOLVABLE, 0, UNRESOLVABLE};
    const int number[] = {seL4_SysWait, seL4_SysNBWait, seL4_SysNBSendWait};

    actor_start(sender);
    for (unsigned i = 0; i < 3; i++) {
        let_others_run();
        sys_raw((seL4_Word)number[i], x);
        CHECK_EQUAL(got()->label, i + 1);
    }
}
