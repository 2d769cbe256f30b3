/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What C cannot say: an instruction each.  System registers by name, barriers,
 * maintenance.  Barriers are separate calls so that each has its reason where it
 * stands.
 *
 * Included as <instruction.h>: tests put one in its place that records, and
 * complains of what comes in the wrong order (kernel/arch/host/instruction.h).
 */
#pragma once

#include "types.h"

#define SYSREG_READ(name)                                                              \
    static inline word_t sysreg_get_##name(void)                                       \
    {                                                                                  \
        word_t value;                                                                  \
        __asm__ volatile("mrs %0, " #name : "=r"(value));                              \
        return value;                                                                  \
    }
#define SYSREG_WRITE(name)                                                             \
    static inline void sysreg_set_##name(word_t value)                                 \
    {                                                                                  \
        __asm__ volatile("msr " #name ", %0" : : "r"(value) : "memory");               \
    }

SYSREG_READ(ccsidr_el1)
SYSREG_READ(clidr_el1)
SYSREG_READ(cnthp_cval_el2)
SYSREG_READ(cntpct_el0)
SYSREG_READ(cntfrq_el0)
SYSREG_READ(cntvct_el0)
SYSREG_READ(cntv_cval_el0)
SYSREG_READ(ctr_el0)
SYSREG_READ(dczid_el0)
SYSREG_READ(far_el1)
SYSREG_READ(far_el2)
SYSREG_READ(id_aa64mmfr0_el1)
SYSREG_READ(id_aa64mmfr1_el1)
SYSREG_READ(id_aa64mmfr2_el1)
SYSREG_READ(id_aa64pfr0_el1)
SYSREG_READ(isr_el1)
SYSREG_READ(par_el1)
SYSREG_READ(pmccntr_el0)
SYSREG_READ(pmcr_el0)
SYSREG_READ(vttbr_el2)

SYSREG_WRITE(cnthctl_el2)
SYSREG_WRITE(cnthp_ctl_el2)
SYSREG_WRITE(cnthp_cval_el2)
SYSREG_WRITE(cntkctl_el1)
SYSREG_WRITE(cntv_ctl_el0)
SYSREG_WRITE(cntv_cval_el0)
SYSREG_WRITE(cpacr_el1)
SYSREG_WRITE(cptr_el2)
SYSREG_WRITE(csselr_el1)
SYSREG_WRITE(hstr_el2)
SYSREG_WRITE(mdcr_el2)
SYSREG_WRITE(mdscr_el1)
SYSREG_WRITE(pmccfiltr_el0)
SYSREG_WRITE(pmcntenset_el0)
SYSREG_WRITE(pmcr_el0)
SYSREG_WRITE(pmuserenr_el0)
SYSREG_WRITE(ttbr0_el1)
SYSREG_WRITE(vtcr_el2)
SYSREG_WRITE(vttbr_el2)

/* Armv8.4; assemblers know its name only with an extension. */
static inline void sysreg_set_amuserenr_el0(word_t value)
{
    __asm__ volatile("msr s3_3_c13_c2_3, %0" : : "r"(value) : "memory");
}

static inline void isb(void)
{
    __asm__ volatile("isb" : : : "memory");
}

/* One core and no walker but its own: "nsh" reaches all observers (Arm ARM, "Data Synchronization
   Barrier", of which the operand is a shareability domain).  QEMU makes no difference between the
   operands. */
static inline void dsb_nsh(void)
{
    __asm__ volatile("dsb nsh" : : : "memory");
}

/* Stores alone; completes no TLB maintenance. */
static inline void dsb_ishst(void)
{
    __asm__ volatile("dsb ishst" : : : "memory");
}

/* Memory seen by devices too. */
static inline void dsb_sy(void)
{
    __asm__ volatile("dsb sy" : : : "memory");
}

/* TLB maintenance for EL1&0.  Operands: asid from bit 48 on, page number below. */
static inline void tlbi_vae1(word_t operand)
{
    __asm__ volatile("tlbi vae1, %0" : : "r"(operand) : "memory");
}

static inline void tlbi_aside1(word_t operand)
{
    __asm__ volatile("tlbi aside1, %0" : : "r"(operand) : "memory");
}

static inline void tlbi_vmalle1(void)
{
    __asm__ volatile("tlbi vmalle1" : : : "memory");
}

/* Stage 2's: of a page's number, for the VMID in VTTBR_EL2; of all that is known for it; of all
   VMIDs.  And of EL2's own. */
static inline void tlbi_ipas2e1(word_t operand)
{
    __asm__ volatile("tlbi ipas2e1, %0" : : "r"(operand) : "memory");
}

static inline void tlbi_vmalls12e1(void)
{
    __asm__ volatile("tlbi vmalls12e1" : : : "memory");
}

static inline void tlbi_alle1(void)
{
    __asm__ volatile("tlbi alle1" : : : "memory");
}

static inline void tlbi_alle2(void)
{
    __asm__ volatile("tlbi alle2" : : : "memory");
}

/* Address translation for a read at EL1 or EL2; the result is in PAR_EL1. */
static inline void at_s1e2r(word_t address)
{
    __asm__ volatile("at s1e2r, %0" : : "r"(address) : "memory");
}

static inline void at_s1e1r(word_t address)
{
    __asm__ volatile("at s1e1r, %0" : : "r"(address) : "memory");
}

/* MSR PAN, #1, which assemblers know for later processors than ours only. */
static inline void pan_set(void)
{
    __asm__ volatile(".inst 0xd500419f" : : : "memory");
}

/* Registers of devices.  Plain loads and stores: a compiler is free to turn a
   volatile access into a form (pair, writeback) that a hypervisor cannot emulate. */
static inline uint32_t device_load32(const void *address)
{
    uint32_t value;

    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

static inline void device_store32(void *address, uint32_t value)
{
    __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory");
}

/* All ones if `index` is below `limit`, else 0: computed, not predicted, also where
   the branch that compared them before went wrong (Arm, "Cache Speculation
   Side-channels"; CSDB is hint 20). */
static inline word_t index_mask(word_t index, word_t limit)
{
    word_t mask;

    __asm__ volatile("cmp %1, %2\n\tsbc %0, xzr, xzr\n\thint #20"
                     : "=r"(mask)
                     : "r"(index), "r"(limit)
                     : "cc");
    return mask;
}

static inline void wfi(void)
{
    __asm__ volatile("wfi" : : : "memory");
}

/* Store an entry of a translation table in use: at once, as one. */
static inline void pte_store(word_t *entry, word_t value)
{
    *(volatile word_t *)entry = value;
}
