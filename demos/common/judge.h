/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every judge prints and counts: of each check whether it holds, and in the
 * end how many did.  FAIL denies what follows it; so a claim is a fact in words,
 * never a demand.
 *
 * A program that judges is linked with judge.c, and defines judge_name.
 */
#pragma once

#include <microkit.h>

/* Who judges, as each of its lines begins: "client". */
extern const char judge_name[];

struct checks {
    unsigned made;
    unsigned passed;
    const char *first_failed; /* the claim; null if all held */
};

const struct checks *checks_so_far(void);

/* Says and counts whether `claim` holds. */
void check(seL4_Bool holds, const char *claim);

/* The same of a number that is as expected. */
void check_number(seL4_Word found, seL4_Word expected, const char *claim);

/* The same of a claim that depends on the SDK: if that is not known, nor is what to expect. */
void check_of_sdk(seL4_Bool holds, const char *claim);

/* As check(), but whoever calls it ends the line ... */
void check_begin(seL4_Bool holds, const char *claim);

/* ... or prints all of the claim, in more words than those that are for the verdict. */
void check_worded(seL4_Bool holds, const char *claim);

/* Counts a check that cannot be made here, because nobody knows `what`, in the words of the
   verdict; the caller ends the line. */
void check_unknown_begin(const char *claim, const char *what);

/* Below a claim that does not hold, on a line of its own. */
void put_below(const char *text);

/* The checks from here on are in this part of the story, which the verdict names; 0: in none. */
void judge_part(unsigned part);

/* The last line: the verdict on `task`, as "TASK2".  `expected` checks must have been made. */
void put_verdict(const char *task, unsigned expected);

/* Its beginning, where what several judges counted is one sum.  All checks passed ... */
void put_pass(const char *task, unsigned all);

/* ... or not: if `some_failed`, the first claim that did not hold comes next ... */
void put_fail(const char *task, unsigned passed, unsigned all, seL4_Bool some_failed);

/* ... or all that failed depends on what is not known: if nobody said what, how an SDK works. */
void put_unknown(const char *task, unsigned passed, unsigned all);
