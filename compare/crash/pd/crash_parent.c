/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent of a service that crashes: what it sees of each crash, when, and
 * when the restored service answers again.  Prints what crash_supervisor.c
 * prints on Linux:
 *
 *     CRASH pd <kind> <to fault()> <to the next answer> <what it saw>
 *
 * in instructions from the one before the crash, means.
 */
#include "../../../demos/common/fault_decode.h"
#include "../../../demos/common/revive.h"
#include "../../pd/ticks.h"
#include "../../pd/uart.h"
#include "crash_pd.h"
#include "../../pd/crash_words.h"

enum { CHILD = 1, CHANNEL_CHILD = 1, TIMER = 5 };

/* Set by the tool. */
seL4_Word page_vaddr;
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;

static const char *const names[CRASH_KINDS] = CRASH_NAMES;

static struct ward ward;
static seL4_Word kind;
static seL4_Word done; /* crashes of this kind that are over */
static seL4_Bool crashed;
static seL4_Word sum_notice, sum_serve;
static struct fault_account account;

static volatile struct crash_page *page(void)
{
    return (volatile struct crash_page *)page_vaddr;
}

static void order(seL4_Word what)
{
    page()->order = what;
    page()->question++;
    page()->answer = 0;
    microkit_notify(CHANNEL_CHILD);
}

static seL4_Word repeats(void)
{
    return kind == CRASH_LOOP ? CRASH_LOOP_REPEATS : CRASH_REPEATS;
}

static void stop_with(const char *why)
{
    uart_puts("MISSING pd:crash ");
    uart_puts(why);
    uart_puts("\nCRASH DONE\n");
    kind = CRASH_KINDS;
}

static void print_kind(void)
{
    uart_puts("CRASH pd ");
    uart_puts(names[kind]);
    uart_puts(" ");
    uart_number(sum_notice * INSTRUCTIONS_PER_TICK / repeats());
    uart_puts(" ");
    uart_number(sum_serve * INSTRUCTIONS_PER_TICK / repeats());
    uart_puts(" ");
    crash_words_print(&account, ward_seal(&ward));
    uart_puts("\n");
}

/* The next crash, of this kind or the next. */
static void go_on(void)
{
    if (done == repeats()) {
        print_kind();
        kind++;
        done = 0;
        sum_notice = 0;
        sum_serve = 0;
        if (kind == CRASH_KINDS) {
            uart_puts("CRASH DONE\n");
            return;
        }
    }
    pd_timer_set(CRASH_WATCHDOG_US);
    order(kind);
}

/* The child has answered: if it was ordered to crash, it did not. */
static void served(void)
{
    seL4_Word now = pd_ticks();

    if (kind == CRASH_KINDS) {
        return;
    }
    if (page()->order != CRASH_SERVE || page()->answer != crash_answer(page()->question)) {
        stop_with("a wrong answer, or an order to crash was survived");
        return;
    }
    if (crashed) {
        crashed = seL4_False;
        sum_serve += now - page()->crashed_at;
        done++;
        if (!ward_is_clean(&ward)) {
            stop_with("a restart was not clean");
            return;
        }
    }
    go_on();
}

static void revive(seL4_Word noticed_at)
{
    pd_timer_stop();
    crashed = seL4_True;
    sum_notice += noticed_at - page()->crashed_at;
    ward_restart(&ward);
}

void init(void)
{
    uart_init();
    ward.child = CHILD;
    ward.outbox = outbox_vaddr;
    ward.pristine = pristine_vaddr;
}

void notified(microkit_channel ch)
{
    seL4_Word now = pd_ticks();

    if (ch == TIMER) {
        pd_timer_stop();
        microkit_irq_ack(TIMER);
        microkit_pd_stop(CHILD);
        fault_account_stopped(&account, CHILD, FAULT_HANG);
        revive(now);
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);
    microkit_msginfo reply;

    (void)ch; /* only the child can call */
    if (label != LIFE_SEAL && label != LIFE_HELLO) {
        served();
        return microkit_msginfo_new(0, 0);
    }
    reply = ward_answer(&ward, msginfo);
    if (label == LIFE_HELLO) {
        order(CRASH_SERVE);
    }
    return reply;
}

/* Without an answer to the fault: the child goes on elsewhere. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    seL4_Word now = pd_ticks();

    (void)reply_msginfo;
    fault_account_take(&account, child, msginfo);
    revive(now);
    return seL4_False;
}
