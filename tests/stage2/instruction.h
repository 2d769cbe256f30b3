/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AArch64's instructions as the tests of el2/mmu.c and el2/mmu_level.c have them: a machine that
 * takes the architecture at its word.  Its TLB may hold all of whom VTTBR_EL2 has named, until it
 * is told to forget it; machine.broken says what was done in the wrong order, NULL: nothing so far.
 *
 * Source: Arm ARM (DDI 0487), as el2/mmu.c quotes it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "types.h"

enum { MACHINE_VMIDS = 256, MACHINE_EMPTY = 0x7000, MACHINE_ORDER = 32 };

extern struct machine {
    word_t vttbr;
    bool vttbr_not_in_effect;    /* no ISB has followed its write */
    bool entry_not_visible;      /* the test wrote an entry, and no DSB has followed */
    bool tlbi_not_complete;
    bool stage_2_gone;           /* IPAS2E1, and VMALLE1 has not followed */
    paddr_t held[MACHINE_VMIDS]; /* whose root the TLB may have entries of; 0: nobody's */
    word_t page;                 /* the operand of the last IPAS2E1 */
    unsigned tlbis;
    const char *broken;
    word_t mmfr0;                /* ID_AA64MMFR0_EL1 */
    unsigned done;               /* and what was done, in its order: a letter each */
    char order[MACHINE_ORDER];
} machine;

static inline void machine_did(char what)
{
    if (machine.done < MACHINE_ORDER - 1) {
        machine.order[machine.done++] = what;
    }
}

static inline void machine_must(bool condition, const char *what)
{
    if (!condition && machine.broken == NULL) {
        machine.broken = what;
    }
}

static inline word_t machine_vmid(void)
{
    return machine.vttbr >> 48;
}

static inline void isb(void)
{
    machine.vttbr_not_in_effect = false;
    machine_did('i');
}

static inline void dsb_nsh(void)
{
    machine.entry_not_visible = false;
    machine.tlbi_not_complete = false;
    machine_did('d');
}

static inline void dsb_ishst(void)
{
    machine.entry_not_visible = false;
}

static inline void pte_store(word_t *entry, word_t value)
{
    *entry = value;
    machine.entry_not_visible = true;
    machine_did('e');
}

static inline word_t sysreg_get_vttbr_el2(void)
{
    return machine.vttbr;
}

static inline void sysreg_set_vttbr_el2(word_t value)
{
    paddr_t root = value & MASK(48);

    machine_must(!machine.tlbi_not_complete, "another address space before a TLBI is complete");
    machine_must(!machine.stage_2_gone, "what has both stages in one entry is not forgotten");
    machine.vttbr = value;
    machine.vttbr_not_in_effect = true;
    if (root != MACHINE_EMPTY) {
        machine_must(machine.held[machine_vmid()] == 0 || machine.held[machine_vmid()] == root,
                     "an address space finds another one's entries");
        machine.held[machine_vmid()] = root;
    }
}

static inline void machine_tlbi(void)
{
    machine_must(!machine.entry_not_visible, "a TLBI before the entry is written is visible");
    machine_must(!machine.vttbr_not_in_effect, "a TLBI before its VMID is in effect");
    machine.tlbi_not_complete = true;
    machine.tlbis++;
}

static inline void machine_tlbi_vmid(void)
{
    machine_must((machine.vttbr & MASK(48)) == MACHINE_EMPTY,
                 "tables are walked under a VMID that is not theirs");
    machine_tlbi();
}

static inline void tlbi_ipas2e1(word_t page)
{
    machine_tlbi_vmid();
    machine.page = page;
    machine.stage_2_gone = true;
}

static inline void tlbi_vmalle1(void)
{
    machine_must(!machine.tlbi_not_complete, "stage 1 is forgotten before stage 2 is");
    machine_tlbi_vmid();
    machine.stage_2_gone = false;
}

static inline void tlbi_vmalls12e1(void)
{
    machine_tlbi_vmid();
    machine.held[machine_vmid()] = 0;
}

static inline void tlbi_alle1(void)
{
    machine_tlbi();
    for (unsigned i = 0; i < MACHINE_VMIDS; i++) {
        machine.held[i] = 0;
    }
}

/* Of the kernel's own tables, which no VMID goes with. */
static inline void tlbi_alle2(void)
{
    machine_did('t');
}

static inline void at_s1e2r(word_t address)
{
    (void)address;
}

static inline word_t sysreg_get_id_aa64mmfr0_el1(void)
{
    return machine.mmfr0;
}
