/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls (ABI.md 1): what each one's phases do and, above all, what they
 * leave alone.
 */
#include "ipc.h"
#include "ipc_buffer.h"
#include "place.h"
#include "scene.h"
#include "sched.h"

static word_t new_notification(void)
{
    return new_object(seL4_NotificationObject, 0);
}

static bool is_active(word_t ntfn)
{
    return cap_notification(root_slot(ntfn)->cap)->active;
}

/* The director's `svc` with the registers as they are, but these. */
static void raw_syscall(int number, word_t x0, word_t x6, word_t x8)
{
    word_t *reg = initial_thread()->context.reg;

    reg[REG_CAP] = x0;
    reg[REG_REPLY] = x6;
    reg[REG_SEND_DEST] = x8;
    reg[REG_SYSCALL] = (word_t)(int64_t)number;
    initial_thread()->context.next_pc = reg[REG_PC] + 4;
    kernel_syscall();
}

/* ---- Nothing but what the contract names ---- */

/* seL4 pull request 243: an invocation that answers writes the message info
   register; one that does not must not. */
static void test_invocation_by_send_writes_no_register(void **state)
{
    static const int numbers[] = {seL4_SysSend, seL4_SysNBSend};
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t ntfn = new_notification();
    word_t reply = new_object(seL4_ReplyObject, 0);
    const word_t targets[] = {seL4_CapInitThreadTCB, seL4_CapInitThreadCNode, test_untyped(),
                              ep, ntfn, reply, seL4_CapInitThreadSC, seL4_CapNull,
                              seL4_CapInitThreadVSpace, seL4_CapDomain};

    (void)state;
    for (unsigned i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (unsigned k = 0; k < 2; k++) {
            if (targets[i] == ep && numbers[k] == seL4_SysSend) {
                continue; /* would wait */
            }
            fill_registers(initial_thread());
            initial_thread()->context.reg[REG_INFO] = 0x99 << 12 | 3;
            struct user_context before = initial_thread()->context;
            raw_syscall(numbers[k], targets[i], before.reg[REG_REPLY], before.reg[REG_SEND_DEST]);
            assert_director();
            assert_int_equal(initial_thread()->context.reg[REG_CAP], targets[i]);
            assert_registers_kept(initial_thread(), &before, CHANGED_BADGE | BIT(REG_SYSCALL));
            assert_int_equal(initial_thread()->context.next_pc, before.reg[REG_PC] + 4);
            assert_invariants();
        }
    }
}

static void test_answer_of_the_kernel_writes_its_words_alone(void **state)
{
    word_t *buffer = ipc_buffer_of(initial_thread(), true);

    (void)state;
    fill_registers(initial_thread());
    for (unsigned i = 0; i < 128; i++) {
        buffer[i] = 0xb0ff00 + i;
    }
    initial_thread()->context.reg[REG_INFO] = 0x99 << 12 | 3;
    struct user_context before = initial_thread()->context;
    raw_syscall(seL4_SysCall, seL4_CapInitThreadTCB, before.reg[REG_REPLY],
                before.reg[REG_SEND_DEST]);
    assert_error(answer_of(initial_thread()), seL4_IllegalOperation);
    assert_registers_kept(initial_thread(), &before,
                          CHANGED_BADGE | CHANGED_INFO | BIT(REG_SYSCALL));
    for (unsigned i = 0; i < 128; i++) {
        assert_int_equal(buffer[i], 0xb0ff00 + i);
    }
    assert_invariants();
}

/* ---- Lookups that fail ---- */

#define NOWHERE BIT(40) /* does not resolve: the root's guard is 0 */

static void test_unresolved_address_faults_send_and_call_only(void **state)
{
    struct actor sender = actor_enter(110);

    (void)state;
    do_nbsend(NOWHERE, words(0, 0, 0));
    assert_current(sender);
    do_send(NOWHERE, words(0, 0, 0));
    assert_director();
    assert_state(sender, THREAD_INACTIVE); /* it has no handler */
    struct actor caller = actor_enter(110);
    do_call(NOWHERE, words(0, 0, 0));
    assert_director();
    assert_state(caller, THREAD_INACTIVE);
    assert_invariants();
}

static void test_unresolved_extra_capability_faults_like_the_address(void **state)
{
    struct message message = {.label = TCBBindNotification, .caps = 1, .cap = {NOWHERE}};
    struct actor actor = actor_enter(110);

    (void)state;
    do_nbsend(actor.slot, message);
    assert_current(actor);
    do_call(actor.slot, message);
    assert_director();
    assert_state(actor, THREAD_INACTIVE);
    assert_invariants();
}

static void test_empty_slot_is_an_error_for_call_and_nothing_for_send(void **state)
{
    word_t empty = new_slot();

    (void)state;
    assert_error1(kernel_call(empty, words(0, 0, 0)), seL4_InvalidCapability, 0);
    do_send(empty, words(0, 0, 0));
    assert_director();
    do_nbsend(empty, words(0, 0, 0));
    assert_director();
    assert_invariants();
}

static void test_unresolved_first_phase_goes_on_to_receive(void **state)
{
    word_t ntfn = new_notification();
    word_t reply = new_object(seL4_ReplyObject, 0);

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        do_nbsend(new_copy(ntfn, RIGHT_WRITE, 5 + i), words(0, 0, 0));
        if (i == 0) {
            raw_syscall(seL4_SysNBSendRecv, ntfn, reply, NOWHERE);
        } else if (i == 1) {
            raw_syscall(seL4_SysNBSendWait, ntfn, NOWHERE, 0);
        } else {
            raw_syscall(seL4_SysReplyRecv, ntfn, NOWHERE, 0);
        }
        assert_director();
        assert_int_equal(initial_thread()->context.reg[REG_CAP], 5 + i);
        assert_invariants();
    }
}

/* ---- Combined calls ---- */

static void test_each_combined_call_sends_where_its_register_says(void **state)
{
    word_t sent = new_notification();
    word_t source = new_notification();

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        do_nbsend(source, words(0, 0, 0));
        initial_thread()->context.reg[REG_INFO] = 0;
        switch (i) {
        case 0:
            raw_syscall(seL4_SysNBSendRecv, source, new_slot(), sent);
            break;
        case 1:
            raw_syscall(seL4_SysNBSendWait, source, sent, new_slot());
            break;
        default:
            raw_syscall(seL4_SysReplyRecv, source, sent, new_slot());
            break;
        }
        assert_director();
        assert_true(is_active(sent));
        assert_false(is_active(source));
        do_wait(sent);
        assert_invariants();
    }
}

static void test_first_phase_refuses_what_the_receive_may_depend_on(void **state)
{
    word_t ntfn = new_notification();
    struct actor victim = actor_new(50);
    word_t untyped = test_untyped();

    (void)state;
    resume(victim.slot);
    do_nbsend(ntfn, words(0, 0, 0));
    initial_thread()->context.reg[REG_INFO] = TCBSuspend << 12;
    raw_syscall(seL4_SysNBSendWait, ntfn, victim.slot, 0);
    assert_true(is_ready(victim.tcb));
    do_nbsend(ntfn, words(0, 0, 0));
    initial_thread()->context.reg[REG_INFO] = SchedContextUnbind << 12;
    raw_syscall(seL4_SysNBSendWait, ntfn, victim.sc, 0);
    assert_non_null(victim.tcb->sc);
    do_nbsend(ntfn, words(0, 0, 0));
    do_nbsend_wait(seL4_CapInitThreadCNode,
                   (struct message){.label = CNodeDelete, .length = 2, .mr = {victim.sc, 64}},
                   ntfn);
    assert_non_null(victim.tcb->sc);
    /* But memory may be retyped. */
    word_t slot = new_slot();
    do_nbsend(ntfn, words(0, 0, 0));
    do_nbsend_wait(untyped,
                   (struct message){.label = UntypedRetype,
                                    .length = 6,
                                    .mr = {seL4_EndpointObject, 0, 0, 0, slot, 1},
                                    .caps = 1,
                                    .cap = {seL4_CapInitThreadCNode}},
                   ntfn);
    assert_int_equal(cap_type(root_slot(slot)->cap), CAP_ENDPOINT);
    assert_director();
    assert_invariants();
}

static void test_wait_needs_no_reply_object(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct actor sender = actor_enter(110);

    (void)state;
    do_send(ep, words(4, 1, 44));
    set_priority(sender.slot, 50);
    raw_syscall(seL4_SysWait, ep, NOWHERE, NOWHERE);
    assert_director();
    assert_int_equal(answer_of(initial_thread()).mr[0], 44);
    assert_state(sender, THREAD_RUNNING);
    assert_invariants();
}

static void test_receive_from_a_notification_never_looks_at_the_reply(void **state)
{
    word_t ntfn = new_notification();

    (void)state;
    do_nbsend(ntfn, words(0, 0, 0));
    raw_syscall(seL4_SysRecv, ntfn, NOWHERE, 0);
    assert_director();
    assert_false(is_active(ntfn));
    assert_invariants();
}

/* ---- Other numbers ---- */

static void test_unknown_numbers_are_faults(void **state)
{
    static const int64_t numbers[] = {0, 1, -18, -19, -20, -21, -25, -30, -34, INT64_MIN,
                                      INT64_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct actor actor = actor_enter(110);
        actor.tcb->context.reg[REG_SYSCALL] = (word_t)numbers[i];
        actor.tcb->context.next_pc = actor.tcb->context.reg[REG_PC] + 4;
        kernel_syscall();
        assert_director();
        assert_state(actor, THREAD_INACTIVE);
        assert_invariants();
    }
}

static void test_debug_identify_tells_the_type(void **state)
{
    (void)state;
    raw_syscall(seL4_SysDebugCapIdentify, seL4_CapInitThreadTCB, 0, 0);
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 12);
    raw_syscall(seL4_SysDebugCapIdentify, new_slot(), 0, 0);
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
    raw_syscall(seL4_SysDebugCapIdentify, NOWHERE, 0, 0);
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0);
    assert_invariants();
}

static void test_debug_put_char_prints_one(void **state)
{
    (void)state;
    raw_syscall(seL4_SysDebugPutChar, 0x100 | '!', 0, 0);
    assert_true(host_console_has("!"));
    assert_int_equal(initial_thread()->context.reg[REG_CAP], 0x100 | '!');
}

static void test_debug_name_is_kept_within_its_bounds(void **state)
{
    struct actor actor = actor_new(50);
    char *name = (char *)&ipc_buffer_of(initial_thread(), true)[BUFFER_MSG];

    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        name[i] = 'n';
    }
    raw_syscall(seL4_SysDebugNameThread, actor.slot, 0, 0);
    assert_int_equal(actor.tcb->name[0], 'n');
    assert_int_equal(actor.tcb->name[sizeof actor.tcb->name - 1], '\0');
    raw_syscall(seL4_SysDebugDumpScheduler, 0, 0, 0);
    assert_true(host_console_has("nnnn"));
    assert_invariants();
}

/* The same call twice, the second time with a buffer that its thread may not read: there are no
   capabilities in it, then. */
static void test_extra_capabilities_are_read_from_a_readable_buffer_alone(void **state)
{
    struct tcb *tcb = initial_thread();
    cap_t *frame = &tcb->slot[TCB_IPC_BUFFER].cap;
    word_t info = (word_t)TCBSetPriority << 12 | 1 << 7 | 1;

    (void)state;
    for (unsigned readable = 2; readable-- > 0;) {
        ipc_buffer_of(tcb, true)[BUFFER_CAPS] = seL4_CapInitThreadTCB;
        tcb->context.reg[REG_SYSCALL] = (word_t)seL4_SysCall;
        tcb->context.reg[REG_CAP] = seL4_CapInitThreadTCB;
        tcb->context.reg[REG_INFO] = info;
        tcb->context.reg[REG_MR0] = seL4_MaxPrio;
        tcb->context.next_pc = tcb->context.reg[REG_PC] + 4;
        cap_t usual = *frame;
        *frame = readable ? usual : cap_set_frame_access(usual, ACCESS_NONE);
        kernel_syscall();
        *frame = usual;
        assert_int_equal(tcb->context.reg[REG_INFO] >> 12,
                         readable ? seL4_NoError : seL4_TruncatedMessage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_invocation_by_send_writes_no_register),
        scene_test(test_answer_of_the_kernel_writes_its_words_alone),
        scene_test(test_unresolved_address_faults_send_and_call_only),
        scene_test(test_unresolved_extra_capability_faults_like_the_address),
        scene_test(test_empty_slot_is_an_error_for_call_and_nothing_for_send),
        scene_test(test_unresolved_first_phase_goes_on_to_receive),
        scene_test(test_each_combined_call_sends_where_its_register_says),
        scene_test(test_first_phase_refuses_what_the_receive_may_depend_on),
        scene_test(test_wait_needs_no_reply_object),
        scene_test(test_receive_from_a_notification_never_looks_at_the_reply),
        scene_test(test_unknown_numbers_are_faults),
        scene_test(test_debug_identify_tells_the_type),
        scene_test(test_debug_put_char_prints_one),
        scene_test(test_debug_name_is_kept_within_its_bounds),
        scene_test(test_extra_capabilities_are_read_from_a_readable_buffer_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
