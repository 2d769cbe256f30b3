/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Situations that come up seldom: what a thread asked for is gone by the time
 * that it counts, or was never there.
 */
#include "scene.h"

#include "asid.h"
#include "derive.h"
#include "domain.h"
#include "sched.h"

static void test_a_thread_without_a_cspace_faults_with_an_invalid_root(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    word_t tcb = new_object(seL4_TCBObject, 0);
    word_t sc = new_object(seL4_SchedContextObject, 8);

    (void)state;
    configure(sc, ACTOR_BUDGET_US, ACTOR_BUDGET_US, 0, 0);
    assert_ok(kernel_call(tcb, (struct message){.label = TCBSetSchedParams,
                                                .length = 2,
                                                .mr = {0, DIRECTOR_PRIORITY + 1},
                                                .caps = 3,
                                                .cap = {seL4_CapInitThreadTCB, sc, ep}}));
    do_call(tcb, (struct message){.label = TCBResume});
    assert_ptr_equal(sched_current(), cap_tcb(root_slot(tcb)->cap));
    do_send(0x77, words(0, 0, 0));
    assert_director();
    do_recv(ep, reply);
    struct answer fault = answer_of(initial_thread());
    assert_int_equal(fault.label, seL4_Fault_CapFault);
    assert_int_equal(fault.length, 4);
    assert_int_equal(fault.mr[1], 0x77);
    assert_int_equal(fault.mr[3], seL4_InvalidRoot);
    assert_invariants();
}

static void test_a_timeout_is_told_without_consumption_once_the_context_is_gone(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor actor = actor_new(DIRECTOR_PRIORITY + 1);

    (void)state;
    configure(actor.sc, 1000, 10000, 0, 0);
    set_timeout_handler(&actor, ep);
    actor_start(&actor);
    pass_us(1002);
    assert_state(actor, THREAD_BLOCKED_SEND);
    unbind_sc(actor.sc);
    do_recv(ep, reply);
    struct answer fault = answer_of(initial_thread());
    assert_int_equal(fault.label, seL4_Fault_Timeout);
    assert_int_equal(fault.length, 1);
    assert_int_equal(fault.mr[0], ACTOR_BADGE);
    assert_invariants();
}

/* ---- YieldTo ---- */

/* The director yields to an actor of its own priority, which runs. */
static struct actor yielded_to(void)
{
    struct actor actor = actor_new(DIRECTOR_PRIORITY);

    resume(actor.slot);
    do_call(actor.sc, words(SchedContextYieldTo, 0, 0));
    assert_current(actor);
    assert_ptr_equal(initial_thread()->yield_to, actor.tcb->sc);
    return actor;
}

static void test_a_second_thread_s_yield_answers_the_first(void **state)
{
    word_t wake = new_object(seL4_NotificationObject, 0);
    struct actor second = actor_enter(DIRECTOR_PRIORITY + 10);

    (void)state;
    do_wait(wake);
    struct actor target = yielded_to();
    pass_us(100);
    do_nbsend(wake, words(0, 0, 0));
    assert_current(second);
    struct answer answer = kernel_call(target.sc, words(SchedContextYieldTo, 0, 0));
    assert_ok(answer);
    assert_int_equal(answer.mr[0], 0); /* the first has been told all of it */
    assert_null(initial_thread()->yield_to);
    answer = answer_of(initial_thread());
    assert_ok(answer);
    assert_between(answer.mr[0], 99, 100);
    assert_invariants();
}

static void test_a_deleted_context_answers_who_yielded_to_it(void **state)
{
    word_t wake = new_object(seL4_NotificationObject, 0);
    struct actor other = actor_enter(DIRECTOR_PRIORITY + 10);

    (void)state;
    do_wait(wake);
    struct actor target = yielded_to();
    pass_us(100);
    do_nbsend(wake, words(0, 0, 0));
    assert_current(other);
    delete_cap(target.sc);
    assert_null(initial_thread()->yield_to);
    struct answer answer = answer_of(initial_thread());
    assert_ok(answer);
    assert_between(answer.mr[0], 99, 100);
    assert_invariants();
}

static void test_a_suspended_thread_forgets_whom_it_yielded_to(void **state)
{
    struct actor target = yielded_to();

    (void)state;
    suspend(seL4_CapInitThreadTCB);
    assert_current(target);
    assert_null(initial_thread()->yield_to);
    assert_null(target.tcb->sc->yield_from);
    assert_invariants();
}

/* ---- Address spaces ---- */

static struct answer configure_with(word_t tcb, word_t cspace, word_t vspace)
{
    return kernel_call(tcb, (struct message){.label = TCBConfigure,
                                             .length = 3,
                                             .caps = 3,
                                             .cap = {cspace, vspace, 0}});
}

static void test_a_root_that_cannot_be_copied_says_why(void **state)
{
    struct actor actor = actor_new(50); /* made from the untyped, so that has children */

    (void)state;
    assert_error(configure_with(actor.slot, test_untyped(), seL4_CapInitThreadVSpace),
                 seL4_RevokeFirst);
    assert_invariants();
}

static void test_a_vspace_needs_an_asid_before_a_thread_can_have_it(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    assert_error(configure_with(actor.slot, seL4_CapInitThreadCNode,
                                new_object(seL4_ARM_VSpaceObject, 0)),
                 seL4_IllegalOperation);
    assert_ok(configure_with(actor.slot, seL4_CapInitThreadCNode, new_vspace()));
}

static void test_a_vspace_whose_pool_is_gone_has_no_cache_operations(void **state)
{
    word_t untyped = new_object(seL4_UntypedObject, seL4_ASIDPoolBits);
    word_t pool = new_slot();
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    (void)state;
    assert_ok(kernel_call(seL4_CapASIDControl,
                          (struct message){.label = ARMASIDControlMakePool,
                                           .length = 2,
                                           .mr = {pool, 64},
                                           .caps = 2,
                                           .cap = {untyped, seL4_CapInitThreadCNode}}));
    assert_ok(kernel_call(
        pool, (struct message){.label = ARMASIDPoolAssign, .caps = 1, .cap = {vspace}}));
    assert_ok(kernel_call(vspace, words(ARMVSpaceClean_Data, 2, 0x1000)));
    delete_cap(pool);
    assert_error2(kernel_call(vspace, words(ARMVSpaceClean_Data, 2, 0x1000)), seL4_FailedLookup,
                  0, seL4_InvalidRoot);
    assert_invariants();
}

/* ---- The rest ---- */

static void test_a_capability_without_memory_is_no_untyped_s_child(void **state)
{
    word_t domain = new_copy(seL4_CapDomain, RIGHTS_ALL, 0);
    word_t untyped = new_object(seL4_UntypedObject, 12);
    cap_t cap = root_slot(untyped)->cap;

    (void)state;
    derive_remove(root_slot(untyped));
    derive_insert_original(root_slot(untyped), cap, root_slot(domain)->prev);
    assert_ptr_equal(root_slot(untyped)->next, root_slot(domain));
    assert_false(derive_has_children(root_slot(untyped)));
    derive_remove(root_slot(untyped)); /* it does not belong there */
}

static void test_debug_halt_says_so_and_stops(void **state)
{
    jmp_buf halted;

    (void)state;
    if (setjmp(halted) == 0) {
        host_machine.halt = &halted;
        syscall_enter(seL4_SysDebugHalt, 0, &(struct message){.label = 0});
        fail_msg("went on after DebugHalt");
    }
    host_machine.halt = NULL;
    assert_true(host_console_has("halted by user\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_a_thread_without_a_cspace_faults_with_an_invalid_root),
        scene_test(test_a_timeout_is_told_without_consumption_once_the_context_is_gone),
        scene_test(test_a_second_thread_s_yield_answers_the_first),
        scene_test(test_a_deleted_context_answers_who_yielded_to_it),
        scene_test(test_a_suspended_thread_forgets_whom_it_yielded_to),
        scene_test(test_a_root_that_cannot_be_copied_says_why),
        scene_test(test_a_vspace_needs_an_asid_before_a_thread_can_have_it),
        scene_test(test_a_vspace_whose_pool_is_gone_has_no_cache_operations),
        scene_test(test_a_capability_without_memory_is_no_untyped_s_child),
        scene_test(test_debug_halt_says_so_and_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
