/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Authority in one form, whoever says it: the machine's memory, the system description,
 * the tool's report.  A list of grants, and what two lists differ in.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "memory.h"

enum grant_kind {
    GRANT_CAP,          /* place: slot. object: of what type, and which. rights: and badge */
    GRANT_PAGE,         /* place: its address. object: which page. rights: rwx, cached or not */
    GRANT_FAULTS,       /* object: where they go. rights: badge */
    GRANT_TIMEOUTS,     /* the same for those of its time */
    GRANT_BUDGET,       /* object: "time". rights: how much */
    GRANT_PRIORITY,     /* rights: a number, or two if it may give others more */
    GRANT_SPACE,        /* object: whose CSpace. rights: its size */
    GRANT_MEMORY,       /* object: whose address space */
    GRANT_BUFFER,       /* place: address of the IPC buffer. object: which page */
    GRANT_NOTIFICATION, /* object: the one that interrupts its waiting */
    GRANT_TIMER,        /* may set the physical timer */
    GRANT_FPU,          /* may use floating-point registers */
    GRANT_VCPU,         /* object: the virtual CPU, with which it runs as a guest */
    GRANT_START,        /* place: first instruction. rights: stack pointer */
    GRANT_IRQ,          /* holder: "interrupt N". object: the notification. rights: badge */
    GRANT_DEVICE,       /* holder: "device N". place: its address. object: which page */
    GRANT_KINDS
};

struct grant {
    const char *holder;
    enum grant_kind kind;
    uint64_t place;
    const char *object;
    const char *rights;
};

/* Starts as {0} but for the arena, where the texts live. */
struct grants {
    struct arena *arena;
    struct buffer list; /* struct grant */
};

#define GRANT_COUNT(grants) ((grants)->list.size / sizeof(struct grant))
#define GRANT_AT(grants, index) (&((struct grant *)(void *)(grants)->list.data)[index])

void grants_add(struct grants *grants, const char *holder, enum grant_kind kind, uint64_t place,
                const char *object, const char *rights);

/* By holder, kind, place; the same grant twice becomes one. */
void grants_sort(struct grants *grants);

/* What a comparison is about: kinds, a bit each. */
#define GRANT_ALL_KINDS ((1u << GRANT_KINDS) - 1)

/*
 * Prints to `stream` a line for each difference, in words, and returns how many there are.
 * Both lists are sorted.  `source`: who says `wanted`, as in "the description".
 */
size_t grants_compare(FILE *stream, const struct grants *present, const struct grants *wanted,
                      unsigned kinds, const char *source);

/* Is there the same grant in the list, which is sorted? */
bool grants_have(const struct grants *grants, const struct grant *grant);
