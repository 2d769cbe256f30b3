/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: the client's checks, and what the handler's and they add up to. */
#pragma once

#include <microkit.h>

#include "attack.h"

/* Says and counts whether `claim`, a fact in words, holds. */
void check(seL4_Bool holds, const char *claim);

/* The same of a number that is as expected. */
void check_number(seL4_Word found, seL4_Word expected, const char *claim);

/* As check(), of a claim that depends on the SDK: if that is not known, nor is what to expect. */
void check_of_sdk(seL4_Bool holds, const char *claim);

/* To be called once what the attack could not yet change has been checked. */
void checks_before_attack_end(void);

/* Are there no more to come? */
seL4_Bool checks_complete(void);

void print_verdict(void);

/* The handler's. */
static inline const volatile struct record *record(void)
{
    return (const volatile struct record *)RECORD;
}
