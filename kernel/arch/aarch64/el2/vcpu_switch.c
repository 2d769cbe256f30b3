/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which virtual CPU the machine is (HYP.md 2, core/vcpu.h).
 *
 *              switch to its thread                  switch to its thread
 *   elsewhere ─────────────────────► loaded, active ◄─────────────────► loaded only
 *       ▲                                            any other thread        │
 *       └────────── switch to another guest, or it is forgotten ─────────────┘
 *
 * A virtual CPU that is loaded only does not act: its virtual interrupts are off,
 * its timer is stopped, and the registers that native threads are subject to
 * have their native values.  The others stay, for the most frequent switch is
 * that between a guest and its VMM, and back.
 *
 * What is in the machine is the truth; the object has the rest:
 *
 *                       staying, list registers     leaving, GICH_HCR
 *   elsewhere           object                      object
 *   loaded only         machine                     object
 *   loaded, active      machine                     machine
 *
 * No barrier but before interrupts are looked at: the return to the thread is a
 * context synchronization event (Arm ARM, "Exception return"), and EL2 is subject
 * to none of these registers.  Accesses to one device are in order.
 */
#include "vcpu.h"

#include <guest_machine.h>

#include "guest.h"
#include "mmu_guest.h"

static struct vcpu *loaded; /* NULL: nobody's values matter */
static word_t numbers;      /* the last one given */
static unsigned lists;      /* list registers */

/* ---- Parts of the state ---- */

static unsigned list_offset(unsigned index)
{
    return GICH_LR + 4 * index;
}

unsigned arch_vcpu_list_registers(void)
{
    return lists;
}

#define SAVE(field, name) vcpu->reg[seL4_VCPUReg_##field] = guest_get_##name();
#define LOAD(field, name) guest_set_##name(vcpu->reg[seL4_VCPUReg_##field]);

/* Of the virtual CPU that is loaded only: all that stays. */
static void save_staying(struct vcpu *vcpu)
{
    GUEST_STAYING(SAVE)
    vcpu->cache_select = guest_get_csselr_el1();
    vcpu->vmcr = gich_read(GICH_VMCR);
    vcpu->apr = gich_read(GICH_APR);
    for (unsigned i = 0; i < lists; i++) { /* at most 64 */
        vcpu->list[i] = gich_read(list_offset(i));
    }
}

static void load_staying(const struct vcpu *vcpu)
{
    GUEST_STAYING(LOAD)
    guest_set_csselr_el1(vcpu->cache_select);
    gich_write(GICH_VMCR, vcpu->vmcr);
    gich_write(GICH_APR, vcpu->apr);
    for (unsigned i = 0; i < lists; i++) { /* at most 64 */
        gich_write(list_offset(i), vcpu->list[i]);
    }
}

/* The timer last: with an old deadline it would interrupt. */
static void timer_start(const struct vcpu *vcpu)
{
    LOAD(CNTV_CVAL, cntv_cval_el0)
    LOAD(CNTVOFF, cntvoff_el2)
    LOAD(CNTKCTL_EL1, cntkctl_el1)
    LOAD(CNTV_CTL, cntv_ctl_el0)
    arch_irq_mask(VCPU_TIMER_IRQ, vcpu->timer_masked);
}

static void timer_stop(struct vcpu *vcpu)
{
    SAVE(CNTV_CTL, cntv_ctl_el0)
    guest_set_cntv_ctl_el0(0);
    SAVE(CNTV_CVAL, cntv_cval_el0)
    SAVE(CNTVOFF, cntvoff_el2)
    SAVE(CNTKCTL_EL1, cntkctl_el1)
    guest_set_cntkctl_el1(CNTKCTL_CLOSED); /* as vectors.S knows it of a guest's thread */
    arch_irq_mask(VCPU_TIMER_IRQ, true);
}

/* The virtual CPU that is loaded begins, and stops, to act. */
static void activate(struct vcpu *vcpu)
{
    LOAD(SCTLR, sctlr_el1)
    LOAD(CPACR, cpacr_el1)
    guest_set_hcr_el2(HCR_GUEST);
    guest_set_cnthctl_el2(CNTHCTL_GUEST);
    guest_set_mdcr_el2(guest_get_mdcr_el2() | MDCR_COUNTERS);
    gich_write(GICH_HCR, vcpu->hcr);
    timer_start(vcpu);
    vcpu_active = vcpu;
}

static void deactivate(struct vcpu *vcpu)
{
    vcpu->hcr = gich_read(GICH_HCR);
    gich_write(GICH_HCR, 0);
    timer_stop(vcpu);
    SAVE(SCTLR, sctlr_el1)
    SAVE(CPACR, cpacr_el1)
    guest_set_sctlr_el1(SCTLR_NATIVE);
    guest_set_cpacr_el1(CPACR_NATIVE);
    guest_set_hcr_el2(HCR_NATIVE);
    guest_set_cnthctl_el2(CNTHCTL_NATIVE);
    guest_set_mdcr_el2(guest_get_mdcr_el2() & ~(word_t)MDCR_COUNTERS);
    vcpu_active = NULL;
}

/* ---- Switching ---- */

void vcpu_switch(struct vcpu *vcpu)
{
    if (vcpu_active != NULL) {
        deactivate(vcpu_active);
    }
    if (vcpu == NULL) {
        return;
    }
    struct vcpu *before = loaded;
    if (vcpu != before) {
        if (before != NULL) {
            save_staying(before);
        }
        load_staying(vcpu);
        loaded = vcpu;
    }
    activate(vcpu);
    if (vcpu != before) {
        mmu_guest_enters(vcpu->number);
    }
}

void arch_vcpu_forget(struct vcpu *vcpu)
{
    if (vcpu == vcpu_active) {
        deactivate(vcpu);
    }
    if (vcpu == loaded) {
        save_staying(vcpu);
        loaded = NULL;
    }
}

/* Nothing is taken over from who booted the kernel. */
void arch_vcpu_boot(void)
{
    static const struct vcpu nothing; /* neither interrupts nor a deadline */

    vcpu_active = NULL;
    loaded = NULL;
    lists = (unsigned)bits_get(gich_read(GICH_VTR), 5, 0) + 1;
    gich_write(GICH_HCR, 0);
    guest_set_cntv_ctl_el0(0);
    load_staying(&nothing);
    guest_set_cntvoff_el2(0);
    guest_set_cntkctl_el1(CNTKCTL_NATIVE);
    guest_set_cnthctl_el2(CNTHCTL_NATIVE);
    guest_set_sctlr_el1(SCTLR_NATIVE);
    guest_set_cpacr_el1(CPACR_NATIVE);
    guest_set_hcr_el2(HCR_NATIVE);
}

void arch_vcpu_reset(struct vcpu *vcpu)
{
    vcpu->reg[seL4_VCPUReg_SCTLR] = SCTLR_FRESH;
    vcpu->hcr = GICH_HCR_ENABLE;
    vcpu->number = ++numbers;
}

const struct vcpu *arch_vcpu_loaded(void)
{
    return loaded;
}

const struct vcpu *arch_vcpu_active(void)
{
    return vcpu_active;
}

/* ---- Single values ---- */

/* Does the machine have the value of `field` of `vcpu`? */
static bool in_machine(const struct vcpu *vcpu, unsigned field)
{
#define IS(name, register) case seL4_VCPUReg_##name:
    switch (field) {
    GUEST_LEAVING(IS)
        return vcpu == vcpu_active;
    default:
        return vcpu == loaded;
    }
#undef IS
}

word_t arch_vcpu_read(const struct vcpu *vcpu, unsigned field)
{
    if (!in_machine(vcpu, field)) {
        return vcpu->reg[field];
    }
#define READ(field, name)                                                              \
    case seL4_VCPUReg_##field:                                                         \
        return guest_get_##name();
    switch (field) {
    GUEST_FIELDS(READ)
    default:
        return 0; /* there is none */
    }
#undef READ
}

void arch_vcpu_write(struct vcpu *vcpu, unsigned field, word_t value)
{
    if (!in_machine(vcpu, field)) {
        vcpu->reg[field] = value;
        return;
    }
#define WRITE(field, name)                                                             \
    case seL4_VCPUReg_##field:                                                         \
        guest_set_##name(value);                                                       \
        return;
    switch (field) {
    GUEST_FIELDS(WRITE)
    default: /* there is none */
        return;
    }
#undef WRITE
}

uint32_t arch_vcpu_list(const struct vcpu *vcpu, unsigned index)
{
    return vcpu == loaded ? gich_read(list_offset(index)) : vcpu->list[index];
}

void arch_vcpu_set_list(struct vcpu *vcpu, unsigned index, uint32_t value)
{
    if (vcpu == loaded) {
        gich_write(list_offset(index), value);
    } else {
        vcpu->list[index] = value;
    }
}

void arch_vcpu_mask_timer(struct vcpu *vcpu, bool masked)
{
    vcpu->timer_masked = masked;
    if (vcpu == vcpu_active) {
        arch_irq_mask(VCPU_TIMER_IRQ, masked);
    }
}

word_t arch_vcpu_take_ended(void)
{
    word_t ended = gich_read(GICH_EISR0) | (word_t)gich_read(GICH_EISR1) << 32;

    if (ended == 0) {
        return ~(word_t)0;
    }
    unsigned index = (unsigned)__builtin_ctzll(ended);
    gich_write(list_offset(index), gich_read(list_offset(index)) & ~(uint32_t)LIST_EOI);
    return index;
}
