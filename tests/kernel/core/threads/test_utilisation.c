/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who uses the processor: what is counted when, and the system calls of benchmark builds.  The
 * tests' configuration is `debug`, whose kernel entries do not count: so the tests say themselves
 * when an entry begins and ends.  tests/kernel/target/test_benchmark.c has the entries.
 */
#include "benchmark.h"
#include "ipc_buffer.h"
#include "scene.h"
#include "utilisation.h"

enum { NOWHERE = 0x7ff000 }; /* leads to no slot */

static int setup(void **state)
{
    int result = scene_setup(state);

    utilisation_start(); /* what earlier tests have left is gone */
    utilisation_stop();
    return result;
}

#define utilisation_test(function)                                                     \
    cmocka_unit_test_setup_teardown(function, setup, fixture_teardown)

static void enter(word_t cycles, struct tcb *tcb)
{
    host_machine.cycles = cycles;
    utilisation_enter(&tcb->utilisation);
}

static void leave(word_t cycles, struct tcb *tcb)
{
    host_machine.cycles = cycles;
    utilisation_leave(&tcb->utilisation);
}

static void start(word_t cycles)
{
    host_machine.cycles = cycles;
    utilisation_start();
}

static void assert_thread(const struct tcb *tcb, word_t cycles, word_t switches,
                          word_t kernel_cycles, word_t kernel_entries)
{
    assert_int_equal(tcb->utilisation.cycles, cycles);
    assert_int_equal(tcb->utilisation.switches, switches);
    assert_int_equal(tcb->utilisation.kernel_cycles, kernel_cycles);
    assert_int_equal(tcb->utilisation.kernel_entries, kernel_entries);
}

/* Words `first` up to `first + 3` of a report about `tcb`. */
static void assert_report(const struct tcb *tcb, unsigned first, word_t cycles, word_t switches,
                          word_t kernel_cycles, word_t kernel_entries)
{
    word_t words[UTILISATION_WORDS];

    utilisation_report(tcb, words);
    assert_int_equal(words[first], cycles);
    assert_int_equal(words[first + 1], switches);
    assert_int_equal(words[first + 2], kernel_cycles);
    assert_int_equal(words[first + 3], kernel_entries);
}

enum { THREAD = 0, IDLE = 5, ALL = 9 }; /* words of a report */

/* ---- Counting ---- */

static void test_nothing_is_counted_before_it_starts(void **state)
{
    struct tcb *thread = initial_thread();

    (void)state;
    enter(100, thread);
    leave(200, thread);
    assert_thread(thread, 0, 0, 0, 0);
    assert_report(thread, ALL, 0, 0, 0, 0);
}

static void test_a_thread_is_charged_until_the_entry_that_switches_away(void **state)
{
    struct tcb *first = initial_thread();
    struct tcb *second = actor_new(50).tcb;

    (void)state;
    start(1000);
    enter(1100, first);
    leave(1130, second);
    assert_thread(first, 100, 0, 30, 1);
    assert_thread(second, 0, 1, 0, 0);
    enter(1200, second);
    leave(1210, second); /* no switch: what the kernel took is the thread's, too */
    enter(1300, second);
    leave(1305, first);
    assert_thread(second, 170, 1, 15, 2);
    assert_thread(first, 100, 1, 30, 1);
    assert_report(first, ALL, 300, 2, 45, 3);
}

static void test_the_idle_processor_is_counted_like_a_thread(void **state)
{
    struct tcb *thread = initial_thread();

    (void)state;
    start(0);
    enter(10, thread);
    host_machine.cycles = 11;
    utilisation_leave(&utilisation_idle);
    host_machine.cycles = 111;
    utilisation_enter(&utilisation_idle);
    host_machine.cycles = 114;
    utilisation_leave(&utilisation_idle); /* the interrupt woke nobody */
    host_machine.cycles = 214;
    utilisation_enter(&utilisation_idle);
    leave(218, thread);
    assert_report(thread, IDLE, 203, 1, 7, 2);
    assert_report(thread, ALL, 214, 2, 8, 3);
    assert_thread(thread, 10, 1, 1, 1);
    word_t words[UTILISATION_WORDS];
    utilisation_report(thread, words);
    assert_int_equal(words[IDLE - 1], words[IDLE]); /* one core */
}

static void test_the_call_that_starts_is_not_counted(void **state)
{
    struct tcb *thread = initial_thread();

    (void)state;
    enter(50, thread);
    start(60);
    leave(70, thread);
    assert_thread(thread, 0, 0, 0, 0);
    enter(100, thread);
    assert_thread(thread, 40, 0, 0, 1);
}

static void test_after_the_call_that_stops_nothing_changes(void **state)
{
    struct tcb *thread = initial_thread();

    (void)state;
    start(0);
    enter(500, thread);
    host_machine.cycles = 510;
    utilisation_stop();
    leave(520, thread);
    enter(600, thread);
    utilisation_stop();
    leave(700, thread);
    assert_thread(thread, 500, 0, 0, 1);
    assert_report(thread, ALL, 500, 0, 0, 1);
}

static void test_another_start_clears_all_but_the_threads(void **state)
{
    struct tcb *thread = initial_thread();

    (void)state;
    start(0);
    enter(10, thread);
    host_machine.cycles = 20;
    utilisation_leave(&utilisation_idle);
    host_machine.cycles = 30;
    utilisation_enter(&utilisation_idle);
    leave(40, thread);
    enter(50, thread);
    start(55);
    leave(60, thread);
    assert_report(thread, IDLE, 0, 0, 0, 0);
    assert_report(thread, ALL, 0, 0, 0, 0);
    assert_thread(thread, 20, 1, 10, 2);
}

/* ---- System calls ---- */

/* A system call of the initial thread with `cptr` in x0; what it leaves there. */
static word_t call(int number, word_t cptr)
{
    struct tcb *thread = initial_thread();
    struct user_context before = thread->context;

    thread->context.reg[REG_CAP] = cptr;
    assert_true(benchmark_syscall(thread, number));
    assert_registers_kept(thread, &before, CHANGED_BADGE);
    return thread->context.reg[REG_CAP];
}

static word_t *message(void)
{
    return &ipc_buffer_of(initial_thread(), true)[BUFFER_MSG];
}

static void test_the_calls_start_stop_and_answer_in_the_buffer(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    actor.tcb->utilisation = (struct utilisation){1, 2, 3, 4};
    message()[UTILISATION_WORDS] = 0x77;
    host_machine.cycles = 100;
    assert_int_equal(call(seL4_SysBenchmarkResetLog, 0x99), 0);
    enter(300, initial_thread());
    assert_int_equal(call(seL4_SysBenchmarkFinalizeLog, 0x99), 0x99);
    assert_int_equal(call(seL4_SysBenchmarkGetThreadUtilisation, actor.slot), actor.slot);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(message()[i], i + 1);
    }
    assert_int_equal(message()[ALL], 200);
    assert_int_equal(message()[UTILISATION_WORDS], 0x77);
    (void)call(seL4_SysBenchmarkGetThreadUtilisation, seL4_CapInitThreadTCB);
    assert_int_equal(message()[THREAD], 200);
}

static void test_a_thread_s_counts_are_cleared_by_its_capability(void **state)
{
    struct actor actor = actor_new(50);

    (void)state;
    actor.tcb->utilisation = (struct utilisation){1, 2, 3, 4};
    (void)call(seL4_SysBenchmarkResetThreadUtilisation, actor.sc);
    (void)call(seL4_SysBenchmarkResetThreadUtilisation, NOWHERE);
    assert_thread(actor.tcb, 1, 2, 3, 4);
    (void)call(seL4_SysBenchmarkResetThreadUtilisation, actor.slot);
    assert_thread(actor.tcb, 0, 0, 0, 0);
}

static void test_what_is_no_thread_has_no_counts(void **state)
{
    struct tcb *thread = initial_thread();
    const word_t *words = message();
    cap_t frame = thread->slot[TCB_IPC_BUFFER].cap;

    (void)state;
    message()[0] = 0x55;
    (void)call(seL4_SysBenchmarkGetThreadUtilisation, seL4_CapInitThreadVSpace);
    (void)call(seL4_SysBenchmarkGetThreadUtilisation, NOWHERE);
    (void)call(seL4_SysBenchmarkGetThreadUtilisation, new_slot());
    thread->slot[TCB_IPC_BUFFER].cap = cap_null(); /* nor has one that cannot be told them */
    (void)call(seL4_SysBenchmarkGetThreadUtilisation, seL4_CapInitThreadTCB);
    thread->slot[TCB_IPC_BUFFER].cap = frame;
    assert_int_equal(words[0], 0x55);
}

static void test_caches_are_flushed_and_nothing_is_done_on_demand(void **state)
{
    (void)state;
    (void)call(seL4_SysBenchmarkNullSyscall, 0);
    assert_int_equal(host_machine.cache_flushed[0], 0);
    (void)call(seL4_SysBenchmarkFlushCaches, 0);
    assert_int_equal(host_machine.cache_flushed[HOST_CACHE_PARTS - 1], 1);
}

static void test_other_calls_of_benchmarks_are_unknown(void **state)
{
    static const int numbers[] = {
        seL4_SysBenchmarkSetLogBuffer, seL4_SysBenchmarkDumpAllThreadsUtilisation,
        seL4_SysBenchmarkResetAllThreadsUtilisation, seL4_SysDebugNameThread, -20, -30};

    (void)state;
    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_false(benchmark_syscall(initial_thread(), numbers[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        utilisation_test(test_nothing_is_counted_before_it_starts),
        utilisation_test(test_a_thread_is_charged_until_the_entry_that_switches_away),
        utilisation_test(test_the_idle_processor_is_counted_like_a_thread),
        utilisation_test(test_the_call_that_starts_is_not_counted),
        utilisation_test(test_after_the_call_that_stops_nothing_changes),
        utilisation_test(test_another_start_clears_all_but_the_threads),
        utilisation_test(test_the_calls_start_stop_and_answer_in_the_buffer),
        utilisation_test(test_a_thread_s_counts_are_cleared_by_its_capability),
        utilisation_test(test_what_is_no_thread_has_no_counts),
        utilisation_test(test_caches_are_flushed_and_nothing_is_done_on_demand),
        utilisation_test(test_other_calls_of_benchmarks_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
