/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who uses the processor: the counts.  The cycle counter is open to user code
 * in benchmark builds, so it may be set back at any time: differences may be
 * nonsense, and nothing but what is reported depends on them.
 */
#include "utilisation.h"

#include "arch.h"

struct utilisation utilisation_idle;

static struct {
    bool counting;
    struct utilisation *entered; /* whose kernel entry this is; NULL: none that is counted */
    word_t entry;                /* when it began */
    word_t since;                /* from when on whoever runs is not charged yet */
    word_t start;
    struct utilisation all;      /* `cycles`: once it is stopped */
} count;

void utilisation_enter(struct utilisation *who)
{
    if (!count.counting) {
        return;
    }
    count.entry = arch_cycles();
    count.entered = who;
    who->cycles += count.entry - count.since;
    count.since = count.entry;
    who->kernel_entries++;
    count.all.kernel_entries++;
}

void utilisation_leave(struct utilisation *next)
{
    /* A thread that has died in this entry: nobody else gets its memory before the next. */
    struct utilisation *entered = count.entered;

    if (entered == NULL) {
        return;
    }
    word_t now = arch_cycles();
    entered->kernel_cycles += now - count.entry;
    count.all.kernel_cycles += now - count.entry;
    if (next != entered) {
        next->switches++;
        count.all.switches++;
        count.since = now;
    }
    count.entered = NULL;
}

void utilisation_start(void)
{
    utilisation_idle = (struct utilisation){0};
    count.all = (struct utilisation){0};
    count.counting = true;
    count.entered = NULL;
    count.start = arch_cycles();
    count.entry = count.start;
    count.since = count.start;
}

void utilisation_stop(void)
{
    if (count.counting) {
        count.all.cycles = count.entry - count.start;
        count.counting = false;
        count.entered = NULL;
    }
}

void utilisation_report(const struct tcb *tcb, word_t words[UTILISATION_WORDS])
{
    const struct utilisation *thread = &tcb->utilisation;
    const struct utilisation *idle = &utilisation_idle;
    const struct utilisation *all = &count.all;
    const word_t report[UTILISATION_WORDS] = {
        thread->cycles, thread->switches, thread->kernel_cycles, thread->kernel_entries,
        idle->cycles, idle->cycles, idle->switches, idle->kernel_cycles, idle->kernel_entries,
        count.counting ? count.entry - count.start : all->cycles,
        all->switches, all->kernel_cycles, all->kernel_entries,
    };

    for (unsigned i = 0; i < UTILISATION_WORDS; i++) {
        words[i] = report[i];
    }
}
