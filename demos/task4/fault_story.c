/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 4: when to crash, and what must be true of it.
 *
 * The server signals in the middle of some requests (a "beat").  If the child
 * is ready, the handler then tells it to crash; both outrank the server, so
 * crash, account and restart happen while that request is half done.  A timer
 * says when to wait no longer for a crash.
 */
#include "fault_story.h"

#include "../common/judge.h"
#include "../common/timer_right.h"
#include "crash_log.h"
#include "fault_kinds.h"
#include "task4.h"

/* Set by the tool. */
seL4_Word orders_vaddr;
seL4_Word tally_vaddr;

const char judge_name[] = "handler";

enum {
    CHECKS = 2 * TASK4_KINDS + 2 + 12,
    PATIENCE_US = 10000000, /* for a crash that is to come at once */
    MOST_WATCHES = 15,
    ECHO_BEATS = 8          /* how long to listen for a child that was given up */
};

#define VANDALS_PATTERN 0xdeaddeaddeaddeadull /* as in crashes.S */

static volatile struct task4_orders *orders(void)
{
    return (volatile struct task4_orders *)orders_vaddr;
}

static const volatile struct task4_tally *tally(void)
{
    return (const volatile struct task4_tally *)tally_vaddr;
}

static enum { CHILD_STARTS, CHILD_READY, CHILD_TOLD, CHILD_GIVEN_UP } state;

static seL4_Word goes;               /* times the child was told to crash */
static seL4_Word goes_in_request;    /* of these, in the middle of a request */
static seL4_Word answered_before_loop;
static seL4_Word loop_start;         /* counter value */
static seL4_Word loop_watches;       /* times it was watched for TASK4_PERIODS */
static seL4_Word same_as_first;      /* later crashes with the account of the first of their kind */
static seL4_Word patterns_left;      /* registers that still hold what the life before wrote */
static seL4_Word stack_moved;        /* crashes handled at another depth of our own stack */
static seL4_Word beats_after;        /* the child was given up */

static void set_timer(seL4_Word us)
{
    seL4_Word deadline = task4_counter() + task4_ticks(us);
    seL4_Word enabled = us != 0;

    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     :
                     : "r"(deadline), "r"(enabled));
}

static seL4_Bool timer_is_stopped(void)
{
    seL4_Word control;

    __asm__ volatile("mrs %0, cntp_ctl_el0" : "=r"(control));
    return (control & 1) == 0;
}

static enum task4_kind kind_now(void)
{
    return task4_kind(crashes);
}

static seL4_Bool in_full(seL4_Word crash)
{
    return crash < TASK4_KINDS;
}

void story_begin(void)
{
    microkit_dbg_puts(
        "Task 4: a component crashes in every way there is; the others do not notice\n"
        "\n"
        "  fault_handler  priority 230  explains each crash, restarts the child clean\n"
        "  fault_test     priority 200  its child: wrecks all it can, then crashes\n"
        "  safe_server    priority 150  answers requests, keeps a running checksum\n"
        "  safe_client    priority 100  asks, checks every word, measures its waits\n"
        "  Each crash is set off while safe_server is in the middle of a request.\n");
}

static void let_loop_loose(void)
{
    answered_before_loop = tally()->answered;
    loop_start = task4_counter();
    loop_watches = 1;
    orders()->watch = 1;
    set_timer(TASK4_PERIODS * TASK4_PERIOD_US);
}

static void tell_child(void)
{
    goes++;
    goes_in_request += tally()->asked == tally()->answered + 1;
    state = CHILD_TOLD;
    if (in_full(crashes)) {
        kind_announce(kind_now());
    } else if (crashes == TASK4_KINDS) {
        microkit_dbg_puts("\n");
        microkit_dbg_put32((seL4_Uint32)(crashes_allowed() - TASK4_KINDS));
        microkit_dbg_puts(" more in a row, until the handler has no room to note another\n");
    }
    if (kind_now() == KIND_LOOP) {
        let_loop_loose();
    } else {
        set_timer(PATIENCE_US);
    }
    microkit_notify(HANDLER_CHANNEL_CHILD);
}

static void beat(void)
{
    if (state == CHILD_READY) {
        tell_child();
    } else if (state == CHILD_GIVEN_UP) {
        beats_after++;
        if (beats_after == ECHO_BEATS) {
            orders()->finish = 1;
        } else {
            microkit_notify(HANDLER_CHANNEL_CHILD); /* is there anybody? */
        }
    }
}

/*
 * On average over many periods: a timer interrupt may come late, above all in an
 * emulator, but what the loop gets too much the kernel takes off its next budgets.
 */
static seL4_Word taken_per_period(void)
{
    seL4_Word periods = (task4_counter() - loop_start) / task4_ticks(TASK4_PERIOD_US);
    seL4_Word speed = tally()->loop_speed;

    if (periods == 0 || speed == 0) {
        return 0;
    }
    return (tally()->loop_turns << TASK4_SPEED_SHIFT) / speed / periods;
}

static seL4_Bool budget_is_kept(void)
{
    seL4_Word budget = task4_ticks(TASK4_BUDGET_US);
    seL4_Word taken = taken_per_period(); /* nearly nothing would mean that it did not loop */

    return taken >= budget / 50 && taken <= budget + budget / 4;
}

/* True if the loop is to be watched for longer: a late interrupt weighs less then. */
static seL4_Bool watch_on(void)
{
    if (kind_now() != KIND_LOOP || loop_watches == MOST_WATCHES || budget_is_kept()) {
        return seL4_False;
    }
    loop_watches++;
    set_timer(TASK4_PERIODS * TASK4_PERIOD_US);
    return seL4_True;
}

static void check_loop(void)
{
    orders()->watch = 0;
    check(tally()->answered > answered_before_loop + TASK4_PERIODS,
          "all the time it looped, requests were served");
    check(budget_is_kept(),
          "it kept others waiting 2 ms in each 20, its budget, and no more");
}

static seL4_Bool same_as_log(const struct fault_account *a)
{
    const volatile struct crash_record *first = crash_log(task4_kind(crashes - 1));

    return first->cause == a->cause && first->reason == a->reason &&
           first->address == a->address && first->number == a->number && first->pc == a->pc &&
           first->sp == a->registers.sp;
}

/* What a restart by and by uses up would show in where our own stack is. */
static void compare_own_stack(void)
{
    static seL4_Word first;
    seL4_Word now = (seL4_Word)__builtin_frame_address(0);

    if (first == 0) {
        first = now;
    }
    stack_moved += now != first;
}

static void check_account(enum task4_kind kind, const struct fault_account *a,
                          seL4_Bool timer_stopped)
{
    fault_account_print(a, ward_seal(&ward));
    if (kind == KIND_TIMER && a->cause == FAULT_NONE && !timer_right_exists(HANDLER_CHILD)) {
        check(timer_stopped, "it stopped it, for this kernel leaves that timer to everybody");
    } else {
        seL4_Bool right = kind_account_is_right(kind, a);

        check_begin(right, "that is what it did, there, by that instruction");
        if (!right) {
            kind_print_expected(kind);
        }
        microkit_dbg_puts("\n");
    }
}

void story_crash(const struct fault_account *a, seL4_Bool last)
{
    enum task4_kind kind = task4_kind(crashes - 1);
    seL4_Bool timer_stopped = timer_is_stopped();

    set_timer(0);
    state = last ? CHILD_GIVEN_UP : CHILD_STARTS;
    judge_part(in_full(crashes - 1) ? (unsigned)crashes : 0);
    if (in_full(crashes - 1)) {
        check_account(kind, a, timer_stopped);
        if (kind == KIND_LOOP) {
            check_loop();
        }
    } else {
        same_as_first += same_as_log(a) ? 1 : 0;
    }
    if (a->cause != FAULT_HANG && a->cause != FAULT_NONE) { /* these, from another place */
        compare_own_stack();
    }
    if (last) {
        microkit_dbg_puts("handler: gives up, and does not restart the child again\n");
    }
}

/* The child is in the middle of its call to us; it has had no use for most registers yet. */
static seL4_Word registers_with_pattern(void)
{
    seL4_UserContext context;
    const seL4_Word *registers = (const seL4_Word *)&context;
    seL4_Word count = 0;

    if (seL4_TCB_ReadRegisters(BASE_TCB_CAP + HANDLER_CHILD, seL4_False, 0,
                               sizeof(context) / sizeof(seL4_Word), &context) != seL4_NoError) {
        return 1;
    }
    for (unsigned i = 0; i < sizeof(context) / sizeof(seL4_Word); i++) {
        count += registers[i] == VANDALS_PATTERN;
    }
    return count;
}

void story_hello(void)
{
    seL4_Word patterns = registers_with_pattern();

    patterns_left += patterns;
    state = CHILD_READY;
    if (crashes > 0 && in_full(crashes - 1)) {
        check(ward_is_clean(&ward) && patterns == 0,
              "restarted: memory, stack and registers are as in its first life");
    }
}

static void check_crashes(void)
{
    seL4_Word allowed = crashes_allowed();

    check(crashes == allowed && same_as_first == allowed - TASK4_KINDS,
          "each had the same account as the first of its kind");
    check(ward.lives == allowed && ward.clean == allowed && patterns_left == 0,
          "each life began like the first: no memory leaked, no stack lost");
    check_number(stack_moved, 0, "nor did the handler's own stack, from the first to the last");
    check(ward.seals_refused == allowed && ward_copy_is_intact(&ward),
          "each life tried to replace its pristine copy; no bit changed");
    check(state == CHILD_GIVEN_UP && beats_after == ECHO_BEATS,
          "the child that was given up was called, and did not stir");
}

static void check_service(void)
{
    microkit_dbg_puts("\nAnd the others?\n");
    check(goes == crashes && goes_in_request == goes,
          "every crash was set off in the middle of a request");
    check_number(tally()->answered, tally()->asked, "every request was answered");
    check_number(tally()->lost, 0, "the server has served as many as were asked: none lost");
    check_number(tally()->wrong, 0, "every word of every answer was right");
    check(tally()->registers_changed == 0,
          "the client's floating-point registers held what it had in them");
    check(tally()->sum_same == 1, "the running checksum over all of them is right");
    check(tally()->secret_same == 1, "the server's secret is what it was");
}

seL4_Bool story_signal(microkit_channel ch)
{
    if (ch == TASK4_CHANNEL_BEAT) {
        beat();
    } else if (ch == HANDLER_TIMER) {
        set_timer(0);
        microkit_irq_ack(ch);
        return state == CHILD_TOLD && !watch_on();
    } else if (ch == TASK4_CHANNEL_CLIENT) {
        check_crashes();
        check_service();
        put_verdict("TASK4", CHECKS);
    }
    return seL4_False;
}
