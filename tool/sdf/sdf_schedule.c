/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of scheduling domains and their schedule.
 *
 * The slices of the description become consecutive entries of the kernel's
 * schedule, from index_shift on.  It runs from start_index (counted among the
 * description's) to the next end marker and begins there again; what is
 * elsewhere never runs.
 *
 * The monitor has to run some time to report faults, and the initial task, which
 * it is, cannot leave the kernel's domain 0.  That is the domain with id 0 if it
 * has a slice that runs, else the one that the schedule starts with: the two then
 * change their numbers, which nobody but the kernel ever sees.
 */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

#define MAX_TICKS ((1ull << 56) - 1)

static struct sched_domain *find_id(const struct schedule *schedule, uint64_t id)
{
    for (struct sched_domain *domain = schedule->domains; domain != NULL; domain = domain->next) {
        if (domain->has_id && domain->id == id) {
            return domain;
        }
    }
    return NULL;
}

static void read_id(const struct sdf *sdf, struct sched_domain *domain)
{
    const struct xml_element *element = domain->element;
    uint64_t id = 0;

    if (xml_attribute_find(element, "id") == NULL ||
        !value_in_range(sdf->diag, element, "id", 0, MAX_SCHED_DOMAINS - 1, "", &id)) {
        return;
    }
    const struct sched_domain *first = find_id(&sdf->system->schedule, id);
    if (first != NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, "id"),
                   "domain id %" PRIu64 " is used twice; expected one that is free from 0 to %d",
                   id, MAX_SCHED_DOMAINS - 1);
        diag_note(sdf->diag, xml_attribute_position(first->element, "id"), "first used here");
        return;
    }
    domain->id = id;
    domain->has_id = true;
}

static struct sched_domain *read_sched_domain(const struct sdf *sdf,
                                              const struct xml_element *element)
{
    struct schedule *schedule = &sdf->system->schedule;
    struct sched_domain *domain = arena_allocate(sdf->arena, sizeof(*domain));

    domain->element = element;
    domain->name = "";
    if (schedule->domain_count == MAX_SCHED_DOMAINS + 1) {
        diag_error(sdf->diag, element->at, "more than %d domains; expected 1 to %d",
                   MAX_SCHED_DOMAINS, MAX_SCHED_DOMAINS);
    }
    if (value_text(sdf->diag, element, "name", &domain->name) && domain->name[0] != '\0') {
        const struct sched_domain *first =
            names_add(&schedule->domain_names, sdf->arena, domain->name, domain);

        if (first != NULL) {
            diag_error(sdf->diag, xml_attribute_position(element, "name"),
                       "two domains are named '%s'; expected different names", domain->name);
            diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                      "first defined here");
        }
    }
    return domain;
}

/* Those without an id get the lowest that are free, in order. */
static void number_domains(struct schedule *schedule)
{
    uint64_t next = 0;

    for (struct sched_domain *domain = schedule->domains; domain != NULL; domain = domain->next) {
        if (!domain->has_id) {
            while (find_id(schedule, next) != NULL) {
                next += 1;
            }
            domain->id = next;
            domain->has_id = true;
        }
        domain->number = domain->id;
    }
}

/* A number and its unit, as in "1000 us" or "62_500 ticks". */
static bool duration_parse(const char *text, uint64_t *number, bool *in_ticks)
{
    size_t length = strlen(text);
    char digits[64];

    *in_ticks = length > 5 && strcmp(text + length - 5, "ticks") == 0;
    if (!*in_ticks && !(length > 2 && strcmp(text + length - 2, "us") == 0)) {
        return false;
    }
    length -= *in_ticks ? 5 : 2;
    while (length > 0 && text[length - 1] == ' ') {
        length -= 1;
    }
    if (length >= sizeof(digits)) {
        return false;
    }
    memcpy(digits, text, length);
    digits[length] = '\0';
    return number_parse(digits, number) == NUMBER_OK;
}

static void read_duration(const struct sdf *sdf, struct slice *slice)
{
    const struct xml_attribute *duration = xml_attribute_find(slice->element, "duration");
    uint64_t number = 0;
    bool in_ticks = false;

    if (duration == NULL) {
        return;
    }
    if (!duration_parse(duration->value, &number, &in_ticks)) {
        diag_error(sdf->diag, duration->value_at,
                   "duration \"%s\" is not a time; expected a number and its unit, as in "
                   "\"1000 us\" or \"62500 ticks\"",
                   duration->value);
        return;
    }
    uint64_t khz = sdf->system->board->timer_khz;
    uint64_t most = in_ticks ? MAX_TICKS : MAX_TICKS / khz * 1000;
    if (number == 0 || number > most) {
        diag_error(sdf->diag, duration->value_at,
                   "duration \"%s\" is out of range; expected 1 to %" PRIu64 " %s",
                   duration->value, most, in_ticks ? "ticks" : "us");
        return;
    }
    slice->ticks =
        in_ticks ? number : number / 1000 * khz + number % 1000 * khz / 1000;
    if (slice->ticks < BUDGET_MIN * khz / 1000) { /* the kernel's own worst case */
        diag_warning(sdf->diag, duration->value_at,
                     "a slice of less than %llu us may be over before anybody in it gets something "
                     "done",
                     BUDGET_MIN);
    }
}

static struct slice *read_slice(const struct sdf *sdf, const struct xml_element *element)
{
    struct schedule *schedule = &sdf->system->schedule;
    struct slice *slice = arena_allocate(sdf->arena, sizeof(*slice));
    const char *name = NULL;

    slice->element = element;
    slice->is_end = strcmp(element->name, "schedule_end_marker") == 0;
    schedule->slice_count += 1;
    if (slice->is_end) {
        return slice;
    }
    read_duration(sdf, slice);
    if (value_text(sdf->diag, element, "domain", &name) && name != NULL) {
        slice->domain = names_find(&schedule->domain_names, name);
        if (slice->domain == NULL) {
            diag_error(sdf->diag, xml_attribute_position(element, "domain"),
                       "no domain is named '%s'%s", name,
                       sdf_suggest(sdf, name, &schedule->domain_names));
        }
    }
    return slice;
}

/* Does it fit into the kernel's schedule?  The last entry there is an end marker. */
static void check_length(const struct sdf *sdf, uint64_t shift)
{
    const struct schedule *schedule = &sdf->system->schedule;
    uint64_t index = shift;

    for (const struct slice *slice = schedule->slices; slice != NULL; slice = slice->next) {
        if (index > SCHEDULE_LENGTH - 1 || (index == SCHEDULE_LENGTH - 1 && !slice->is_end)) {
            diag_error(sdf->diag, slice->element->at,
                       "the schedule is too long: this would be the kernel's entry %" PRIu64
                       ", counted from 0; expected at most %d entries, 'index_shift' included, "
                       "and an end marker",
                       index, SCHEDULE_LENGTH - 1);
            return;
        }
        index += 1;
    }
}

/* The slice that the schedule starts with, or NULL after an error. */
static const struct slice *find_start(const struct sdf *sdf, uint64_t start)
{
    const struct schedule *schedule = &sdf->system->schedule;
    const struct slice *slice = schedule->slices;
    size_t at = xml_attribute_position(schedule->order, "start_index");

    if (slice == NULL) {
        diag_error(sdf->diag, schedule->order->at,
                   "the schedule is empty; expected one 'schedule_entry' or more");
        return NULL;
    }
    if (start >= schedule->slice_count) {
        diag_error(sdf->diag, at,
                   "the schedule starts with entry %" PRIu64 " of %" PRIu64
                   " (the first is 0); expected a 'schedule_entry' there",
                   start, schedule->slice_count);
        return NULL;
    }
    for (uint64_t i = 0; i < start; i += 1) {
        slice = slice->next;
    }
    if (slice->is_end) {
        diag_error(sdf->diag, at,
                   "the schedule starts with entry %" PRIu64
                   ", an end marker; expected a 'schedule_entry' there",
                   start);
        diag_note(sdf->diag, slice->element->at, "the marker is here");
        return NULL;
    }
    return slice;
}

/* Marks the domains that have a turn, and finds the monitor's. */
static void follow(struct schedule *schedule, const struct slice *start)
{
    struct sched_domain *zero = find_id(schedule, 0);

    for (const struct slice *slice = start; slice != NULL && !slice->is_end; slice = slice->next) {
        if (slice->domain != NULL) {
            slice->domain->runs = true;
        }
    }
    schedule->monitor = zero;
    if (start->domain != NULL && (zero == NULL || !zero->runs)) {
        if (zero != NULL) {
            zero->number = start->domain->id;
        }
        start->domain->number = 0;
        schedule->monitor = start->domain;
    }
}

static void read_order(const struct sdf *sdf, const struct xml_element *element)
{
    struct schedule *schedule = &sdf->system->schedule;
    struct slice **end = &schedule->slices;
    uint64_t start = 0;
    uint64_t shift = 0;

    if (schedule->order != NULL) {
        diag_error(sdf->diag, element->at,
                   "a second 'domain_schedule'; expected one for the system");
        diag_note(sdf->diag, schedule->order->at, "first defined here");
        return;
    }
    schedule->order = element;
    bool valid =
        value_in_range(sdf->diag, element, "start_index", 0, SCHEDULE_LENGTH - 1, "", &start);
    valid &= value_in_range(sdf->diag, element, "index_shift", 0, SCHEDULE_LENGTH - 1, "", &shift);
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (strncmp(child->name, "schedule_", strlen("schedule_")) == 0) {
            *end = read_slice(sdf, child);
            end = &(*end)->next;
        }
    }
    if (!valid) {
        return;
    }
    check_length(sdf, shift);
    schedule->first = shift;
    schedule->start = shift + start;
    const struct slice *first = find_start(sdf, start);
    if (first != NULL) {
        follow(schedule, first);
    }
}

static void read_domains(const struct sdf *sdf, const struct xml_element *element)
{
    struct schedule *schedule = &sdf->system->schedule;
    struct sched_domain **end = &schedule->domains;

    if (schedule->element != NULL) {
        diag_error(sdf->diag, element->at, "two elements 'domains'; expected at most one");
        diag_note(sdf->diag, schedule->element->at, "first defined here");
        return;
    }
    schedule->element = element;
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "domain") != 0) {
            continue;
        }
        schedule->domain_count += 1;
        struct sched_domain *domain = read_sched_domain(sdf, child);
        if (schedule->domain_count <= MAX_SCHED_DOMAINS) {
            read_id(sdf, domain);
            *end = domain;
            end = &domain->next;
        }
    }
    if (schedule->domains == NULL) {
        diag_error(sdf->diag, element->at, "'domains' without 'domain'; expected 1 to %d",
                   MAX_SCHED_DOMAINS);
        return;
    }
    number_domains(schedule);
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "domain_schedule") == 0) {
            read_order(sdf, child);
        }
    }
    if (schedule->order == NULL) {
        diag_error(sdf->diag, element->at, "'domains' without 'domain_schedule'; expected one");
    }
}

void sdf_read_schedule(const struct sdf *sdf, const struct xml_element *root)
{
    for (const struct xml_element *child = root->first_child; child != NULL;
         child = child->next) {
        if (strcmp(child->name, "domains") == 0) {
            read_domains(sdf, child);
        }
    }
}

void sdf_read_sched_domain(const struct sdf *sdf, struct domain *domain)
{
    const struct schedule *schedule = &sdf->system->schedule;
    const struct xml_attribute *attribute = xml_attribute_find(domain->element, "domain");
    const char *name = NULL;

    if (schedule->element != NULL && schedule->domains == NULL) {
        return; /* reported already */
    }
    if (schedule->element == NULL) {
        if (attribute != NULL) {
            diag_error(sdf->diag, attribute->name_at,
                       "attribute 'domain' of '%s' in a system without domains; expected an "
                       "element 'domains' in 'system'",
                       domain->name);
        }
        return;
    }
    if (attribute == NULL) {
        diag_error(sdf->diag, domain->element->at,
                   "'%s' is in no domain; expected domain=\"...\", as the system has domains",
                   domain->name);
        return;
    }
    if (!value_text(sdf->diag, domain->element, "domain", &name)) {
        return;
    }
    domain->sched_domain = names_find(&schedule->domain_names, name);
    if (domain->sched_domain == NULL) {
        diag_error(sdf->diag, attribute->value_at, "no domain is named '%s'%s", name,
                   sdf_suggest(sdf, name, &schedule->domain_names));
    } else if (sdf->diag->errors == 0 && !domain->sched_domain->runs) {
        diag_warning(sdf->diag, attribute->value_at,
                     "'%s' never runs: domain '%s' has no slice between the start of the schedule "
                     "and the next end marker",
                     domain->name, name);
    }
}
