/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults (ABI.md 5): what the handler is told, and what its answer does.
 */
#include "refill.h"
#include "scene.h"
#include "sched.h"

/* An actor (110) with a handler (120) that waits for its faults, badge 9. */
struct pair {
    word_t ep, reply;
    struct actor handler, faulter;
    struct user_context before; /* the faulter's, at the fault */
};

static struct pair make_pair(void)
{
    struct pair pair = {.ep = new_object(seL4_EndpointObject, 0),
                        .reply = new_object(seL4_ReplyObject, 0)};

    pair.handler = actor_enter(120);
    do_recv(pair.ep, pair.reply);
    pair.faulter = actor_new(110);
    set_fault_handler(&pair.faulter, new_copy(pair.ep, RIGHT_WRITE | RIGHT_GRANT, 9));
    actor_start(&pair.faulter);
    assert_current(pair.faulter);
    fill_registers(pair.faulter.tcb);
    pair.faulter.tcb->context.reg[REG_PC] = 0x400100;
    pair.faulter.tcb->context.reg[REG_SP] = 0x7000;
    pair.faulter.tcb->context.reg[REG_SPSR] = 0x60000040;
    pair.faulter.tcb->context.next_pc = 0x400100;
    pair.before = pair.faulter.tcb->context;
    return pair;
}

/* The handler runs and has been told `label` with these words. */
static void assert_told(const struct pair *pair, word_t label, unsigned length,
                        const word_t *expected)
{
    struct answer answer = answer_of(pair->handler.tcb);

    assert_current(pair->handler);
    assert_int_equal(answer.badge, 9);
    assert_int_equal(answer.label, label);
    assert_int_equal(answer.caps, 0);
    assert_int_equal(answer.length, length);
    for (unsigned i = 0; i < length; i++) {
        assert_int_equal(answer.mr[i], expected[i]);
    }
    assert_state(pair->faulter, THREAD_BLOCKED_REPLY);
    assert_registers_kept(pair->faulter.tcb, &pair->before, 0);
    assert_invariants();
}

#define ASSERT_TOLD(pair, label, ...)                                                  \
    assert_told(pair, label, sizeof((const word_t[]){__VA_ARGS__}) / sizeof(word_t),   \
                (const word_t[]){__VA_ARGS__})

/* The handler answers and waits again. */
static void answer_with(const struct pair *pair, struct message message)
{
    do_reply_recv(pair->ep, pair->reply, message);
}

/* ---- What is told ---- */

static void test_memory_fault_tells_where(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_vm_fault(0xdead000, 0x92000007, false);
    ASSERT_TOLD(&pair, seL4_Fault_VMFault, 0x400100, 0xdead000, 0, 0x92000007);
}

static void test_instruction_fault_is_told_as_such(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_vm_fault(0x400100, 0x82000007, true);
    ASSERT_TOLD(&pair, seL4_Fault_VMFault, 0x400100, 0x400100, 1, 0x82000007);
}

static void test_exception_tells_which(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_user_exception(0xf2000007, 0);
    ASSERT_TOLD(&pair, seL4_Fault_UserException, 0x400100, 0x7000, 0x60000040, 0xf2000007, 0);
}

/* The thread executes `svc` with what its registers hold, as system call
   `number`. */
static void execute_svc(struct pair *pair, int number)
{
    struct user_context *context = &pair->faulter.tcb->context;

    context->reg[REG_SYSCALL] = (word_t)(int64_t)number;
    context->next_pc = context->reg[REG_PC] + 4;
    pair->before = *context;
    kernel_syscall();
}

static void test_unknown_system_call_tells_all_arguments(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    execute_svc(&pair, -99);
    const word_t *reg = pair.before.reg;
    ASSERT_TOLD(&pair, seL4_Fault_UnknownSyscall, reg[REG_CAP], reg[REG_CAP + 1],
                reg[REG_CAP + 2], reg[REG_CAP + 3], reg[REG_CAP + 4], reg[REG_CAP + 5],
                reg[REG_CAP + 6], reg[REG_CAP + 7], 0x400100, 0x7000, 0x400104, 0x60000040,
                (word_t)-99);
}

static void test_capability_fault_of_a_send_tells_why(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    pair.faulter.tcb->context.reg[REG_CAP] = BIT(40);
    execute_svc(&pair, seL4_SysSend);
    ASSERT_TOLD(&pair, seL4_Fault_CapFault, 0x400100, BIT(40), 0, seL4_GuardMismatch, 64, 0, 52);
}

static void test_capability_fault_of_a_receive_tells_why(void **state)
{
    struct pair pair = make_pair();
    word_t empty = new_slot();

    (void)state;
    pair.faulter.tcb->context.reg[REG_CAP] = empty;
    execute_svc(&pair, seL4_SysRecv);
    ASSERT_TOLD(&pair, seL4_Fault_CapFault, 0x400100, empty, 1, seL4_MissingCapability, 0);
}

static void test_missing_reply_object_is_a_fault_at_its_address(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    pair.faulter.tcb->context.reg[REG_CAP] = pair.ep;
    pair.faulter.tcb->context.reg[REG_REPLY] = pair.ep; /* not a reply object */
    execute_svc(&pair, seL4_SysRecv);
    ASSERT_TOLD(&pair, seL4_Fault_CapFault, 0x400100, pair.ep, 1, seL4_MissingCapability, 0);
}

/* ---- What the answer does ---- */

static void test_answer_to_a_memory_fault_starts_the_instruction_again(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_vm_fault(0xdead000, 0x92000007, false);
    answer_with(&pair, words(1, 4, 77)); /* label and words say nothing here */
    assert_current(pair.faulter);
    assert_int_equal(pair.faulter.tcb->context.next_pc, 0x400100);
    assert_registers_kept(pair.faulter.tcb, &pair.before, 0);
    assert_invariants();
}

static void test_answer_to_an_exception_sets_pc_sp_and_flags(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_user_exception(0x02000000, 0);
    answer_with(&pair, (struct message){.length = 5, .mr = {0x400104, 0x6ff0, ~0ull, 7, 7}});
    assert_current(pair.faulter);
    assert_int_equal(pair.faulter.tcb->context.next_pc, 0x400104);
    assert_int_equal(pair.faulter.tcb->context.reg[REG_SP], 0x6ff0);
    assert_int_equal(pair.faulter.tcb->context.reg[REG_SPSR], 0xf0000040);
    assert_registers_kept(pair.faulter.tcb, &pair.before, BIT(REG_SP) | BIT(REG_SPSR));
    assert_invariants();
}

static void test_answer_with_a_label_leaves_the_thread_stopped(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_user_exception(0x02000000, 0);
    answer_with(&pair, words(1, 0, 0));
    assert_director();
    assert_state(pair.faulter, THREAD_INACTIVE);
    assert_int_equal(pair.faulter.tcb->fault.type, seL4_Fault_NullFault);
    assert_invariants();
}

static void test_answer_to_an_unknown_system_call_skips_it(void **state)
{
    struct pair pair = make_pair();
    struct message message = words(0, 12, 500);

    (void)state;
    execute_svc(&pair, 42);
    message.mr[seL4_UnknownSyscall_FaultIP] = 0x400104;
    message.mr[seL4_UnknownSyscall_SPSR] = 0x80000000;
    answer_with(&pair, message);
    const word_t *reg = pair.faulter.tcb->context.reg;
    assert_current(pair.faulter);
    assert_int_equal(pair.faulter.tcb->context.next_pc, 0x400104);
    for (unsigned i = 0; i < 8; i++) {
        assert_int_equal(reg[REG_CAP + i], 500 + i);
    }
    assert_int_equal(reg[REG_SP], 509);
    assert_int_equal(reg[REG_SPSR], 0x80000040);
    assert_registers_kept(pair.faulter.tcb, &pair.before,
                          MASK(8) << REG_CAP | BIT(REG_SP) | BIT(REG_SPSR));
    assert_invariants();
}

static void test_empty_answer_to_an_unknown_system_call_starts_it_again(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    execute_svc(&pair, 42);
    answer_with(&pair, words(0, 0, 0));
    assert_current(pair.faulter);
    assert_int_equal(pair.faulter.tcb->context.next_pc, 0x400100);
    assert_registers_kept(pair.faulter.tcb, &pair.before, 0);
    assert_invariants();
}

/* ---- Handlers that cannot answer, and none ---- */

static void test_fault_without_handler_stops_the_thread_and_is_reported(void **state)
{
    struct actor actor = actor_enter(110);

    (void)state;
    kernel_vm_fault(0xdead000, 0x92000007, false);
    assert_director();
    assert_state(actor, THREAD_INACTIVE);
    assert_true(host_console_has("Found thread has no fault handler"));
    assert_invariants();
}

static void test_fault_waits_until_the_handler_receives(void **state)
{
    struct pair pair = make_pair();

    (void)state;
    kernel_vm_fault(0x1000, 0x92000007, false);
    assert_current(pair.handler);
    struct actor second = actor_new(115);
    set_fault_handler(&second, pair.ep);
    actor_start(&second);
    assert_current(pair.handler);
    do_wait(new_object(seL4_NotificationObject, 0));
    assert_current(second);
    kernel_vm_fault(0x2000, 0x92000007, false);
    assert_director();
    assert_state(second, THREAD_BLOCKED_SEND);
    do_nbrecv(pair.ep, new_object(seL4_ReplyObject, 0));
    assert_director();
    assert_int_equal(answer_of(initial_thread()).mr[seL4_VMFault_Addr], 0x2000);
    assert_state(second, THREAD_BLOCKED_REPLY);
    assert_invariants();
}

/* The handler received without reply object.  The fault is told and over:
   resumed, the thread sends what it sends, not its fault again. */
static void test_fault_that_cannot_be_answered_is_told_once(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    struct actor handler = actor_enter(120);

    (void)state;
    do_wait(ep);
    struct actor faulter = actor_new(110);
    set_fault_handler(&faulter, ep);
    actor_start(&faulter);
    kernel_vm_fault(0x1000, 0x92000007, false);
    assert_current(handler);
    assert_state(faulter, THREAD_INACTIVE);
    assert_int_equal(faulter.tcb->fault.type, seL4_Fault_NullFault);
    assert_invariants();
    do_call(faulter.slot, (struct message){.label = TCBResume});
    do_wait(ep);
    assert_current(faulter);
    do_send(ep, words(66, 1, 666));
    assert_current(handler);
    assert_int_equal(answer_of(handler.tcb).label, 66);
    assert_int_equal(answer_of(handler.tcb).mr[0], 666);
    assert_invariants();
}

static void test_passive_handler_runs_on_the_faulters_time(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor handler = passive_server(120, ep, reply);
    struct actor faulter = actor_new(110);

    (void)state;
    set_fault_handler(&faulter, ep);
    actor_start(&faulter);
    kernel_vm_fault(0x1000, 0x92000007, false);
    assert_current(handler);
    assert_null(faulter.tcb->sc);
    do_reply_recv(ep, reply, words(0, 0, 0));
    assert_current(faulter);
    assert_non_null(faulter.tcb->sc);
    assert_null(handler.tcb->sc);
    assert_invariants();
}

/* ---- Timeout faults ---- */

/* The faulter gets 1 ms in 10 ms, and its handler's endpoint for timeouts. */
static struct pair make_timed_pair(void)
{
    struct pair pair = {.ep = new_object(seL4_EndpointObject, 0),
                        .reply = new_object(seL4_ReplyObject, 0)};

    pair.handler = actor_enter(120);
    do_recv(pair.ep, pair.reply);
    pair.faulter = actor_new(110);
    configure(pair.faulter.sc, 1000, 10000, 0, 0);
    set_timeout_handler(&pair.faulter, new_copy(pair.ep, RIGHT_WRITE | RIGHT_GRANT, 9));
    actor_start(&pair.faulter);
    assert_current(pair.faulter);
    pair.before = pair.faulter.tcb->context;
    return pair;
}

static void test_used_up_budget_is_told_to_the_timeout_handler(void **state)
{
    struct pair pair = make_timed_pair();

    (void)state;
    pass_us(1002);
    ASSERT_TOLD(&pair, seL4_Fault_Timeout, ACTOR_BADGE, 1000);
    assert_int_equal(pair.faulter.tcb->sc->consumed, 0);
    assert_ptr_equal(pair.faulter.tcb->sc->tcb, pair.faulter.tcb);
}

static void test_answered_timeout_waits_for_the_budget(void **state)
{
    struct pair pair = make_timed_pair();

    (void)state;
    pass_us(1002);
    answer_with(&pair, words(0, 0, 0));
    assert_director();
    assert_int_equal(pair.faulter.tcb->place, PLACE_RELEASE);
    pass_us(9002);
    assert_current(pair.faulter);
    assert_invariants();
}

/* Else one with a small budget would begin anew in each period, and never get to the end. */
static void test_answered_timeout_keeps_the_progress_of_a_preempted_operation(void **state)
{
    struct pair pair = make_timed_pair();

    (void)state;
    pair.faulter.tcb->progress.at = 1;
    pass_us(1002);
    answer_with(&pair, words(0, 0, 0));
    assert_int_equal(pair.faulter.tcb->progress.at, 1);
    pass_us(9002);
    assert_current(pair.faulter);
    pass_us(1002);
    answer_with(&pair, words(0, 1, FIXTURE_ENTRY)); /* it goes on elsewhere */
    assert_int_equal(pair.faulter.tcb->progress.at, 0);
    assert_invariants();
}

static void test_handler_may_give_more_budget(void **state)
{
    struct pair pair = make_timed_pair();

    (void)state;
    pass_us(1002);
    do_call(bootinfo()->schedcontrol.start,
            (struct message){.label = SchedControlConfigureFlags,
                             .length = 5,
                             .mr = {5000, 10000, 0, ACTOR_BADGE, 0},
                             .caps = 1,
                             .cap = {pair.faulter.sc}});
    answer_with(&pair, words(0, 0, 0));
    assert_current(pair.faulter);
    assert_invariants();
}

/* The system call whose budget was missing is done after the handler's answer. */
static void test_timeout_at_a_system_call_does_it_afterwards(void **state)
{
    struct pair pair = make_timed_pair();
    word_t ntfn = new_object(seL4_NotificationObject, 0);

    (void)state;
    pass_us(990);
    word_t svc = pair.faulter.tcb->context.reg[REG_PC];
    do_nbsend(ntfn, words(0, 0, 0));
    assert_current(pair.handler);
    assert_false(cap_notification(root_slot(ntfn)->cap)->active);
    answer_with(&pair, words(0, 0, 0));
    pass_us(9500);
    assert_current(pair.faulter);
    assert_int_equal(pair.faulter.tcb->context.next_pc, svc);
    assert_invariants();
}

/* A call has been answered, but the time that came back with the answer is used
   up.  The Timeout fault comes after the call, not instead of it. */
static void test_timeout_on_reply_does_not_repeat_the_call(void **state)
{
    word_t ep = new_object(seL4_EndpointObject, 0);
    word_t reply = new_object(seL4_ReplyObject, 0);
    struct actor server = passive_server(115, ep, reply);
    struct pair pair = make_timed_pair();

    (void)state;
    word_t svc = pair.faulter.tcb->context.reg[REG_PC];
    do_call(ep, words(1, 0, 0));
    assert_current(server);
    pass_us(1002); /* the server has no timeout handler: it waits */
    assert_director();
    do_nbsend(reply, words(2, 1, 22));
    assert_current(pair.handler);
    assert_int_equal(answer_of(pair.handler.tcb).label, seL4_Fault_Timeout);
    answer_with(&pair, words(0, 0, 0));
    pass_us(9500);
    assert_current(pair.faulter);
    assert_int_equal(answer_of(pair.faulter.tcb).mr[0], 22);
    assert_int_equal(pair.faulter.tcb->context.next_pc, svc + 4);
    assert_invariants();
}

/* A budget has come back when the fault comes, and the timer's interrupt has not. */
static void test_budget_that_is_back_at_a_fault_is_seen(void **state)
{
    struct actor late = actor_enter(150);

    (void)state;
    refill_new(late.tcb->sc, MIN_REFILLS, us_to_ticks(100), us_to_ticks(200), sched.now);
    do_yield();
    assert_director();
    struct pair pair = make_pair();
    host_machine.now += us_to_ticks(300);
    kernel_vm_fault(0xdead000, 0x92000007, false);
    assert_current(late);
    assert_state(pair.handler, THREAD_RUNNING);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_memory_fault_tells_where),
        scene_test(test_instruction_fault_is_told_as_such),
        scene_test(test_exception_tells_which),
        scene_test(test_unknown_system_call_tells_all_arguments),
        scene_test(test_capability_fault_of_a_send_tells_why),
        scene_test(test_capability_fault_of_a_receive_tells_why),
        scene_test(test_missing_reply_object_is_a_fault_at_its_address),
        scene_test(test_answer_to_a_memory_fault_starts_the_instruction_again),
        scene_test(test_answer_to_an_exception_sets_pc_sp_and_flags),
        scene_test(test_answer_with_a_label_leaves_the_thread_stopped),
        scene_test(test_answer_to_an_unknown_system_call_skips_it),
        scene_test(test_empty_answer_to_an_unknown_system_call_starts_it_again),
        scene_test(test_fault_without_handler_stops_the_thread_and_is_reported),
        scene_test(test_fault_waits_until_the_handler_receives),
        scene_test(test_fault_that_cannot_be_answered_is_told_once),
        scene_test(test_budget_that_is_back_at_a_fault_is_seen),
        scene_test(test_passive_handler_runs_on_the_faulters_time),
        scene_test(test_used_up_budget_is_told_to_the_timeout_handler),
        scene_test(test_answered_timeout_waits_for_the_budget),
        scene_test(test_answered_timeout_keeps_the_progress_of_a_preempted_operation),
        scene_test(test_handler_may_give_more_budget),
        scene_test(test_timeout_at_a_system_call_does_it_afterwards),
        scene_test(test_timeout_on_reply_does_not_repeat_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
