/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's mock machine, as tests see it: what they may set before a kernel
 * entry and what they find changed after it.
 */
#pragma once

#include <setjmp.h>

#include "arch.h"

enum {
    HOST_IRQS = 160,
    HOST_CONSOLE_BYTES = 8192,
    HOST_TLB_ENTRIES = 16,
    HOST_CACHE_PARTS = 3
};

/* What the walk of an address found: no access at all (`present` false), or a
   page. */
struct host_translation {
    bool present;
    paddr_t address;
    struct pte_attributes attributes;
};

struct host_tlb_entry {
    bool valid;
    word_t asid; /* the tag: at EL2 a VMID */
    vaddr_t page; /* of 4 KiB, whatever the size of the mapping */
    unsigned bits; /* log2 of the mapping's size */
    bool stage_2_gone; /* at EL2: stage 1 has still to be forgotten */
    word_t guest; /* at EL2: the virtual CPU whose stage 1 is in it (core/vcpu.h), or 0 */
    struct host_translation translation;
};

struct host_cache_call {
    unsigned count; /* calls since reset */
    enum cache_op op; /* the last one */
    paddr_t start;
    word_t size;
    word_t bytes; /* of all calls */
};

/* What has been done and no barrier has made visible to all; order.c. */
struct host_order {
    bool zeros_not_visible; /* memory that was cleared */
    bool entry_not_visible; /* an entry of a table */
    bool root_not_in_effect; /* TTBR0_EL1, VTTBR_EL2 */
    bool tlbi_not_complete; /* TLB maintenance */
    bool stage_2_gone;      /* at EL2: of a page, and stage 1 has not followed */
    bool flushed_in_use;    /* at EL1: the asid that was flushed last was that of TTBR0_EL1 */
};

struct host_machine {
    /* Interrupts.  A raised line stays pending until it is claimed. */
    bool irq_raised[HOST_IRQS];
    bool irq_masked[HOST_IRQS];
    bool irq_active[HOST_IRQS]; /* claimed and not completed */
    bool irq_edge[HOST_IRQS];
    bool irq_withdrawn; /* one seems pending, and is gone when it is to be claimed */
    unsigned sgi_count;
    unsigned sgi; /* the last one sent, and to whom */
    unsigned sgi_target;

    unsigned firmware_calls;
    word_t firmware_words[FIRMWARE_WORDS]; /* of the last call; its results are their complements */

    /* Time stands still but for waiting for an interrupt; tests advance it. */
    ticks_t now;
    unsigned clock_reads;
    word_t cycles;
    ticks_t deadline;
    ticks_t line_rises_at; /* 0: never; if the kernel waits then */
    unsigned line;
    ticks_t wakes_late; /* so long after it */

    /* Address translation. */
    bool vspace_present;
    paddr_t root;
    word_t asid;
    unsigned vspace_switches;
    struct host_tlb_entry tlb[HOST_TLB_ENTRIES];
    unsigned tlb_next;
    struct host_order order;

    struct host_cache_call cache;
    unsigned cache_flushed[HOST_CACHE_PARTS + 1]; /* how often each part */
    const struct tcb *fpu_owner;
    struct tcb *fpu_forgotten; /* the last one */

    char console[HOST_CONSOLE_BYTES]; /* what fits, NUL-terminated */
    unsigned console_length;

    /* Where arch_halt goes, if not NULL (longjmp with 1); without it the
       console's text goes to stderr and the process aborts. */
    jmp_buf *halt;
};

extern struct host_machine host_machine;

/* A machine as after power-on: memory zero, interrupts masked, time 0. */
void host_reset(void);

/* Of it what an exception level has of its own: el1/tlb.c, el2/tlb.c.  When `entry` is used, it may
   object, and add what it knows. */
void host_level_reset(void);
void host_level_use(struct host_tlb_entry *entry);

void host_irq_raise(unsigned irq);

/* The running thread `tcb` uses floating point, if it may. */
void host_use_fpu(const struct tcb *tcb);

/*
 * What an access of the running thread to `address` meets: through the TLB,
 * like the real machine, so that a kernel that forgets to flush is found out.
 */
struct host_translation host_translate(vaddr_t address);

/* Memory was cleared. */
void host_order_zeroed(void);

/* A thread runs: what may not be visible to it though it was done; NULL if all is. */
const char *host_order_broken(void);

/* The console's text so far contains `text`. */
bool host_console_has(const char *text);
