/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EL2, where the kernel of this board runs: turning the MMU on, entering the kernel.
 */
#include "start_asm.h"

/* x19: vectors for this loader, x20: CurrentEL as it was started, x21: what last_vectors_place
   returned. */
    .section .text.start, "ax"
    .global at_el2
at_el2:
    LOAD_ADDRESS x0, stack_top
    mov     sp, x0
    mov     x0, x19
    bl      el2_configure       /* exceptions of the loader come to it, not to its last vectors */
    lsr     x0, x20, #2         /* from CurrentEL */
    bl      loader_main         /* does not return */

/* Without EL2 there is no kernel to enter: loader_main says so. */
    .global at_el1
at_el1:
    LOAD_CONSTANT x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
    msr     vbar_el1, x19
    isb
    LOAD_ADDRESS x0, stack_top
    mov     sp, x0
    mov     x0, #1
    bl      loader_main         /* does not return */

/*
 * void mmu_enable(root, not_used, mair, tcr, start, end);
 * MMU and caches on.  [start, end): what has been written with them off; a line
 * that a cache has of it is older.  (Of what was only read it may have lines, and
 * of memory that the loader has not touched: they say what memory says.)
 *
 * Arm ARM, "Mismatched memory attributes", "Cache maintenance instructions",
 * "TLB maintenance instructions", "Synchronization requirements for AArch64
 * System registers".
 */
    .text
    .global mmu_enable
mmu_enable:
    dsb     sy                  /* without a barrier, writes to what is not cacheable and cache
                                   maintenance may come in any order */
    LINES   ivac, x4, x5, x6, x7
    tlbi    alle2               /* of whatever reset or firmware left */
    ic      iallu               /* may have lines while instruction caches are off, too */
    dsb     sy                  /* maintenance of caches and TLB is complete only after a DSB: now
                                   the first walk, which is cacheable, reads what was written */
    msr     mair_el2, x2
    msr     tcr_el2, x3
    msr     ttbr0_el2, x0
    isb                         /* writes to system registers take effect in any order before an
                                   ISB: these must before SCTLR_EL2.M does */
    mrs     x0, sctlr_el2
    LOAD_CONSTANT x1, SCTLR_M_C_I
    orr     x0, x0, x1
    msr     sctlr_el2, x0
    isb                         /* the next instruction is fetched through the tables, where this
                                   code is mapped to itself */
    ret

/* void kernel_enter(x0, x1, x2, x3, entry): registers as ABI.md 13.1 says. */
    .global kernel_enter
kernel_enter:
    mov     x6, x4
    mov     x4, xzr             /* no device tree */
    mov     x5, xzr
    msr     tpidr_el1, xzr      /* the first core */
    br      x6
