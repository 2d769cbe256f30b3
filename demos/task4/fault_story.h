/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 4's story: what its parts need of each other. */
#pragma once

#include "fault_handler.h"
#include "task4.h"

/* Says and counts whether `claim`, a fact in words, holds. */
void check(seL4_Bool holds, const char *claim);
/* After the last check: the verdict.  `expected` checks must have been made. */
void print_verdict(unsigned expected);

/* The first part: one crash of each kind, told in full. */
void kind_announce(enum task4_kind kind);
seL4_Bool kind_account_is_right(enum task4_kind kind, const struct fault_account *a);

static inline volatile struct task4_orders *orders(void)
{
    extern seL4_Word orders_vaddr;

    return (volatile struct task4_orders *)orders_vaddr;
}

static inline const volatile struct task4_tally *tally(void)
{
    extern seL4_Word tally_vaddr;

    return (const volatile struct task4_tally *)tally_vaddr;
}
