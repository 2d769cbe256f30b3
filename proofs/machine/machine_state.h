/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine of the proofs, for harnesses: what it answers, and what the kernel told it.
 */
#pragma once

#include "arch.h"

enum { PROOF_IRQS = 4, PROOF_TIMER_IRQ = 3 };

extern struct proof_machine {
    ticks_t now;
    ticks_t deadline;
    bool irq_masked[PROOF_IRQS];
    unsigned irq;           /* what is claimed next; IRQ_NONE: nothing */
    ticks_t irq_rises;      /* when it does, if the kernel waits for it */
    bool irq_pending;       /* what is seen in the course of an operation */
    unsigned irq_completed;
    const struct tcb *fpu_owner;
    paddr_t root;           /* of the address space that is active */
    word_t asid;
    word_t tlb_page;        /* operands of the last TLBI by page and by asid */
    word_t tlb_asid;
    unsigned tlb_all;       /* how often it was told to forget all */
    paddr_t zeroed;         /* what was zeroed last */
    word_t zeroed_bytes;
    unsigned timer_calls;   /* how often the timer was set */
    unsigned space_calls;   /* how often the address space was switched */
} machine;

/* As after power-on. */
void machine_reset(void);
