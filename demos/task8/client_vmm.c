/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client: the VMM taken over.  What the code that was injected into it may do, shows
 * in what the VMM's parent notes of its faults, and in what that code writes down itself: both must
 * be the same.
 */
#include "client.h"

#include "../common/counter.h"
#include "../common/fault_decode.h"
#include "../common/judge.h"
#include "client_radius.h"
#include "radius.h"

/* In seconds: only a VMM that does nothing any more takes so long. */
enum { VMM_PATIENCE = 120 };

static seL4_Word known; /* faults that were told, and that are accounted for */

static const volatile struct vmm_log *log(void)
{
    return (const volatile struct vmm_log *)LOG_PAGE;
}

static const volatile struct findings *found(void)
{
    return (const volatile struct findings *)FINDINGS;
}

/* Is served until the VMM is in this state. */
static seL4_Bool vmm_wait(enum vmm_state state)
{
    seL4_Word since = counter_now();

    while (log()->state != state) {
        if (counter_now() - since > VMM_PATIENCE * counter_ticks(1000000)) {
            return seL4_False;
        }
        be_served();
    }
    be_served();
    return seL4_True;
}

/* True if the next step is this one, and has ended. */
static seL4_Bool next_step(enum step step)
{
    if (step != STEP_SECRET) {
        microkit_notify(CLIENT_GO_ON);
    }
    if (!vmm_wait(VMM_WAITS) || found()->step != step) {
        check(seL4_False, "the injected code has tried everything");
        return seL4_False;
    }
    known++;
    return seL4_True;
}

static seL4_Bool fault_is(enum touch touch, seL4_Word address)
{
    seL4_Word cause = touch == TOUCH_READ ? FAULT_READ : FAULT_WRITE;

    return log()->cause == cause && log()->address == address && log()->in_guest == 1;
}

/* The step has come to its end, which is no fault of its own. */
static seL4_Bool at_marker(void)
{
    return fault_is(TOUCH_READ, MARKER);
}

static seL4_Bool steps_for_memory(void)
{
    for (enum step step = STEP_SECRET; step < STEP_PAGES; step++) {
        struct trap trap = step_trap(step);

        if (!next_step(step)) {
            return seL4_False;
        }
        check(fault_is(trap.touch, trap.address),
              "refused: this very access faulted, in the injected code");
    }
    return seL4_True;
}

static seL4_Bool scans(void)
{
    if (!next_step(STEP_PAGES)) {
        return seL4_False;
    }
    check(at_marker(), "the scan ran to its end, fault by fault");
    if (!next_step(STEP_SLOTS)) {
        return seL4_False;
    }
    check(at_marker(), "the scan ran to its end, fault by fault");
    known += found()->refused;
    check_number(log()->faults, known, "its parent counts as many faults as the code itself");
    return seL4_True;
}

static seL4_Bool steps_by_others(void)
{
    if (!next_step(STEP_DISK)) {
        return seL4_False;
    }
    check(at_marker() && found()->disk_asked == DISK_TRIES && found()->disk_answered == 0,
          "the disk's driver: 0 of 2106 answered");
    if (!next_step(STEP_FAULT)) {
        return seL4_False;
    }
    check(at_marker(), "it has no capability to tell of a fault that never was");
    if (!next_step(STEP_LIE)) {
        return seL4_False;
    }
    guest_expect_words();
    check(guest_wait("ready") && finding("lie") != seL4_Null,
          "what it says in the guest's name, the guest's client hears");
    findings_clear();
    return seL4_True;
}

/* It has been seen at work so often, and the client has been served each time. */
static seL4_Bool loop(void)
{
    enum { SEEN = 3 };
    seL4_Word since = counter_now();
    seL4_Word before = 0;

    microkit_notify(CLIENT_GO_ON);
    for (unsigned seen = 0; seen < SEEN;) {
        seL4_Word spins = found()->spins;

        if (counter_now() - since > VMM_PATIENCE * counter_ticks(1000000)) {
            check(seL4_False, "the injected code loops");
            return seL4_False;
        }
        be_served();
        seen += spins != before;
        before = spins;
    }
    microkit_notify(CLIENT_GO_ON);
    if (!vmm_wait(VMM_WAITS)) {
        check(seL4_False, "its parent stops it");
        return seL4_False;
    }
    check(log()->cause == FAULT_NONE && found()->spins < SPIN_LIMIT,
          "it looped, and the client was served: its parent stopped it");
    return seL4_True;
}

seL4_Bool vmm_level(void)
{
    guest_tell("network");
    check(guest_wait("done") && finding("network") != seL4_Null && finding("network")->got == 1,
          "the guest's network: the other station, its VMM, answers");
    findings_clear();
    guest_tell("exploit");
    if (!steps_for_memory() || !scans()) {
        return seL4_False;
    }
    judge_radius(found());
    if (!steps_by_others() || !loop() || !next_step(STEP_CRASH)) {
        return seL4_False;
    }
    check(log()->cause == FAULT_UNDEFINED && log()->faults == known, "it has crashed the VMM");
    return seL4_True;
}

seL4_Bool vmm_restored(void)
{
    microkit_notify(CLIENT_RESTORE);
    if (!vmm_wait(VMM_LIVES_ANEW)) {
        check(seL4_False, "the VMM begins anew");
        return seL4_False;
    }
    check(log()->clean == 1, "the VMM's memory is, byte for byte, what it was at first");
    check(log()->intact == 1, "the copy that it was restored from is intact");
    guest_expect_words();
    return seL4_True;
}
