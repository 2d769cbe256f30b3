/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The component that measures, one row after the other, and prints: the table
 * of rows, the round trips of notifications, and the rows that others measure.
 */
#include "runner.h"

#include "console.h"

/* Set by the tool. */
seL4_Word results_vaddr;
seL4_Word ring_vaddr;
seL4_Word uart_vaddr;

static seL4_Bool ping_begin(const struct row *row);
static seL4_Bool ping_deferred_begin(const struct row *row);
static seL4_Bool ping_go_on(const struct row *row);

static const struct row rows[] = {
    {"null_syscall", null_syscall, seL4_Null, 0},
    {"yield", yield_alone, seL4_Null, 0},
    {"context_switch", take_turns, seL4_Null, CHANNEL_TURNS},
    {"ppcall_passive_0", call_passive_0, seL4_Null, 0},
    {"ppcall_passive_4", call_passive_4, seL4_Null, 0},
    {"ppcall_passive_8", call_passive_8, seL4_Null, 0},
    {"ppcall_passive_64", call_passive_64, seL4_Null, 0},
    {"ppcall_active_0", call_active_0, seL4_Null, 0},
    {"ppcall_active_4", call_active_4, seL4_Null, 0},
    {"ppcall_active_8", call_active_8, seL4_Null, 0},
    {"ppcall_active_64", call_active_64, seL4_Null, 0},
    {"notify_pingpong_higher", ping_begin, ping_go_on, CHANNEL_HIGHER},
    {"notify_pingpong_higher_deferred", ping_deferred_begin, ping_go_on, CHANNEL_HIGHER_DEFERRED},
    {"notify_pingpong_equal", ping_begin, ping_go_on, CHANNEL_EQUAL},
    {"notify_pingpong_equal_deferred", ping_deferred_begin, ping_go_on, CHANNEL_EQUAL_DEFERRED},
    {"notify_pingpong_lower", ping_begin, ping_go_on, CHANNEL_LOWER},
    {"notify_pingpong_lower_deferred", ping_deferred_begin, ping_go_on, CHANNEL_LOWER_DEFERRED},
    {"notify_nobody", notify_nobody, seL4_Null, CHANNEL_IGNORED},
    {"ring_4k_message", ring_begin, ring_go_on, CHANNEL_RING},
    {"irq_to_pd_idle", ask, print_late, CHANNEL_TIMER_IDLE},
    {"irq_to_pd_busy", ask_and_stay_busy, print_late, CHANNEL_TIMER_BUSY},
    {"fault_reply", ask, print_answer, CHANNEL_FAULT_REPLY},
    {"fault_restart", ask, print_answer, CHANNEL_FAULT_RESTART},
    {"crash_to_restart", ask, print_answer, CHANNEL_FAULT_ENTRY},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct row *row = rows;

/* ---- Round trips of notifications ---- */

static struct {
    seL4_Word left; /* answers that are still to be followed by a notification */
    seL4_Word begin;
    seL4_Bool warm;
    seL4_Bool deferred;
} ping;

static inline void ping_send(microkit_channel ch)
{
    if (ping.deferred) {
        microkit_deferred_notify(ch);
    } else {
        microkit_notify(ch);
    }
}

static seL4_Bool ping_begin(const struct row *r)
{
    ping.deferred = seL4_False;
    ping.warm = seL4_False;
    ping.left = WARM_UP;
    bench_results(results_vaddr)->turns = 0;
    ping_send(r->channel);
    return seL4_False;
}

static seL4_Bool ping_deferred_begin(const struct row *r)
{
    (void)ping_begin(r);
    ping.deferred = seL4_True;
    return seL4_False;
}

/* All answers of this phase are there. */
static seL4_Bool ping_go_on(const struct row *r)
{
    if (!ping.warm) {
        ping.warm = seL4_True;
        ping.left = ITERATIONS - 1;
        ping.begin = bench_begin();
        ping_send(r->channel);
        return seL4_False;
    }
    console_row(r->name, bench_end() - ping.begin, ITERATIONS,
                bench_results(results_vaddr)->turns == 1 + WARM_UP + ITERATIONS);
    return seL4_True;
}

/* ---- Rows that others measure ---- */

seL4_Bool ask(const struct row *r)
{
    bench_results(results_vaddr)->done = 0;
    microkit_notify(r->channel);
    return seL4_False;
}

seL4_Bool ask_and_stay_busy(const struct row *r)
{
    (void)ask(r);
    while (!bench_results(results_vaddr)->done) {
    }
    return seL4_False;
}

seL4_Bool print_answer(const struct row *r)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    bench_note_instructions(results->instructions);
    console_row(r->name, results->ticks, ITERATIONS, results->done && results->wrong == 0);
    return seL4_True;
}

seL4_Bool print_late(const struct row *r)
{
    volatile struct bench_results *results = bench_results(results_vaddr);

    console_late(r->name, results->ticks, ITERATIONS, results->done && results->wrong == 0);
    return seL4_True;
}

/* ---- One row after the other ---- */

/* Measures rows until one waits for notifications. */
static void advance(void)
{
    for (; row < rows + ROWS; row++) {
        if (!row->begin(row)) {
            return;
        }
    }
    console_done();
}

void init(void)
{
    console_open(uart_vaddr);
}

void notified(microkit_channel ch)
{
    if (ping.left != 0) {
        ping.left--;
        ping_send(ch);
        bench_repetition();
        return;
    }
    if (ch == CHANNEL_START) {
        advance();
    } else if (row == rows + ROWS || ch != row->channel) {
        console_print("BENCH runner FAILED: a notification that nothing was waiting for\n");
    } else if (row->go_on(row)) {
        row++;
        advance();
    }
}
