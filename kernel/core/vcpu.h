/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual CPUs: what a guest's kernel finds besides the registers of its thread
 * (HYP.md 2).  Only kernels at EL2 have them (HAVE_VCPUS); elsewhere all this is
 * empty, and no code is made of it.
 *
 *   tcb ◄──► vcpu      one to one
 *
 * A thread that has one runs as a guest, at EL1 or EL0.  Its virtual CPU's state
 * may stay in the machine while threads without one run; whose is there, and
 * when it changes, only the machine's part knows (vcpu_switch.c).  The core asks
 * it for values, which are current in either case.
 *
 * On its way out of the kernel the machine's part sees to it that the virtual CPU
 * of the thread that is to run is the active one: the core does not tell it who
 * runs.
 */
#pragma once

#include <vcpu_arch.h>

#include "arch.h"
#include "invocation.h"

/* The numbers of them (ABI.md 3.1, 6.1), which kernels at EL2 have alone. */
enum {
    VCPU_OBJECT_BITS = 12,
    VCPU_SET_TCB = 55,
    VCPU_INJECT_IRQ,
    VCPU_READ_REGS,
    VCPU_WRITE_REGS,
    VCPU_ACK_VPPI
};

/* Lines that the kernel keeps for guests: private interrupts (HYP.md 1). */
enum { VCPU_MAINTENANCE_IRQ = 25, VCPU_TIMER_IRQ = 27 };

/* Object types: this is the last one, where it is one. */
enum { VCPU_OBJECT = 12, OBJECT_TYPES = VCPU_OBJECT + HAVE_VCPUS };

enum { VCPU_LIST_REGISTERS = 64 }; /* at most; GICv2, 5.3.8 */

/* A list register, GICH_LR (GICv2, 5.3.10).  States: 0 invalid, 1 pending, 2 active. */
enum {
    LIST_EOI = 1 << 19, /* a maintenance interrupt tells of its end */
    LIST_PENDING = 1 << 28,
    LIST_ACTIVE = 1 << 29
};

struct vcpu {
    struct tcb *tcb; /* it is bound to, or NULL */
    word_t number;   /* no other virtual CPU has or had it; not 0 */

    /* The rest is up to date where the machine has no later value: vcpu_switch.c. */
    word_t reg[seL4_VCPUReg_Num];
    word_t cache_select; /* CSSELR_EL1, which no field is for */
    uint32_t hcr;        /* GICH_HCR, GICH_VMCR, GICH_APR: GICv2, 5.3 */
    uint32_t vmcr;
    uint32_t apr;
    bool timer_masked; /* it has ticked, and nobody has acknowledged */
    uint32_t list[VCPU_LIST_REGISTERS];
};

OBJECT_FITS(struct vcpu, VCPU_OBJECT_BITS);

CAP_TO(vcpu, CAP_VCPU, vcpu)

/* ---- For the rest of the core ---- */

/* Retype: `count` objects from `first` on, whose memory is zero. */
void vcpus_init(void *first, word_t count);

/* `vcpu`, bound to a thread, is so no more: the thread goes on at EL0. */
void vcpu_unbind(struct vcpu *vcpu);

/* `value` as user code may set register `index` of `tcb`: ABI.md 1.4. */
static inline word_t vcpu_sanitise_register(const struct tcb *tcb, unsigned index, word_t value)
{
    bool full = HAVE_VCPUS && tcb->vcpu != NULL && index == REG_SPSR && vcpu_may_be_mode(value);

    return full ? value : arch_sanitise_register(index, value);
}

/* Is `irq` one of the lines above, and so the kernel's? */
static inline bool vcpu_is_kernels_irq(unsigned irq)
{
    return HAVE_VCPUS && (irq == VCPU_MAINTENANCE_IRQ || irq == VCPU_TIMER_IRQ);
}

/* Faults 7 to 9: their one word. */
unsigned vcpu_fault_words(const struct tcb *tcb, word_t *words);

/* ---- What the machine does: <vcpu_arch.h> and, at EL2, vcpu_switch.c ---- */

/* Boot: the machine is nobody's. */
void arch_vcpu_boot(void);

/* A new object, all zero: the values it begins with, and its number. */
void arch_vcpu_reset(struct vcpu *vcpu);

/* Field `field` of `vcpu`, below seL4_VCPUReg_Num: as the machine has it now. */
word_t arch_vcpu_read(const struct vcpu *vcpu, unsigned field);
void arch_vcpu_write(struct vcpu *vcpu, unsigned field, word_t value);

/* How many list registers there are; the value of one. */
unsigned arch_vcpu_list_registers(void);
uint32_t arch_vcpu_list(const struct vcpu *vcpu, unsigned index);
void arch_vcpu_set_list(struct vcpu *vcpu, unsigned index, uint32_t value);

/* Whether `vcpu`'s timer can interrupt. */
void arch_vcpu_mask_timer(struct vcpu *vcpu, bool masked);

/* The list register whose interrupt the guest that runs has ended, and is told no more about;
   ~0: none. */
word_t arch_vcpu_take_ended(void);

/* `vcpu` loses its thread, dies or gets into another address space: it has its values, and nothing
   of them is used any more until it is switched to. */
void arch_vcpu_forget(struct vcpu *vcpu);

/* Whose values the machine has, and who runs with them; NULL: nobody.  For checks. */
const struct vcpu *arch_vcpu_loaded(void);
const struct vcpu *arch_vcpu_active(void);
