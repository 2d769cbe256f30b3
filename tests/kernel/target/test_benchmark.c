/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls for measuring, and what they count.  Exact where counts are of events; where they
 * are of cycles, the parts and their sum are compared.
 */
#include <sel4/benchmark_utilisation_types.h>

#include "timing.h"
#include "victims.h"

#ifdef CONFIG_ENABLE_BENCHMARKS

enum { WORDS = BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES + 1 };

struct report {
    seL4_Word word[WORDS];
};

static void start(void)
{
    CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkResetLog, 0x77, 0), 0);
}

static void stop(void)
{
    CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkFinalizeLog, 0x77, 0), 0x77);
}

static void clear(const struct thread *t)
{
    CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkResetThreadUtilisation, t->tcb, 0), t->tcb);
}

static struct report report_of(const struct thread *t)
{
    struct report report;

    CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkGetThreadUtilisation, t->tcb, WORDS), t->tcb);
    for (unsigned i = 0; i < WORDS; i++) {
        report.word[i] = thread_block()->buffer.msg[i];
    }
    return report;
}

static void null_calls(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkNullSyscall, 5, 0), 5);
    }
}

TEST(the_calls_change_no_register, "benchmark.calls benchmark.registers benchmark.flush")
{
    null_calls(1);
    CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkFlushCaches, 6, 0), 6);
    start();
    stop();
    clear(self());
    (void)report_of(self());
}

TEST(some_calls_of_benchmarks_are_unknown, "benchmark.calls")
{
    static const seL4_Word numbers[] = {(seL4_Word)seL4_SysBenchmarkSetLogBuffer,
                                        (seL4_Word)seL4_SysBenchmarkDumpAllThreadsUtilisation,
                                        (seL4_Word)seL4_SysBenchmarkResetAllThreadsUtilisation};
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(victim_svc, 0);
    struct thread *t = victim_new(faults, &registers);

    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        registers.r[R_X7] = numbers[i];
        OK(tcb_write_registers(t->tcb, 1, R_COUNT, &registers));
        let_others_run();
        sys_nbrecv(faults, t->reply);
        CHECK_EQUAL(got()->label, seL4_Fault_UnknownSyscall);
        CHECK_EQUAL(got()->mr[seL4_UnknownSyscall_Syscall], numbers[i]);
    }
}

/* ---- The counter ---- */

static seL4_Word cycles(void)
{
    seL4_Word count;

    __asm__ volatile("isb\n\tmrs %0, pmccntr_el0" : "=r"(count) : : "memory");
    return count;
}

TEST(the_cycle_counter_runs_and_user_code_reads_it, "benchmark.counter")
{
    seL4_Word before = cycles();

    count_down(1000);
    CHECK(cycles() > before);
}

/* ---- One thread ---- */

TEST(entries_are_counted_from_the_start_to_the_stop, "benchmark.window benchmark.thread.entries")
{
    struct report r;

    clear(self());
    null_calls(3);
    start();
    null_calls(10);
    stop();
    null_calls(3);
    r = report_of(self());
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], 11);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 0);
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES], 11);
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_NUMBER_SCHEDULES], 0);
}

TEST(a_thread_alone_has_used_all_cycles, "benchmark.thread.cycles benchmark.total")
{
    enum { STEPS = 1000, SOME = 20 };
    struct report r;
    seL4_Word before;
    seL4_Word after;

    clear(self());
    before = cycles();
    start();
    count_down(STEPS);
    null_calls(SOME);
    stop();
    after = cycles();
    r = report_of(self());
    CHECK_EQUAL(r.word[BENCHMARK_TCB_UTILISATION], r.word[BENCHMARK_TOTAL_UTILISATION]);
    CHECK(r.word[BENCHMARK_TOTAL_UTILISATION] > 2 * STEPS);
    CHECK(r.word[BENCHMARK_TOTAL_UTILISATION] < after - before);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_KERNEL_UTILISATION],
                r.word[BENCHMARK_TOTAL_KERNEL_UTILISATION]);
    CHECK(r.word[BENCHMARK_TCB_KERNEL_UTILISATION] > SOME);
    CHECK(r.word[BENCHMARK_TCB_KERNEL_UTILISATION] < r.word[BENCHMARK_TCB_UTILISATION]);
    CHECK_EQUAL(r.word[BENCHMARK_IDLE_NUMBER_SCHEDULES], 0);
    CHECK_EQUAL(r.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION], 0);
}

TEST(each_start_begins_anew_but_for_the_threads, "benchmark.start benchmark.clear")
{
    struct report r;

    clear(self());
    start();
    null_calls(5);
    stop();
    start();
    stop();
    r = report_of(self());
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], 7);
    clear(self());
    r = report_of(self());
    for (unsigned i = 0; i <= BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES; i++) {
        CHECK_EQUAL(r.word[i], 0);
    }
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES], 1);
}

TEST(counts_can_be_read_before_the_stop, "benchmark.total.running")
{
    struct report first;
    struct report second;

    start();
    first = report_of(self());
    count_down(1000);
    second = report_of(self());
    stop();
    CHECK(first.word[BENCHMARK_TOTAL_UTILISATION] > 0);
    CHECK(second.word[BENCHMARK_TOTAL_UTILISATION] > first.word[BENCHMARK_TOTAL_UTILISATION]);
    CHECK_EQUAL(second.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES], 2);
}

TEST(what_is_no_thread_has_no_counts, "benchmark.get.other")
{
    const seL4_CPtr others[] = {0, VSPACE, slot_new(), 1ull << 63,
                                make(seL4_SchedContextObject, 8)};

    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkGetThreadUtilisation, others[i], 0),
                    others[i]);
        CHECK_EQUAL(sys_quiet(seL4_SysBenchmarkResetThreadUtilisation, others[i], 0),
                    others[i]);
    }
}

/* ---- Several ---- */

enum { WORK = 5000 };

static void works_when_signalled(struct thread *me)
{
    for (;;) {
        sys_wait(me->argument);
        count_down(WORK);
    }
}

TEST(each_thread_is_charged_for_its_own_cycles, "benchmark.thread.cycles benchmark.thread.kernel "
                                                "benchmark.thread.switches benchmark.total")
{
    enum { TIMES = 3 };
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = waiter(works_when_signalled, 120, ntfn);
    struct report theirs;
    struct report mine;

    clear(self());
    clear(t);
    start();
    for (unsigned i = 0; i < TIMES; i++) {
        sys_send(ntfn, EMPTY_MESSAGE);
    }
    stop();
    theirs = report_of(t);
    mine = report_of(self());
    CHECK_EQUAL(theirs.word[BENCHMARK_TCB_NUMBER_SCHEDULES], TIMES);
    CHECK_EQUAL(theirs.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], TIMES);
    CHECK(theirs.word[BENCHMARK_TCB_UTILISATION] > 2 * WORK * TIMES);
    CHECK_EQUAL(mine.word[BENCHMARK_TCB_NUMBER_SCHEDULES], TIMES);
    CHECK_EQUAL(mine.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], TIMES + 1);
    CHECK_EQUAL(mine.word[BENCHMARK_TOTAL_NUMBER_SCHEDULES], 2 * TIMES);
    CHECK_EQUAL(mine.word[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES], 2 * TIMES + 1);
    CHECK_EQUAL(mine.word[BENCHMARK_TOTAL_KERNEL_UTILISATION],
                mine.word[BENCHMARK_TCB_KERNEL_UTILISATION] +
                    theirs.word[BENCHMARK_TCB_KERNEL_UTILISATION]);
    /* Every entry but the last switched: what is nobody's is the kernel's. */
    CHECK_EQUAL(mine.word[BENCHMARK_TOTAL_UTILISATION],
                mine.word[BENCHMARK_TCB_UTILISATION] + theirs.word[BENCHMARK_TCB_UTILISATION] +
                    mine.word[BENCHMARK_TOTAL_KERNEL_UTILISATION]);
}

TEST(the_idle_processor_is_counted, "benchmark.idle benchmark.total")
{
    enum { PERIOD_US = 1000 };
    struct report r;

    pace(400, PERIOD_US);
    clear(self());
    start();
    sys_yield();
    stop();
    r = report_of(self());
    CHECK_EQUAL(r.word[BENCHMARK_IDLE_NUMBER_SCHEDULES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_IDLE_NUMBER_KERNEL_ENTRIES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION],
                r.word[BENCHMARK_IDLE_TCBCPU_UTILISATION]);
    CHECK(r.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION] > r.word[BENCHMARK_TCB_UTILISATION]);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_NUMBER_SCHEDULES], 2);
    CHECK(r.word[BENCHMARK_IDLE_KERNEL_UTILISATION] > 0);
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_KERNEL_UTILISATION],
                r.word[BENCHMARK_IDLE_KERNEL_UTILISATION] +
                    r.word[BENCHMARK_TCB_KERNEL_UTILISATION]);
    CHECK_EQUAL(r.word[BENCHMARK_TOTAL_UTILISATION],
                r.word[BENCHMARK_TCB_UTILISATION] +
                    r.word[BENCHMARK_IDLE_LOCALCPU_UTILISATION] +
                    r.word[BENCHMARK_TOTAL_KERNEL_UTILISATION]);
}

TEST(faults_are_entries, "benchmark.thread.entries")
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct thread *load = victim_at(faults, victim_load, unmapped_address(), 0);
    struct thread *undefined = victim_at(faults, victim_undefined, 0, 0);

    start();
    OK(tcb_resume(load->tcb));
    OK(tcb_resume(undefined->tcb));
    let_others_run();
    stop();
    CHECK_EQUAL(report_of(load).word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], 1);
    CHECK_EQUAL(report_of(load).word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1);
    CHECK_EQUAL(report_of(undefined).word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES], 1);
    CHECK_EQUAL(report_of(undefined).word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1);
}

static void yields_and_waits(struct thread *me)
{
    sys_yield();
    sys_wait(me->argument);
}

TEST(interrupts_are_entries_of_whoever_ran, "benchmark.thread.entries")
{
    struct thread *t = actor_timed(yields_and_waits, 120, 100, 500, 0, 0);
    seL4_Word asked = 1;
    struct report r;

    t->argument = make(seL4_NotificationObject, 0);
    actor_start(t);
    clear(self());
    clear(t);
    start();
    while (report_of(t).word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES] == 0) {
        count_down(WORK);
        asked++;
    }
    stop();
    r = report_of(self());
    CHECK_EQUAL(report_of(t).word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_SCHEDULES], 1);
    CHECK_EQUAL(r.word[BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES],
                asked + 1 /* the interrupt */ + 1 /* the stop */);
}

#endif
