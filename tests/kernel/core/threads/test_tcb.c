/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on TCBs (ABI.md 10.1).
 */
#include "derive.h"
#include "ipc_buffer.h"
#include "place.h"
#include "scene.h"
#include "sched.h"

static struct message message_caps(word_t label, unsigned length, word_t mr0, word_t mr1,
                                   unsigned caps, word_t a, word_t b, word_t c)
{
    return (struct message){
        .label = label, .length = length, .mr = {mr0, mr1}, .caps = caps, .cap = {a, b, c}};
}

/* ---- Registers ---- */

static struct answer read_registers(word_t tcb, word_t flags, word_t count)
{
    return kernel_call(tcb, message_caps(TCBReadRegisters, 2, flags, count, 0, 0, 0, 0));
}

static void test_read_registers_returns_them_in_order(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    for (unsigned i = 0; i < seL4_UserContextWords; i++) {
        actor.tcb->context.reg[i] = 0x5000 + i;
    }
    struct answer answer = read_registers(actor.slot, 0, 36);
    assert_ok(answer);
    assert_int_equal(answer.length, 36);
    for (unsigned i = 0; i < 36; i++) {
        assert_int_equal(answer.mr[i], 0x5000 + i);
    }
    assert_int_equal(read_registers(actor.slot, 0, 3).length, 3);
    assert_invariants();
}

static void test_read_registers_checks(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    assert_error(kernel_call(actor.slot, words(TCBReadRegisters, 1, 0)), seL4_TruncatedMessage);
    assert_error2(read_registers(actor.slot, 0, 0), seL4_RangeError, 1, 36);
    assert_error2(read_registers(seL4_CapInitThreadTCB, 0, 37), seL4_RangeError, 1, 36);
    assert_error(read_registers(seL4_CapInitThreadTCB, 0, 1), seL4_IllegalOperation);
    assert_invariants();
}

static void test_read_registers_may_stop_the_thread(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    resume(actor.slot);
    assert_ok(read_registers(actor.slot, 1, 1));
    assert_state(actor, THREAD_INACTIVE);
    assert_false(is_ready(actor.tcb));
    assert_invariants();
}

static void test_woken_thread_shows_its_svc_until_stopped(void **state)
{
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    struct actor actor = actor_enter(110);

    (void)state;
    word_t svc = actor.tcb->context.reg[REG_PC];
    do_wait(ntfn);
    set_priority(actor.slot, 50);
    do_nbsend(ntfn, words(0, 0, 0));
    assert_int_equal(read_registers(actor.slot, 0, 1).mr[0], svc);
    assert_int_equal(read_registers(actor.slot, 1, 1).mr[0], svc + 4);
    assert_invariants();
}

static void test_write_registers_writes_what_was_counted(void **state)
{
    struct actor actor = actor_new(110);
    struct message message = words(TCBWriteRegisters, 38, 0x100);

    (void)state;
    fill_registers(actor.tcb);
    struct user_context before = actor.tcb->context;
    message.mr[0] = 0;
    message.mr[1] = 5;
    message.mr[2 + REG_SPSR] = UINT64_MAX;
    assert_ok(kernel_call(actor.slot, message));
    assert_int_equal(actor.tcb->context.reg[REG_PC], 0x102);
    assert_int_equal(actor.tcb->context.next_pc, 0x102);
    assert_int_equal(actor.tcb->context.reg[REG_SP], 0x103);
    assert_int_equal(actor.tcb->context.reg[REG_SPSR], 0xf0000040);
    assert_int_equal(actor.tcb->context.reg[REG_INFO], 0x106);
    assert_registers_kept(actor.tcb, &before, MASK(5));
    assert_state(actor, THREAD_INACTIVE);
    assert_invariants();
}

static void test_write_registers_writes_all_and_resumes(void **state)
{
    struct actor actor = actor_new(110);
    struct message message = words(TCBWriteRegisters, 38, 0x100);

    (void)state;
    message.mr[0] = 1;
    message.mr[1] = 36;
    do_call(actor.slot, message);
    assert_current(actor);
    for (unsigned i = 3; i < 36; i++) {
        assert_int_equal(actor.tcb->context.reg[i], 0x102 + i);
    }
    assert_invariants();
}

static void test_write_registers_checks(void **state)
{
    struct actor actor = actor_new(110);
    struct message message = words(TCBWriteRegisters, 6, 0);

    (void)state;
    message.mr[1] = 5;
    assert_error(kernel_call(actor.slot, message), seL4_TruncatedMessage);
    message.mr[1] = UINT64_MAX;
    assert_error(kernel_call(actor.slot, message), seL4_TruncatedMessage);
    message.mr[1] = 4;
    assert_error(kernel_call(seL4_CapInitThreadTCB, message), seL4_IllegalOperation);
    assert_ok(kernel_call(actor.slot, message));
    assert_invariants();
}

static void test_copy_registers_copies_the_chosen_half(void **state)
{
    enum { FRAME = 4, INTEGER = 8 };
    struct actor from = actor_new(50);
    struct actor to = actor_new(50);

    (void)state;
    assert_error1(kernel_call(to.slot, message_caps(TCBCopyRegisters, 1, 0, 0, 1,
                                                    seL4_CapInitThreadCNode, 0, 0)),
                  seL4_InvalidCapability, 1);
    fill_registers(from.tcb);
    struct user_context before = to.tcb->context;
    assert_ok(kernel_call(to.slot, message_caps(TCBCopyRegisters, 1, INTEGER, 0, 1, from.slot,
                                                0, 0)));
    assert_registers_kept(to.tcb, &before, ~MASK(17));
    assert_int_equal(to.tcb->context.reg[17], from.tcb->context.reg[17]);
    assert_int_equal(to.tcb->context.reg[35], from.tcb->context.reg[35]);
    before = to.tcb->context;
    assert_ok(
        kernel_call(to.slot, message_caps(TCBCopyRegisters, 1, FRAME, 0, 1, from.slot, 0, 0)));
    assert_registers_kept(to.tcb, &before, MASK(17));
    assert_int_equal(to.tcb->context.reg[16], from.tcb->context.reg[16]);
    assert_invariants();
}

static void test_tls_base_is_set(void **state)
{
    struct user_context before;

    (void)state;
    before = initial_thread()->context;
    assert_ok(kernel_call(seL4_CapInitThreadTCB, words(TCBSetTLSBase, 1, 0x1234)));
    assert_int_equal(initial_thread()->context.reg[REG_TLS_BASE], 0x1234);
    assert_registers_kept(initial_thread(), &before,
                          BIT(REG_TLS_BASE) | CHANGED_BADGE | CHANGED_INFO | CHANGED_WORDS(1) |
                              BIT(REG_SYSCALL));
    assert_invariants();
}

static void test_flags_that_are_unknown_stay_clear(void **state)
{
    struct actor actor = actor_new(50);
    struct message message = message_caps(TCBSetFlags, 2, 0, UINT64_MAX, 0, 0, 0, 0);

    (void)state;
    struct answer answer = kernel_call(actor.slot, message);
    assert_ok(answer);
    assert_int_equal(answer.length, 1);
    assert_int_equal(answer.mr[0],
                     seL4_TCBFlag_fpuDisabled | bulkhead_TCBFlag_physicalTimerDisabled);
    assert_ptr_equal(host_machine.fpu_forgotten, actor.tcb); /* else it takes effect late */
    message.mr[0] = 1;
    message.mr[1] = 0;
    assert_int_equal(kernel_call(actor.slot, message).mr[0],
                     bulkhead_TCBFlag_physicalTimerDisabled);
    assert_invariants();
}

/* The flags afterwards. */
static word_t set_flags(word_t slot, word_t clear, word_t set)
{
    struct answer answer = kernel_call(slot, message_caps(TCBSetFlags, 2, clear, set, 0, 0, 0, 0));

    assert_ok(answer);
    return answer.mr[0];
}

static void test_who_has_no_timer_gives_it_to_nobody(void **state)
{
    struct actor actor = actor_new(50);
    word_t no_timer = bulkhead_TCBFlag_physicalTimerDisabled;
    word_t all = no_timer | seL4_TCBFlag_fpuDisabled;

    (void)state;
    assert_int_equal(set_flags(actor.slot, 0, all), all);
    assert_int_equal(set_flags(seL4_CapInitThreadTCB, 0, all), all);
    assert_int_equal(set_flags(actor.slot, UINT64_MAX, 0), no_timer);
    assert_int_equal(actor.tcb->flags, no_timer);
    assert_int_equal(set_flags(seL4_CapInitThreadTCB, UINT64_MAX, 0), no_timer);
    assert_invariants();
}

/* ---- Spaces ---- */

static void test_configure_checks_come_in_the_order_of_the_manual(void **state)
{
    struct actor actor = actor_new(50);
    word_t cnode = seL4_CapInitThreadCNode;
    word_t vspace = seL4_CapInitThreadVSpace;
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct message message = {
        .label = TCBConfigure, .length = 3, .mr = {0, 0, 0x10001}, .caps = 3, .cap = {ep, ep, ep}};
    struct cte before = actor.tcb->slot[TCB_CSPACE];

    (void)state;
    message.length = 2;
    assert_error(kernel_call(actor.slot, message), seL4_TruncatedMessage);
    message.length = 3;
    message.caps = 2;
    assert_error(kernel_call(actor.slot, message), seL4_TruncatedMessage);
    message.caps = 3;
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation); /* no frame */
    message.cap[2] = actor.frame;
    assert_error(kernel_call(actor.slot, message), seL4_AlignmentError);
    message.mr[2] = 0x10400;
    message.cap[1] = vspace;
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation); /* no CNode */
    message.cap[0] = cnode;
    message.cap[1] = ep;
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation); /* no VSpace */
    message.cap[1] = vspace;
    message.mr[0] = 63; /* a guard that does not fit */
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation);
    assert_memory_equal(&actor.tcb->slot[TCB_CSPACE], &before, sizeof before);
    assert_int_equal(actor.tcb->ipc_buffer, 0x10000);
    message.mr[0] = 0;
    assert_ok(kernel_call(actor.slot, message));
    assert_int_equal(actor.tcb->ipc_buffer, 0x10400);
    assert_ptr_equal(ipc_buffer_of(actor.tcb, true),
                     phys_ptr(cap_object(root_slot(actor.frame)->cap) + 0x400));
    assert_invariants();
}

/* Replacing the root would be the long deletion of a CNode: refused. */
static void test_root_that_would_die_is_not_replaced(void **state)
{
    struct actor actor = actor_new(50);
    word_t cnode = new_object(seL4_CapTableObject, 4);
    struct message message = {.label = TCBSetSpace,
                              .length = 2,
                              .mr = {60, 0},
                              .caps = 3,
                              .cap = {0, cnode, seL4_CapInitThreadVSpace}};

    (void)state;
    assert_ok(kernel_call(actor.slot, message));
    delete_cap(cnode);
    message.cap[1] = seL4_CapInitThreadCNode;
    message.mr[0] = 0;
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation);
    message.cap[0] = actor.frame; /* and this is found before a bad handler */
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation);
    assert_invariants();
}

static void test_buffer_at_address_0_is_none(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    assert_ok(kernel_call(actor.slot, message_caps(TCBSetIPCBuffer, 1, 0, 0, 1, 0, 0, 0)));
    assert_null(ipc_buffer_of(actor.tcb, false));
    assert_true(cte_is_empty(&actor.tcb->slot[TCB_IPC_BUFFER]));
    assert_invariants();
}

static void test_bad_fault_handler_leaves_the_spaces_alone(void **state)
{
    struct actor actor = actor_new(50);
    word_t cnode = new_object(seL4_CapTableObject, 4);
    word_t weak = new_copy(new_object(seL4_EndpointObject, 0), RIGHT_WRITE, 0);
    struct message message =
        message_caps(TCBSetSpace, 2, 60, 0, 3, weak, cnode, seL4_CapInitThreadVSpace);
    struct cte before = actor.tcb->slot[TCB_CSPACE];

    (void)state;
    assert_error1(kernel_call(actor.slot, message), seL4_InvalidCapability, 1);
    assert_memory_equal(&actor.tcb->slot[TCB_CSPACE], &before, sizeof before);
    message.cap[0] = 0;
    assert_ok(kernel_call(actor.slot, message));
    assert_int_equal(cap_guard_size(actor.tcb->slot[TCB_CSPACE].cap), 60);
    assert_invariants();
}

static void test_handlers_need_the_rights_to_be_answered(void **state)
{
    struct actor actor = actor_new(50);
    word_t ep = new_object(seL4_EndpointObject, 0);
    const word_t bad[] = {new_copy(ep, RIGHT_WRITE, 0), new_copy(ep, RIGHT_GRANT | RIGHT_READ, 0),
                          new_object(seL4_NotificationObject, 0)};
    word_t good = new_copy(ep, RIGHT_WRITE | RIGHT_GRANT_REPLY, 0);

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        assert_error1(kernel_call(actor.slot, message_caps(TCBSetTimeoutEndpoint, 0, 0, 0, 1,
                                                           bad[i], 0, 0)),
                      seL4_InvalidCapability, 1);
        assert_error1(kernel_call(actor.slot,
                                  message_caps(TCBSetSchedParams, 2, 0, 0, 3,
                                               seL4_CapInitThreadTCB, actor.sc, bad[i])),
                      seL4_InvalidCapability, 3);
    }
    assert_ok(kernel_call(actor.slot,
                          message_caps(TCBSetTimeoutEndpoint, 0, 0, 0, 1, good, 0, 0)));
    assert_int_equal(cap_type(actor.tcb->slot[TCB_TIMEOUT_HANDLER].cap), CAP_ENDPOINT);
    assert_invariants();
}

/* ---- Priorities ---- */

static void test_priority_is_bounded_by_the_authority(void **state)
{
    struct actor weak = actor_new(50);
    struct actor actor = actor_new(50);

    (void)state;
    weak.tcb->mcp = 60;
    for (word_t label = TCBSetPriority; label <= TCBSetMCPriority; label++) {
        assert_error1(kernel_call(actor.slot, message_caps(label, 1, 1, 0, 1,
                                                           seL4_CapInitThreadCNode, 0, 0)),
                      seL4_InvalidCapability, 1);
        assert_error2(kernel_call(actor.slot, message_caps(label, 1, 61, 0, 1, weak.slot, 0, 0)),
                      seL4_RangeError, 0, 60);
        assert_error2(kernel_call(actor.slot,
                                  message_caps(label, 1, BIT(32), 0, 1, weak.slot, 0, 0)),
                      seL4_RangeError, 0, 60);
        assert_ok(kernel_call(actor.slot, message_caps(label, 1, 60, 0, 1, weak.slot, 0, 0)));
    }
    assert_int_equal(actor.tcb->priority, 60);
    assert_int_equal(actor.tcb->mcp, 60);
    assert_invariants();
}

static void test_scheduling_parameters_are_set_all_or_none(void **state)
{
    struct actor actor = actor_new(50);
    struct actor other = actor_new(50);
    struct message message =
        message_caps(TCBSetSchedParams, 2, 70, 80, 3, seL4_CapInitThreadTCB, other.sc, 0);

    (void)state;
    assert_error(kernel_call(actor.slot, message), seL4_IllegalOperation);
    message.cap[1] = actor.frame;
    assert_error1(kernel_call(actor.slot, message), seL4_InvalidCapability, 2);
    assert_int_equal(actor.tcb->mcp, seL4_MaxPrio);
    assert_int_equal(actor.tcb->priority, 50);
    message.cap[1] = 0;
    assert_ok(kernel_call(actor.slot, message));
    assert_int_equal(actor.tcb->mcp, 70);
    assert_int_equal(actor.tcb->priority, 80);
    assert_null(actor.tcb->sc);
    message.cap[0] = actor.slot;
    assert_error2(kernel_call(other.slot, message), seL4_RangeError, 0, 70); /* priority 80 */
    message = message_caps(TCBSetSchedParams, 2, 0, 0, 3, seL4_CapInitThreadTCB, 0, 0);
    assert_error(kernel_call(seL4_CapInitThreadTCB, message), seL4_IllegalOperation);
    assert_invariants();
}

/* ---- Suspend, Resume ---- */

static void test_suspended_receiver_leaves_its_endpoint(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor actor = actor_enter(110);

    (void)state;
    word_t svc = actor.tcb->context.reg[REG_PC];
    do_recv(ep, reply);
    suspend(actor.slot);
    assert_state(actor, THREAD_INACTIVE);
    assert_null(cap_endpoint(root_slot(ep)->cap)->queue.head);
    assert_null(cap_reply(root_slot(reply)->cap)->tcb);
    do_call(actor.slot, (struct message){.label = TCBResume});
    assert_current(actor);
    assert_int_equal(actor.tcb->context.next_pc, svc);
    assert_invariants();
}

static void test_thread_may_stop_itself(void **state)
{
    struct actor actor = actor_enter(110);

    (void)state;
    do_call(actor.slot, (struct message){.label = TCBSuspend});
    assert_director();
    assert_state(actor, THREAD_INACTIVE);
    assert_invariants();
}

static void test_resume_of_a_running_thread_changes_nothing(void **state)
{
    struct actor actor = actor_enter(110);
    word_t ntfn = new_object(seL4_NotificationObject, 0);

    (void)state;
    do_wait(ntfn);
    set_priority(actor.slot, 50);
    do_nbsend(ntfn, words(0, 0, 0));
    struct user_context before = actor.tcb->context;
    resume(actor.slot);
    assert_state(actor, THREAD_RUNNING);
    assert_memory_equal(&actor.tcb->context, &before, sizeof before);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_read_registers_returns_them_in_order),
        scene_test(test_read_registers_checks),
        scene_test(test_read_registers_may_stop_the_thread),
        scene_test(test_woken_thread_shows_its_svc_until_stopped),
        scene_test(test_write_registers_writes_what_was_counted),
        scene_test(test_write_registers_writes_all_and_resumes),
        scene_test(test_write_registers_checks),
        scene_test(test_copy_registers_copies_the_chosen_half),
        scene_test(test_tls_base_is_set),
        scene_test(test_flags_that_are_unknown_stay_clear),
        scene_test(test_who_has_no_timer_gives_it_to_nobody),
        scene_test(test_configure_checks_come_in_the_order_of_the_manual),
        scene_test(test_root_that_would_die_is_not_replaced),
        scene_test(test_buffer_at_address_0_is_none),
        scene_test(test_bad_fault_handler_leaves_the_spaces_alone),
        scene_test(test_handlers_need_the_rights_to_be_answered),
        scene_test(test_priority_is_bounded_by_the_authority),
        scene_test(test_scheduling_parameters_are_set_all_or_none),
        scene_test(test_suspended_receiver_leaves_its_endpoint),
        scene_test(test_thread_may_stop_itself),
        scene_test(test_resume_of_a_running_thread_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
