/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether there is time for all budgets.  A budget that is less than its period is
 * a bound on what a thread takes, and what those below it count on.  If together
 * those of one priority and of higher ones may take more than all of the time, some
 * of them do not get what their description promises.  Budgets that are as long as
 * their period say nothing, and passive domains run on their callers' time.
 */
#include "sdf.h"

#include <inttypes.h>
#include <stdlib.h>

/* So many are named in the message. */
enum { SHARES_NAMED = 6 };

/* What one thread may take. */
struct share {
    const char *name;
    const struct xml_element *element;
    const struct sched_domain *sched_domain; /* in whose slices, or NULL */
    uint64_t priority;
    double part; /* of the time */
};

struct shares {
    struct share *list;
    size_t count;
};

/* Adds it if `budget` is a bound; all else of `share` is filled in. */
static void add(struct shares *shares, struct share share, uint64_t budget, uint64_t period)
{
    if (budget > 0 && budget < period) {
        share.part = (double)budget / (double)period;
        shares->list[shares->count] = share;
        shares->count += 1;
    }
}

static void add_domain(struct shares *shares, const struct domain *domain)
{
    if (!domain->passive && domain->priority_valid) {
        struct share share = {domain->name, domain->element, domain->sched_domain,
                              domain->priority, 0};

        add(shares, share, domain->budget, domain->period);
    }
}

/* Each of its vcpus has the budget. */
static void add_machine(struct shares *shares, const struct domain *domain)
{
    const struct machine *machine = domain->machine;

    if (machine == NULL || !machine->priority_valid) {
        return;
    }
    for (const struct vcpu *vcpu = machine->vcpus; vcpu != NULL; vcpu = vcpu->next) {
        struct share share = {machine->name, machine->element, domain->sched_domain,
                              machine->priority, 0};

        add(shares, share, machine->budget, machine->period);
    }
}

/* How many there can be. */
static size_t count_threads(const struct system *system)
{
    size_t count = 0;

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        count += 1;
        for (const struct vcpu *vcpu = domain->machine == NULL ? NULL : domain->machine->vcpus;
             vcpu != NULL; vcpu = vcpu->next) {
            count += 1;
        }
    }
    return count;
}

/* The highest priority first, otherwise as in the file. */
static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left;
    const struct share *b = right;

    if (a->priority != b->priority) {
        return a->priority > b->priority ? -1 : 1;
    }
    return a->element->at < b->element->at ? -1 : a->element->at > b->element->at;
}

/* As in "33.3 %". */
static void write_percent(struct buffer *text, double part)
{
    uint64_t tenths = (uint64_t)(part * 1000 + 0.5);

    buffer_format(text, "%" PRIu64 ".%" PRIu64 " %%", tenths / 10, tenths % 10);
}

/* Warns of the first `count` shares of the domain of the last one, whose sum is `sum`. */
static void warn(const struct sdf *sdf, const struct shares *shares, size_t count, double sum)
{
    const struct share *last = &shares->list[count - 1];
    struct buffer names = {0};
    struct buffer total = {0};
    size_t named = 0;

    for (size_t i = 0; i < count; i += 1) {
        const struct share *share = &shares->list[i];

        if (share->sched_domain == last->sched_domain) {
            named += 1;
            if (named <= SHARES_NAMED) {
                buffer_format(&names, "%s'%s' ", named == 1 ? "" : ", ", share->name);
                write_percent(&names, share->part);
            }
        }
    }
    if (named > SHARES_NAMED) {
        buffer_format(&names, " and %zu more", named - SHARES_NAMED);
    }
    write_percent(&total, sum);
    diag_warning(sdf->diag, xml_attribute_position(last->element, "budget"),
                 "the budgets of priority %" PRIu64 " and above are %.*s of the time: %.*s; "
                 "not all of them can be had at once",
                 last->priority, (int)total.size, (const char *)total.data, (int)names.size,
                 (const char *)names.data);
    buffer_release(&names);
    buffer_release(&total);
}

/* Of those that run in slices of one domain; `first` is the first of them. */
static void check_one(const struct sdf *sdf, const struct shares *shares, size_t first)
{
    const double all = 1.000001; /* thirds, say, are not exact */
    const struct sched_domain *sched_domain = shares->list[first].sched_domain;
    double sum = 0;
    size_t last = first;

    for (size_t i = first; i < shares->count; i += 1) {
        if (shares->list[i].sched_domain != sched_domain) {
            continue;
        }
        if (shares->list[i].priority != shares->list[last].priority && sum > all) {
            break;
        }
        sum += shares->list[i].part;
        last = i;
    }
    if (sum > all) {
        warn(sdf, shares, last + 1, sum);
    }
}

void sdf_check_budgets(const struct sdf *sdf)
{
    const struct system *system = sdf->system;
    struct shares shares = {
        .list = arena_allocate(sdf->arena, count_threads(system) * sizeof(struct share)),
    };

    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        add_domain(&shares, domain);
        add_machine(&shares, domain);
    }
    if (shares.count == 0) {
        return;
    }
    qsort(shares.list, shares.count, sizeof(*shares.list), compare_shares);
    for (size_t i = 0; i < shares.count; i += 1) {
        size_t earlier = 0;

        while (shares.list[earlier].sched_domain != shares.list[i].sched_domain) {
            earlier += 1;
        }
        if (earlier == i) {
            check_one(sdf, &shares, i);
        }
    }
}
