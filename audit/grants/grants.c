/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing lists of grants, and saying what differs so that it can be understood without
 * knowing how the lists came about.  Pages that differ alike and follow one another are one
 * line.
 */
#include "grants.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "rights.h"

enum { PAGE = 0x1000, LINE_BYTES = 512 };

void grants_add(struct grants *grants, const char *holder, enum grant_kind kind, uint64_t place,
                const char *object, const char *rights)
{
    struct grant grant = {holder, kind, place, object, rights};

    buffer_append(&grants->list, &grant, sizeof(grant));
}

static int compare_keys(const struct grant *a, const struct grant *b)
{
    int order = strcmp(a->holder, b->holder);

    if (order != 0) {
        return order;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

static int compare_all(const void *left, const void *right)
{
    const struct grant *a = left;
    const struct grant *b = right;
    int order = compare_keys(a, b);

    order = order != 0 ? order : strcmp(a->object, b->object);
    return order != 0 ? order : strcmp(a->rights, b->rights);
}

void grants_sort(struct grants *grants)
{
    size_t count = GRANT_COUNT(grants);
    struct grant *all = (void *)grants->list.data;
    size_t kept = 0;

    if (count == 0) {
        return;
    }
    qsort(all, count, sizeof(*all), compare_all);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_all(&all[kept - 1], &all[i]) != 0) {
            all[kept++] = all[i];
        }
    }
    grants->list.size = kept * sizeof(*all);
}

bool grants_have(const struct grants *grants, const struct grant *grant)
{
    return GRANT_COUNT(grants) > 0 &&
           bsearch(grant, grants->list.data, GRANT_COUNT(grants), sizeof(*grant),
                   compare_all) != NULL;
}

/* ---- Words ---- */

/* "read and write" for "rw-". */
static const char *access_words(const char *rights)
{
    static const struct {
        const char *letters, *words;
    } table[] = {{"rwx", "read, write and execute"}, {"rw-", "read and write"},
                 {"r-x", "read and execute"},        {"r--", "read"},
                 {"--x", "execute"}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strncmp(rights, table[i].letters, 3) == 0) {
            return table[i].words;
        }
    }
    return "not use, but has mapped,";
}

/* The object of a page, without "page 3 of": a difference may be of several. */
static const char *page_of(const struct grant *grant)
{
    const char *of = strncmp(grant->object, "page ", 5) == 0 ? strstr(grant->object, " of ") : NULL;

    return of == NULL ? grant->object : of + 4;
}

/* As in "page 0x4000000", "pages 0x4000000 to 0x4003000". */
static void print_pages(FILE *stream, uint64_t first, uint64_t count, const char *at)
{
    if (count == 1) {
        fprintf(stream, "page 0x%" PRIx64, first);
    } else {
        fprintf(stream, "%" PRIu64 " pages from 0x%" PRIx64, count, first);
    }
    fprintf(stream, "%s", at);
}


/* What a grant lets its holder do. */
static void print_grant(FILE *stream, const struct grant *grant, uint64_t count)
{
    const char *space = space_before(grant->rights);

    switch (grant->kind) {
    case GRANT_CAP:
        fprintf(stream, "%s has in slot %" PRIu64 " the %s%s%s", grant->holder, grant->place,
                grant->object, space, grant->rights);
        break;
    case GRANT_PAGE:
    case GRANT_DEVICE:
        fprintf(stream, "%s can %s ", grant->holder, access_words(grant->rights));
        print_pages(stream, grant->place, count, ", which is ");
        fprintf(stream, "%s%s%s", count == 1 ? grant->object : page_of(grant),
                strstr(grant->rights, "uncached") != NULL ? ", uncached" : "", "");
        break;
    case GRANT_FAULTS:
    case GRANT_TIMEOUTS:
        fprintf(stream, "%s of %s go to %s%s%s",
                grant->kind == GRANT_FAULTS ? "faults" : "the ends of budgets", grant->holder,
                grant->object, space, grant->rights);
        break;
    case GRANT_BUFFER:
        fprintf(stream, "%s has its IPC buffer at 0x%" PRIx64 ", which is %s", grant->holder,
                grant->place, grant->object);
        break;
    case GRANT_START:
        fprintf(stream, "%s starts at 0x%" PRIx64 ", %s", grant->holder, grant->place,
                grant->rights);
        break;
    case GRANT_IRQ:
        fprintf(stream, "%s signals %s%s%s", grant->holder, grant->object, space, grant->rights);
        break;
    case GRANT_TIMER:
        fprintf(stream, "%s may set the physical timer", grant->holder);
        break;
    case GRANT_VCPU:
        fprintf(stream, "%s runs with the virtual CPU %s", grant->holder, grant->object);
        break;
    case GRANT_FPU:
        fprintf(stream, "%s may use floating-point registers", grant->holder);
        break;
    default:
        fprintf(stream, "%s has %s%s%s", grant->holder, grant->object, space, grant->rights);
    }
}

/* Two grants of the same place. */
static void print_change(FILE *stream, const struct grant *present, const struct grant *wanted,
                         uint64_t count, const char *source)
{
    print_grant(stream, present, count);
    fprintf(stream, "; %s says: ", source);
    if (present->kind != GRANT_PAGE && present->kind != GRANT_DEVICE) {
        fprintf(stream, "%s%s%s\n", wanted->object, space_before(wanted->rights), wanted->rights);
    } else if (strcmp(present->object, wanted->object) != 0) {
        fprintf(stream, "%s, %s\n", count == 1 ? wanted->object : page_of(wanted), wanted->rights);
    } else {
        fprintf(stream, "%s\n", wanted->rights);
    }
}

/* ---- The comparison ---- */

/* A difference: one of the two is NULL if only the other is there. */
struct difference {
    const struct grant *present;
    const struct grant *wanted;
    uint64_t count; /* of pages */
};

static bool goes_on(const struct grant *before, const struct grant *next, uint64_t count)
{
    if (before == NULL || next == NULL) {
        return before == next;
    }
    return (before->kind == GRANT_PAGE || before->kind == GRANT_DEVICE) &&
           next->kind == before->kind && next->place == before->place + count * PAGE &&
           strcmp(next->holder, before->holder) == 0 &&
           strcmp(next->rights, before->rights) == 0 &&
           strcmp(page_of(next), page_of(before)) == 0;
}

static void print_difference(FILE *stream, const struct difference *difference, const char *source)
{
    if (difference->count == 0) {
        return;
    }
    fprintf(stream, "  ");
    if (difference->wanted == NULL) {
        print_grant(stream, difference->present, difference->count);
        fprintf(stream, ": not in %s\n", source);
    } else if (difference->present == NULL) {
        fprintf(stream, "%s says that ", source);
        print_grant(stream, difference->wanted, difference->count);
        fprintf(stream, ": not so in the machine\n");
    } else {
        print_change(stream, difference->present, difference->wanted, difference->count, source);
    }
}

/* Adds one to the difference at hand, or prints that and begins the next.  How many are new. */
static size_t differ(FILE *stream, struct difference *open, const struct grant *present,
                     const struct grant *wanted, const char *source)
{
    if (open->count > 0 && goes_on(open->present, present, open->count) &&
        goes_on(open->wanted, wanted, open->count)) {
        open->count++;
        return 0;
    }
    print_difference(stream, open, source);
    *open = (struct difference){present, wanted, 1};
    return 1;
}

size_t grants_compare(FILE *stream, const struct grants *present, const struct grants *wanted,
                      unsigned kinds, const char *source)
{
    struct difference open = {NULL, NULL, 0};
    size_t differences = 0;
    size_t i = 0;
    size_t j = 0;

    while (i < GRANT_COUNT(present) || j < GRANT_COUNT(wanted)) {
        const struct grant *a = i < GRANT_COUNT(present) ? GRANT_AT(present, i) : NULL;
        const struct grant *b = j < GRANT_COUNT(wanted) ? GRANT_AT(wanted, j) : NULL;
        int order = a == NULL ? 1 : b == NULL ? -1 : compare_keys(a, b);
        const struct grant *extra = order <= 0 ? a : NULL;
        const struct grant *missing = order >= 0 ? b : NULL;
        const struct grant *any = extra != NULL ? extra : missing;
        bool equal = order == 0 && compare_all(a, b) == 0;

        if ((kinds >> any->kind & 1) != 0 && !equal) {
            differences += differ(stream, &open, extra, missing, source);
        }
        i += extra != NULL;
        j += missing != NULL;
    }
    print_difference(stream, &open, source);
    return differences;
}
