/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: in benchmark kernels each cycle is charged once, to who ran, to the kernel's entry that
 *     switched, or to the idle processor, and the sums are those of all; the calls that ask for it
 *     answer for the thread that was named and change no other
 * Bound: an entry and the one that ends the count, of two threads and the idle processor; each
 *     takes less than 16 cycles, and so do those who run
 * Assumes: the clock does not go backwards
 * Options: --unwind 30
 * Configuration: benchmark
 * Sources: cap_kind ipc_buffer utilisation benchmark err
 * Mutants: switch_is_charged@charges kernel_time_of_the_next@charges own_counts_cleared@answers
 *     report_without_buffer@answers
 */
#include <sel4/benchmark_utilisation_types.h>

#include "arch.h"
#include "benchmark.h"
#include "cspace.h"
#include "ipc_buffer.h"
#include "prove.h"
#include "utilisation.h"

enum { ENTRIES = 1, AT_BUFFER = 0x10000, AT_PARTNER = 0x20000, PARTS = 2 };

struct scheduler sched;

static struct tcb caller, partner;
static struct cte named_slot;
static word_t buffer[BUFFER_MSG + UTILISATION_WORDS];
static word_t cycles, parts;
static bool resolves;

void *object_at(paddr_t address)
{
    return address == AT_BUFFER ? (void *)buffer : address == AT_PARTNER ? &partner : &caller;
}

word_t arch_cycles(void)
{
    return cycles;
}

bool arch_cache_flush_part(word_t part)
{
    PROVE(part == parts, "part by part");
    parts++;
    return parts <= PARTS;
}

struct lookup cspace_lookup(const struct tcb *tcb, word_t cptr)
{
    PROVE(tcb == &caller && cptr == caller.context.reg[REG_CAP], "who is named is looked up");
    return (struct lookup){.slot = resolves ? &named_slot : NULL};
}

static void pass(void)
{
    cycles += nondet_word() % BIT(4);
}

/* ---- Who is charged ---- */

/* Whoever runs is one of these; NULL: nobody. */
static struct tcb *const who[] = {NULL, &caller, &partner};
enum { WHO = sizeof(who) / sizeof(who[0]) };

static void enter(struct tcb *runs)
{
    sched.current = runs;
    if (runs != NULL) {
        utilisation_begin();
    } else {
        utilisation_idle_end();
    }
}

static void leave(struct tcb *next)
{
    sched.current = next;
    if (next != NULL) {
        utilisation_end();
    } else {
        utilisation_idle_begin();
    }
}

/* Who runs first, and after each entry, are the digits of `order`. */
static void charge(unsigned order)
{
    struct tcb *runs = who[order % WHO];
    word_t switching = 0; /* cycles of entries that switched */
    word_t in_kernel = 0;
    word_t own = 0; /* of the caller's entries */
    word_t words[UTILISATION_WORDS];

    cycles = 0;
    caller.utilisation = (struct utilisation){0};
    partner.utilisation = (struct utilisation){0};
    word_t start = cycles;
    utilisation_start();
    for (unsigned i = 0; i < ENTRIES; i++) {
        pass();
        enter(runs);
        word_t begin = cycles;
        pass();
        order /= WHO;
        struct tcb *next = who[order % WHO];
        leave(next);
        in_kernel += cycles - begin;
        own += runs == &caller ? cycles - begin : 0;
        switching += next != runs ? cycles - begin : 0;
        runs = next;
    }
    pass();
    enter(runs);
    utilisation_stop();
    utilisation_report(&caller, words);
    const struct utilisation *a = &caller.utilisation;
    const struct utilisation *b = &partner.utilisation;
    PROVE(words[BENCHMARK_TOTAL_UTILISATION] == cycles - start, "all together is the time");
    PROVE(a->cycles + b->cycles + utilisation_idle.cycles + switching == cycles - start,
          "each cycle is charged once");
    PROVE(words[BENCHMARK_TOTAL_KERNEL_UTILISATION] == in_kernel, "the kernel's time is known");
    PROVE(a->kernel_cycles + b->kernel_cycles + utilisation_idle.kernel_cycles == in_kernel,
          "it is somebody's");
    PROVE(a->kernel_cycles == own, "whose entry it is");
    PROVE(a->kernel_entries + b->kernel_entries + utilisation_idle.kernel_entries ==
              words[BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES],
          "so are all entries");
    PROVE(a->switches + b->switches + utilisation_idle.switches ==
              words[BENCHMARK_TOTAL_NUMBER_SCHEDULES],
          "and all switches");
}

static void charges(void)
{
    for (unsigned order = 0; order < WHO * WHO; order++) {
        charge(order);
    }
}

/* ---- Who asks ---- */

static const struct utilisation some = {1, 2, 3, 4};

static void answers(void)
{
    int64_t number = nondet_bool() ? seL4_SysBenchmarkGetThreadUtilisation
                                   : seL4_SysBenchmarkResetThreadUtilisation;
    bool has_buffer = nondet_bool();
    cap_t frame = cap_set_frame_access(cap_make(CAP_FRAME, AT_BUFFER), ACCESS_READ_WRITE);

    resolves = nondet_bool();
    named_slot.cap = cap_make(nondet_bool() ? CAP_TCB : CAP_ENDPOINT, 0x20000);
    caller.slot[TCB_IPC_BUFFER].cap = has_buffer ? frame : cap_null();
    caller.ipc_buffer = 0;
    caller.utilisation = some;
    partner.utilisation = some;
    partner.utilisation.cycles = 5;
    buffer[BUFFER_MSG] = 0;
    bool is_named = resolves && cap_type(named_slot.cap) == CAP_TCB;
    bool resets = is_named && number == seL4_SysBenchmarkResetThreadUtilisation;
    bool reports = is_named && has_buffer && number == seL4_SysBenchmarkGetThreadUtilisation;

    PROVE(benchmark_syscall(&caller, number), "it is one of these calls");
    PROVE(caller.utilisation.cycles == 1 && caller.utilisation.kernel_entries == 4,
          "who asks keeps his own counts");
    PROVE(partner.utilisation.cycles == (resets ? 0 : 5), "who is named is set back, if asked for");
    PROVE(buffer[BUFFER_MSG] == (reports ? 5 : 0), "or told of, where there is room");
}

static void others(void)
{
    parts = 0;
    PROVE(benchmark_syscall(&caller, seL4_SysBenchmarkFlushCaches) && parts == PARTS + 1,
          "all caches are flushed");
    PROVE(benchmark_syscall(&caller, seL4_SysBenchmarkNullSyscall), "nothing is done");
    caller.context.reg[REG_CAP] = nondet_word();
    PROVE(benchmark_syscall(&caller, seL4_SysBenchmarkResetLog) &&
              caller.context.reg[REG_CAP] == seL4_NoError,
          "the log begins, and that is told");
    PROVE(benchmark_syscall(&caller, seL4_SysBenchmarkFinalizeLog), "it ends");
    PROVE(!benchmark_syscall(&caller, 1), "no other number is one of these");
}

int main(void)
{
    charges();
    answers();
    others();
    REACHED("the end of all cases");
}
