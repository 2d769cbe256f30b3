/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: what the client's checks and the handler's add up to. */
#pragma once

#include <microkit.h>

#include "attack.h"

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
