/* SPDX-License-Identifier: BSD-2-Clause */
/* Time by the kernel's own account, and order. */
#include "timing.h"

enum { MAX_NOTES = 24, PAUSE_US = 20 };

static struct thread *notes[MAX_NOTES];
static seL4_Word note_count;
static seL4_Word turns_per_us; /* of spin() */
static seL4_Word gap_so_far; /* before the next burst */

void check_about(const char *where, const char *what, seL4_Word found, seL4_Word expected)
{
    if (found + SLACK_US < expected || found > expected + SLACK_US) {
        test_failed(where, what, expected, found);
    }
}

/* Without the comparisons of calls.h, which take longer than the times of interest. */
seL4_Word consumed(seL4_CPtr sched_context)
{
    seL4_SchedContext_Consumed_t answer = seL4_SchedContext_Consumed(sched_context);

    CHECK_EQUAL((seL4_Word)answer.error, seL4_NoError);
    return answer.consumed;
}

static void spin(seL4_Word turns)
{
    for (volatile seL4_Word i = 0; i < turns; i++) {
    }
}

/* How many turns take a microsecond.  Every answer of Consumed is rounded down, so that to ask for
   each microsecond would tell nothing. */
static void calibrate(void)
{
    seL4_Word turns = 1000;
    seL4_Word us = 0;

    while (turns_per_us == 0 && us < 100) {
        turns *= 2;
        (void)consumed(self()->sched_context);
        spin(turns);
        us = consumed(self()->sched_context);
    }
    if (turns_per_us == 0) {
        turns_per_us = turns / us + 1;
    }
}

seL4_Word use_time(seL4_Word us)
{
    seL4_Word used = 0;

    calibrate();
    (void)consumed(self()->sched_context);
    while (used < us) {
        spin((us - used) * turns_per_us);
        used += consumed(self()->sched_context);
    }
    return used;
}

struct thread *actor_timed(thread_function *function, seL4_Word priority, seL4_Word budget_us,
                           seL4_Word period_us, seL4_Word extra_refills, seL4_Word flags)
{
    struct thread *t = actor_new(function, priority);

    calibrate();
    OK(sched_configure(t->sched_context, budget_us, period_us, extra_refills, 0, flags));
    return t;
}

void pace(seL4_Word budget_us, seL4_Word period_us)
{
    OK(sched_configure(self()->sched_context, budget_us, period_us, 0, 0, 0));
}

void set_own_priority(seL4_Word priority)
{
    OK(tcb_set_priority(self()->tcb, seL4_CapInitThreadTCB, priority));
}

/* ---- Order ---- */

void notes_clear(void)
{
    note_count = 0;
}

void note(struct thread *who)
{
    CHECK(note_count < MAX_NOTES);
    notes[note_count++] = who;
}

void expect_notes(const char *where, struct thread *const *expected, seL4_Word count)
{
    for (seL4_Word i = 0; i < count && i < note_count; i++) {
        if (notes[i] != expected[i]) {
            test_failed(where, "who ran in turn", (seL4_Word)expected[i], (seL4_Word)notes[i]);
        }
    }
    if (note_count != count) {
        test_failed(where, "how many ran", count, note_count);
    }
}

void runs(struct thread *me)
{
    note(me);
}

void waits_and_runs(struct thread *me)
{
    sys_wait(me->argument);
    note(me);
}

void spins(struct thread *me)
{
    for (;;) {
        me->step++;
    }
}

struct thread *waiter(thread_function *function, seL4_Word priority, seL4_CPtr notification)
{
    struct thread *t = actor_new(function, priority);

    t->argument = notification;
    actor_start(t);
    let_others_run();
    return t;
}

/* ---- Bursts ---- */

void watch(const struct thread *hog)
{
    (void)consumed(hog->sched_context);
    (void)consumed(self()->sched_context);
    gap_so_far = 0;
}

/* A pause of less than PAUSE_US is none: the supervisor's ticker may come between. */
struct burst next_burst(const struct thread *hog)
{
    struct burst burst;
    seL4_Word step = hog->step;

    while (hog->step == step) {
    }
    burst.gap = gap_so_far + consumed(self()->sched_context);
    gap_so_far = 0;
    do {
        step = hog->step;
        gap_so_far = use_time(PAUSE_US);
    } while (hog->step != step);
    burst.ran = consumed(hog->sched_context);
    return burst;
}
