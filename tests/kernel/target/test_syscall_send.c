/* SPDX-License-Identifier: BSD-2-Clause */
/* The send phase: what is checked before the message, and the first of two phases (ABI.md 1.3). */
#include "acts.h"

/* ---- Send, Call, NBSend ---- */

/* The cap fault of a thread that makes this one call. */
#define SENDING_FAULTS(act_, ...)                                                                  \
    do {                                                                                           \
        seL4_CPtr faults_ = make(seL4_EndpointObject, 0);                                          \
        struct thread *t_ = ACTOR(90, act_);                                                       \
        faults_to(t_, faults_);                                                                    \
        actor_start(t_);                                                                           \
        EXPECT_CAP_FAULT(faults_, t_->reply, __VA_ARGS__);                                         \
        CHECK_EQUAL(t_->step, 0);                                                                  \
    } while (0)

TEST(a_send_or_call_to_a_pointer_that_does_not_resolve_is_a_cap_fault, "ipc.send.lookup")
{
    const struct act send = SEND(UNRESOLVABLE, 0);
    const struct act call = CALL(UNRESOLVABLE, 0);

    SENDING_FAULTS(send, UNRESOLVABLE, 0, ITS_FAILURE);
    SENDING_FAULTS(call, UNRESOLVABLE, 0, ITS_FAILURE);
}

TEST(an_extra_capability_that_does_not_resolve_is_a_cap_fault, "ipc.send.extra_lookup")
{
    const struct message message = MESSAGE(0, W(0, UNRESOLVABLE + 1, UNRESOLVABLE + 2), NONE);
    const struct act send = SEND_ALL(make(seL4_EndpointObject, 0), &message);
    const struct act call = CALL_ALL(make(seL4_NotificationObject, 0), &message);

    SENDING_FAULTS(send, UNRESOLVABLE + 1, 0, ITS_FAILURE);
    SENDING_FAULTS(call, UNRESOLVABLE + 1, 0, ITS_FAILURE);
}

TEST(an_extra_capability_is_looked_up_before_the_destination_is_refused, "ipc.send.extra_lookup")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    const struct message message = MESSAGE(0, W(UNRESOLVABLE + 1), NONE);
    const struct act to_nothing = CALL_ALL(slot_new(), &message);
    const struct act to_receive_right = CALL_ALL(mint_new(ep, READ_ONLY, 0), &message);
    const struct act to_object = CALL_ALL(ROOT, &message);
    const struct act no_grant = SEND_ALL(mint_new(ep, WRITE_ONLY, 0), &message);

    SENDING_FAULTS(to_nothing, UNRESOLVABLE + 1, 0, ITS_FAILURE);
    SENDING_FAULTS(to_receive_right, UNRESOLVABLE + 1, 0, ITS_FAILURE);
    SENDING_FAULTS(to_object, UNRESOLVABLE + 1, 0, ITS_FAILURE);
    SENDING_FAULTS(no_grant, UNRESOLVABLE + 1, 0, ITS_FAILURE);
    TAKES_NOTHING(ep);
}

TEST(the_destination_is_looked_up_before_the_extra_capabilities,
     "ipc.send.lookup ipc.send.extra_lookup")
{
    const struct message message = MESSAGE(0, W(UNRESOLVABLE + 1), NONE);
    const struct act call = CALL_ALL(UNRESOLVABLE, &message);

    SENDING_FAULTS(call, UNRESOLVABLE, 0, ITS_FAILURE);
}

TEST(an_nbsend_that_does_not_resolve_does_nothing, "ipc.send.silent")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr signal = mint_new(ntfn, ALL_RIGHTS, 3);

    sys_nbsend(UNRESOLVABLE, EMPTY_MESSAGE);
    sys_nbsend(signal, MESSAGE(0, W(signal, UNRESOLVABLE), NONE));
    CHECK_EQUAL(signalled(ntfn), 0);
    sys_nbsend(signal, MESSAGE(0, W(signal), NONE));
    CHECK_EQUAL(signalled(ntfn), 3);
}

/* ---- The first of two phases: the second one finds a signal ---- */

enum { SECOND_PHASE = 0x5ec };

static seL4_CPtr source;
static seL4_CPtr signal_source;

static void prepare_source(void)
{
    source = make(seL4_NotificationObject, 0);
    signal_source = mint_new(source, ALL_RIGHTS, SECOND_PHASE);
}

/* Sends in the first phase by each of the three calls; the second phase always follows. */
static void sends_first(seL4_CPtr to, struct message message, unsigned how)
{
    sys_nbsend(signal_source, EMPTY_MESSAGE);
    if (how == 0) {
        sys_reply_recv(source, to, message);
    } else if (how == 1) {
        sys_nbsend_recv(to, message, source, 0);
    } else {
        sys_nbsend_wait(to, message, source);
    }
    CHECK_EQUAL(self()->after.x[0], SECOND_PHASE);
}

enum { HOWS = 3 };

TEST(what_does_not_resolve_in_the_first_phase_is_passed_over, "ipc.first.lookup")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr signal = mint_new(ntfn, ALL_RIGHTS, 3);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(UNRESOLVABLE, EMPTY_MESSAGE, how);
        sends_first(signal, MESSAGE(0, W(0, UNRESOLVABLE), NONE), how);
        CHECK_EQUAL(signalled(ntfn), 0);
        sends_first(slot_new(), EMPTY_MESSAGE, how);
    }
}

TEST(a_signal_in_the_first_phase_arrives, "ipc.first.any")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(mint_new(ntfn, ALL_RIGHTS, 3 + how), EMPTY_MESSAGE, how);
        CHECK_EQUAL(signalled(ntfn), 3 + how);
    }
}

TEST(a_signal_without_write_in_the_first_phase_does_not_arrive, "ipc.first.any")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(mint_new(ntfn, READ_ONLY, 3 + how), EMPTY_MESSAGE, how);
        CHECK_EQUAL(signalled(ntfn), 0);
    }
}

TEST(a_message_in_the_first_phase_arrives_or_is_lost, "ipc.first.nobody")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = ACTOR(120, RECV(ep), RECV(ep), RECV(ep), RECV(ep));

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(ep, MESSAGE(9, NONE, NONE), how);
        TAKES_NOTHING(ep);
    }
    actor_start(t);
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(ep, MESSAGE(how, NONE, NONE), how);
        CHECK_EQUAL(heard(t, how)->label, how);
    }
    CHECK_EQUAL(t->step, HOWS);
}

TEST(a_tcb_is_not_invoked_in_the_first_phase, "ipc.first.refused")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(tcb, MESSAGE(TCBSetFlags, NONE, W(0, seL4_TCBFlag_fpuDisabled)), how);
    }
    EXPECT(invoke(tcb, TCBSetFlags, NONE, W(0, 0)), seL4_NoError, 0);
}

TEST(a_cnode_is_not_invoked_in_the_first_phase, "ipc.first.refused")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(ROOT, MESSAGE(CNodeDelete, NONE, W(ep, seL4_WordBits)), how);
    }
    CHECK(!slot_is_empty(ep));
}

TEST(a_scheduling_context_is_not_invoked_in_the_first_phase, "ipc.first.refused")
{
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(sc, MESSAGE(SchedContextBind, W(tcb), NONE), how);
    }
    OK(invoke(sc, SchedContextBind, W(tcb), NONE));
}

/* Were it configured, with less time than the actor has, that would wait after its Yield. */
TEST(scheduling_control_is_not_invoked_in_the_first_phase, "ipc.first.refused")
{
    struct thread *t = ACTOR(90, YIELD, YIELD);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(SCHED_CTRL,
                    MESSAGE(SchedControlConfigureFlags, W(t->sched_context),
                            W(5000, 1000000, 0, 0, 0)),
                    how);
    }
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 2);
}

/* A thread of another domain would not run. */
TEST(the_domain_is_not_invoked_in_the_first_phase, "ipc.first.refused")
{
    struct thread *t = ACTOR(90, YIELD);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        sends_first(seL4_CapDomain, MESSAGE(DomainSetSet, W(t->tcb), W(1)), how);
    }
    actor_start(t);
    let_others_run();
    CHECK_EQUAL(t->step, 1);
}

TEST(an_untyped_is_invoked_in_the_first_phase, "ipc.first.allowed")
{
    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        seL4_CPtr at = slot_new();

        sends_first(arena,
                    MESSAGE(UntypedRetype, W(ROOT), W(seL4_EndpointObject, 0, 0, 0, at, 1)), how);
        CHECK(!slot_is_empty(at));
        sends_first(arena,
                    MESSAGE(UntypedRetype, W(ROOT), W(seL4_EndpointObject, 0, 0, 0, at, 1)), how);
    }
}

TEST(an_interrupt_is_issued_and_handled_in_the_first_phase, "ipc.first.allowed")
{
    const struct message set = MESSAGE(IRQSetIRQHandler, W(make(seL4_NotificationObject, 0)), NONE);

    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        seL4_CPtr at = slot_new();

        sends_first(seL4_CapIRQControl,
                    MESSAGE(IRQIssueIRQHandler, W(ROOT), W(100, at, seL4_WordBits)), how);
        sends_first(at, set, how);
        OK(invoke(at, IRQAckIRQ, NONE, NONE));
        OK(cnode_delete(slot(at)));
    }
}

TEST(a_frame_is_mapped_in_the_first_phase, "ipc.first.allowed")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    map_window(frame, WINDOW, READ_WRITE);
    *(volatile seL4_Word *)WINDOW = 5;
    prepare_source();
    for (unsigned how = 0; how < HOWS; how++) {
        OK(invoke(frame, ARMPageUnmap, NONE, NONE));
        sends_first(frame, MESSAGE(ARMPageMap, W(VSPACE), W(WINDOW, READ_WRITE, 3)), how);
        CHECK_EQUAL(*(volatile seL4_Word *)WINDOW, 5);
    }
}

TEST(the_first_phase_is_over_when_the_second_one_fails, "ipc.first.first")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    seL4_CPtr empty = slot_new();
    const struct act calls_[] = {
        {.number = seL4_SysReplyRecv, .from = empty, .reply = mint_new(ntfn, ALL_RIGHTS, 1)},
        NBSEND_RECV(mint_new(ntfn, ALL_RIGHTS, 2), 0, empty),
        NBSEND_WAIT(mint_new(ntfn, ALL_RIGHTS, 3), 0, empty),
    };

    for (unsigned i = 0; i < HOWS; i++) {
        struct thread *t = actor_acts(90, &calls_[i], 1);

        faults_to(t, faults);
        actor_start(t);
        EXPECT_CAP_FAULT(faults, t->reply, empty, 1, seL4_MissingCapability, 0);
        CHECK_EQUAL(signalled(ntfn), i + 1);
    }
}

TEST(a_reply_and_wait_with_no_reply_object_sends_and_then_faults,
     "ipc.first.any ipc.receive.reply_type")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    const struct act call = {.number = seL4_SysReplyRecv, .from = ep, .reply = ntfn};
    struct thread *t = actor_acts(90, &call, 1);

    faults_to(t, faults);
    actor_start(t);
    EXPECT_CAP_FAULT(faults, t->reply, ntfn, 1, seL4_MissingCapability, 0);
    sys_nbwait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 0);
}
