/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual CPUs as objects: invocations and binding; see vcpu.h.  Linked into
 * kernels at EL2 alone.
 */
#include "vcpu.h"

#include "arch.h"
#include "board.h"

static struct vcpu *target(const struct invocation *call)
{
    return cap_vcpu(call->cap);
}

void vcpus_init(void *first, word_t count)
{
    for (word_t i = 0; i < count; i++) { /* at most 256 */
        arch_vcpu_reset((struct vcpu *)((unsigned char *)first + (i << VCPU_OBJECT_BITS)));
    }
}

/* ---- Whose it is ---- */

void vcpu_unbind(struct vcpu *vcpu)
{
    struct tcb *tcb = vcpu->tcb;
    word_t *spsr = &tcb->context.reg[REG_SPSR];

    arch_vcpu_forget(vcpu);
    tcb->vcpu = NULL;
    vcpu->tcb = NULL;
    *spsr = arch_sanitise_register(REG_SPSR, *spsr); /* of EL0 again */
}

static struct err vcpu_set_tcb(struct invocation *call)
{
    struct vcpu *vcpu = target(call);
    cap_t cap = invocation_cap(call, 0);

    if (cap_type(cap) != CAP_TCB) {
        return err_illegal();
    }
    struct tcb *tcb = cap_tcb(cap);
    if (vcpu->tcb != NULL) {
        vcpu_unbind(vcpu);
    }
    if (tcb->vcpu != NULL) {
        vcpu_unbind(tcb->vcpu);
    }
    vcpu->tcb = tcb;
    /* All threads share the physical timer, and no field keeps one guest's from another's. */
    tcb->flags |= bulkhead_TCBFlag_physicalTimerDisabled;
    arch_flags_changed(tcb);
    tcb->vcpu = vcpu; /* if it is the current thread: active at the kernel's exit */
    return ok();
}

/* ---- Interrupts for the guest ---- */

/* The argument word of InjectIRQ. */
struct injection {
    word_t virq;
    word_t priority;
    word_t group;
    word_t index; /* which list register */
};

static struct injection injection_of(word_t word)
{
    return (struct injection){.virq = bits_get(word, 15, 0),
                              .priority = bits_get(word, 23, 16),
                              .group = bits_get(word, 31, 24),
                              .index = bits_get(word, 39, 32)};
}

enum { MAX_VIRQ = 1023, MAX_PRIORITY = 31, MAX_GROUP = 1 };

static struct err vcpu_inject_irq(struct invocation *call)
{
    struct injection in = injection_of(call->mr[0]);
    unsigned lists = arch_vcpu_list_registers();

    if (in.virq > MAX_VIRQ) {
        return err_range(0, MAX_VIRQ);
    }
    if (in.priority > MAX_PRIORITY) {
        return err_range(0, MAX_PRIORITY);
    }
    if (in.group > MAX_GROUP) {
        return err_range(0, MAX_GROUP);
    }
    if (in.index >= lists) {
        return err_range(0, lists - 1);
    }
    unsigned index = (unsigned)arch_index(in.index, lists);
    if (arch_vcpu_list(target(call), index) & LIST_ACTIVE) {
        return err_plain(seL4_DeleteFirst);
    }
    word_t list = in.virq | LIST_EOI | in.priority << 23 | LIST_PENDING | in.group << 30;
    arch_vcpu_set_list(target(call), index, (uint32_t)list);
    return ok();
}

static struct err vcpu_ack_vppi(struct invocation *call)
{
    if (call->mr[0] > board.max_irq) {
        return err_range(0, board.max_irq);
    }
    if (call->mr[0] != VCPU_TIMER_IRQ) {
        return err_argument(0);
    }
    arch_vcpu_mask_timer(target(call), false);
    return ok();
}

/* ---- Registers ---- */

/* Message word 0: which register.  Its number in errors is 1. */
static struct err check_field(const struct invocation *call, unsigned *field)
{
    if (call->mr[0] >= seL4_VCPUReg_Num) {
        return err_argument(1);
    }
    *field = (unsigned)arch_index(call->mr[0], seL4_VCPUReg_Num);
    return ok();
}

static struct err vcpu_read_regs(struct invocation *call)
{
    unsigned field;

    TRY(check_field(call, &field));
    call->result[0] = arch_vcpu_read(target(call), field);
    call->result_length = 1;
    return ok();
}

static struct err vcpu_write_regs(struct invocation *call)
{
    unsigned field;

    TRY(check_field(call, &field));
    arch_vcpu_write(target(call), field, call->mr[1]);
    return ok();
}

/* ---- The kind ---- */

static const struct method vcpu_methods[] = {
    {VCPU_SET_TCB, 0, 1, vcpu_set_tcb},
    {VCPU_INJECT_IRQ, 1, 0, vcpu_inject_irq},
    {VCPU_READ_REGS, 1, 0, vcpu_read_regs},
    {VCPU_WRITE_REGS, 2, 0, vcpu_write_regs},
    {VCPU_ACK_VPPI, 1, 0, vcpu_ack_vppi},
    {0, 0, 0, NULL},
};

static void vcpu_finalise(cap_t cap)
{
    struct vcpu *vcpu = cap_vcpu(cap);

    if (vcpu->tcb != NULL) {
        vcpu_unbind(vcpu);
    }
}

const struct cap_kind vcpu_kind = {
    .bits = VCPU_OBJECT_BITS,
    .finalise = vcpu_finalise,
    .methods = vcpu_methods,
};

/* ---- Faults ---- */

unsigned vcpu_fault_words(const struct tcb *tcb, word_t *words)
{
    words[0] = tcb->fault.address;
    return 1;
}
