/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What order.c and the TLB of each exception level (el1/tlb.c, el2/tlb.c) share.
 */
#pragma once

#include "host.h"

/* Else the kernel has done things in the wrong order, and panics. */
#define MUST(condition, what)                                                          \
    do {                                                                               \
        if (!(condition)) {                                                            \
            panic(__FILE__, __LINE__, "order: " what);                                 \
        }                                                                              \
    } while (0)

/* The register of users' tables names `root`, tagged `tag`, from now on. */
void host_order_root(paddr_t root, word_t tag);

/* A TLBI has been executed; what it forgets must not be found again by walks. */
void host_order_tlbi(void);
