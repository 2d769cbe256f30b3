/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the fault handler: vulnerable_pd's parent.  It gets every fault of its
 * child, compares it with the one that the step of the attack must end in, and,
 * for the sake of the demonstration, lets the attack go on with its next step.
 * When the attack has no more steps it restores vulnerable_pd.
 *
 * Between two steps it waits until the client has been served (a signal).  What
 * the child says, by whatever means, is a claim; whose fault a message reports
 * is not: that comes from the kernel.
 */
#include <microkit.h>

#include "../common/distribution.h"
#include "../common/fault_decode.h"
#include "../common/judge.h"
#include "../common/print.h"
#include "../common/revive.h"
#include "attack.h"
#include "ledger.h"

enum { CHANNEL_CHILD = 1, CHANNEL_CLIENT = 2 };

/* The endless loop is stopped when it has been seen at work this often. */
enum { SPINS_SEEN = 3 };

/* More faults than a scan can have in this system. */
enum { SCAN_FAULTS = PAGES_TRIED * 2 };

const char judge_name[] = "handler";

/* Set by the tool (setvar_vaddr). */
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;

static struct ward ward;
static struct ledger saved_accounts;
static enum step step; /* the attack's, counted by this program */
static seL4_Word scan_faults;
static seL4_Word spins_before;
static seL4_Word spins_seen;

static volatile struct record *record(void)
{
    return (volatile struct record *)RECORD;
}

static const volatile struct findings *findings(void)
{
    return (const volatile struct findings *)FINDINGS;
}

/* What the client adds to its own sum. */
static void record_checks(void)
{
    const struct checks *checks = checks_so_far();

    record()->checks_made = checks->made;
    record()->checks_passed = checks->passed;
    if (checks->first_failed != seL4_Null && record()->first_failed == 0) {
        record()->first_failed = step;
    }
}

/* A fault in the injected code, not in something that it called. */
static seL4_Bool is_injected(seL4_Word pc)
{
    return PAYLOAD_ENTRY <= pc && pc < FINDINGS;
}

static enum fault_cause trap_cause(struct trap trap)
{
    static const enum fault_cause causes[] = {
        [ACCESS_NONE] = FAULT_NONE,
        [ACCESS_READ] = FAULT_READ,
        [ACCESS_WRITE] = FAULT_WRITE,
        [ACCESS_RUN] = FAULT_EXECUTE,
    };

    return causes[trap.access];
}

static seL4_Bool account_is(const struct fault_account *a, struct trap trap)
{
    return a->cause == trap_cause(trap) && a->address == trap.address &&
           (trap.access == ACCESS_RUN || is_injected(a->pc));
}

static seL4_Bool is_marker(const struct fault_account *a)
{
    return account_is(a, (struct trap){ACCESS_READ, MARKER});
}

static void print_access(enum fault_cause cause, seL4_Word address)
{
    static const char *const causes[] = {
        [FAULT_NONE] = "nothing", [FAULT_READ] = "read of", [FAULT_WRITE] = "write to",
        [FAULT_EXECUTE] = "execution of",
    };

    microkit_dbg_puts(causes[cause]);
    microkit_dbg_puts(" ");
    print_hex(address);
}

static void print_fault(const struct fault_account *a)
{
    microkit_dbg_puts("handler: ");
    if (a->cause <= FAULT_EXECUTE) {
        print_access(a->cause, a->address);
    } else {
        microkit_dbg_puts(a->cause == FAULT_UNDEFINED ? "an undefined instruction"
                                                      : "another fault");
    }
    if (is_marker(a)) {
        microkit_dbg_puts(", the marker of step ");
        microkit_dbg_put32((seL4_Uint32)step);
        microkit_dbg_puts(",");
    }
    microkit_dbg_puts(" by vulnerable_pd\n");
}

/* Past slot 511 there is nothing.  Calling that is a fault, or, where tables have two levels, there
   may be another slot, but an empty one. */
static void judge_scan(const struct fault_account *a)
{
    check(is_marker(a) && findings()->step == step, "the scan ran to its end, fault by fault");
    if (step == STEP_SLOTS) {
        check(ward.seals_refused > 0, "it also asked me to replace the pristine copy: refused");
    }
}

/* Not every SDK hands out the capability for that; without it, it goes on and reads the marker. */
static void judge_forged(const struct fault_account *a, microkit_child child)
{
    seL4_Bool told = a->cause == FAULT_READ && a->address == FORGED_ADDRESS;
    seL4_Bool refused = is_marker(a) && findings()->forge_refused == 1;
    seL4_Bool can_tell = sdk_is_known() ? sdk_rights(RULE_FAULTS) != 0 : told;

    if (can_tell) {
        check(told && child == VULNERABLE_CHILD,
              "the message is an invention; its badge is vulnerable_pd's");
    } else {
        check(refused && child == VULNERABLE_CHILD,
              "it has no capability to tell me of a fault that never was");
    }
}

static void judge_refusal(const struct fault_account *a, struct trap trap)
{
    seL4_Bool right = account_is(a, trap);

    print_fault(a);
    check_begin(right, "refused: this very access faulted, in the injected code");
    if (!right) {
        put_below("expected ");
        print_access(trap_cause(trap), trap.address);
    }
    microkit_dbg_puts("\n");
}

static void judge(const struct fault_account *a, microkit_child child)
{
    struct trap trap = step_trap(step, ward_seal(&ward)->stack_top);

    switch (step) {
    case STEP_PAGES:
    case STEP_SLOTS:
        judge_scan(a);
        break;
    case STEP_FORGE:
        judge_forged(a, child);
        break;
    case STEP_SPIN:
        print_fault(a);
        check(seL4_False, "it looped until it was stopped from outside");
        break;
    case STEP_CRASH:
        print_fault(a);
        check(a->cause == FAULT_UNDEFINED && is_injected(a->pc),
              "it has brought down what it had taken over");
        break;
    default:
        if (trap.access != ACCESS_NONE) {
            judge_refusal(a, trap);
        } else {
            check(is_marker(a), "nobody had to stop it");
        }
    }
    record_checks();
}

/* Part of a scan, which goes on at once; true if this fault was that. */
static seL4_Bool go_on_scanning(const struct fault_account *a)
{
    if ((step != STEP_PAGES && step != STEP_SLOTS) || is_marker(a) ||
        scan_faults == SCAN_FAULTS) {
        return seL4_False;
    }
    scan_faults++;
    microkit_pd_restart(VULNERABLE_CHILD, PAYLOAD_ENTRY);
    return seL4_True;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    struct fault_account account;

    (void)reply_msginfo; /* the child goes on elsewhere, or not at all */
    fault_account_take(&account, child, msginfo);
    record()->faults++;
    if (record()->state >= ATTACK_RESTORING) {
        print_fault(&account);
        record()->later_faults++;
        return seL4_False;
    }
    if (!go_on_scanning(&account)) {
        judge(&account, child);
        record()->state = ATTACK_WAITING;
    }
    return seL4_False;
}

/* Before anything bad happens: what the accounts are to go back to. */
static void keep_accounts(void)
{
    const volatile struct ledger *ledger = (const volatile struct ledger *)LEDGER;

    saved_accounts.open = ledger->open;
    for (unsigned i = 0; i < LEDGER_ACCOUNTS; i++) {
        saved_accounts.balance[i] = ledger->balance[i];
    }
    step = STEP_READ_SECRET;
    record()->state = ATTACK_RUNNING;
}

static void restore_accounts(void)
{
    volatile struct ledger *ledger = (volatile struct ledger *)LEDGER;

    ledger->open = saved_accounts.open;
    for (unsigned i = 0; i < LEDGER_ACCOUNTS; i++) {
        ledger->balance[i] = saved_accounts.balance[i];
    }
}

/* The findings are in memory that the restart clears. */
static void keep_findings(void)
{
    const volatile seL4_Word *from = (const volatile seL4_Word *)FINDINGS;
    volatile seL4_Word *to = (volatile seL4_Word *)&record()->findings;

    for (seL4_Word i = 0; i < sizeof(struct findings) / sizeof(*to); i++) {
        to[i] = from[i];
    }
}

/* What it said of itself when nobody had attacked it yet. */
static void keep_places(void)
{
    record()->stack = ward_seal(&ward)->ranges[LIFE_RANGE_STACK].begin;
    record()->messages = ward_seal(&ward)->ranges[LIFE_RANGE_MESSAGES].begin;
}

static void restore_child(void)
{
    keep_findings();
    keep_places();
    restore_accounts();
    microkit_dbg_puts("handler: restores vulnerable_pd from what it could only read\n");
    record()->state = ATTACK_RESTORING;
    ward_restart(&ward);
}

static void next_step(void)
{
    step++;
    if (step == STEP_END) {
        restore_child();
        return;
    }
    record()->state = ATTACK_RUNNING;
    microkit_pd_restart(VULNERABLE_CHILD, PAYLOAD_ENTRY);
}

/* The client has been served while the loop was at work: has the loop, too? */
static void watch_spin(void)
{
    seL4_Word spins = findings()->spins;

    spins_seen += spins != spins_before;
    spins_before = spins;
    if (spins_seen >= SPINS_SEEN) {
        microkit_pd_stop(VULNERABLE_CHILD);
        check(spins < SPIN_LIMIT, "it looped, and the client was served: stopped it from outside");
        record_checks();
        next_step();
    }
}

void notified(microkit_channel ch)
{
    if (ch != CHANNEL_CLIENT) {
        return;
    }
    switch ((enum attack_state)record()->state) {
    case ATTACK_READY:
        keep_accounts();
        break;
    case ATTACK_WAITING:
        next_step();
        break;
    case ATTACK_RUNNING:
        record()->progress = record()->faults + findings()->calls + findings()->signals +
                             findings()->spins;
        if (step == STEP_SPIN) {
            watch_spin();
        }
        break;
    case ATTACK_RESTORING:
    case ATTACK_OVER:
        break;
    }
}

/* A restored child calls before its first request: then it is judged. */
static void judge_life(void)
{
    const volatile seL4_Word *scratch = (const volatile seL4_Word *)SCRATCH;
    seL4_Word dirt = 0;

    for (seL4_Word i = 0; i < SCRATCH_BYTES / sizeof(*scratch); i++) {
        dirt += scratch[i] != 0;
    }
    check(ward_is_clean(&ward), "its memory is, byte for byte, what it was at first");
    check(dirt == 0, "nothing is left of the injected code");
    check(ward_copy_is_intact(&ward), "the copy that it was restored from is intact");
    record_checks();
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    microkit_msginfo reply;

    (void)ch; /* only the child can call */
    reply = ward_answer(&ward, msginfo);
    if (record()->state == ATTACK_RESTORING &&
        microkit_msginfo_get_label(msginfo) == LIFE_HELLO) {
        seL4_Word number = microkit_mr_get(0);

        judge_life();
        record()->state = ATTACK_OVER;
        microkit_mr_set(0, number);
    }
    return reply;
}

void init(void)
{
    ward.child = VULNERABLE_CHILD;
    ward.outbox = outbox_vaddr;
    ward.pristine = pristine_vaddr;
}
