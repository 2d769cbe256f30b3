/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: what the parts of the client need of each other. */
#pragma once

#include <microkit.h>

#include "attack.h"

/* Says and counts whether `claim`, a fact in words, holds. */
void check(seL4_Bool holds, const char *claim);

/* The same of a claim that depends on the SDK: if that is not known, neither is what to expect. */
void check_of_sdk(seL4_Bool holds, const char *claim);

/* Prints all that the injected code could touch, and compares it with what was granted. */
void judge_blast_radius(const volatile struct findings *found);

static inline const volatile struct record *record(void)
{
    return (const volatile struct record *)RECORD;
}
