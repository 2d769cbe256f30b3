/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the calls of a virtual CPU do what they were asked for with what exists, and change no
 *     other register, thread or virtual CPU; it and its thread know each other, and who loses it
 *     goes on at EL0; its interrupts fault the guest that runs, or nobody
 * Bound: two virtual CPUs and two threads, bound in any way; all arguments, all registers; 4 list
 *     registers
 * Assumes: who has a virtual CPU is whose it is
 * Options: --unwind 8
 * Level: el2
 * Sources: vcpu vcpu_events cap_kind err
 * Mutants: thread_keeps_its_old_vcpu@binds virq_unchecked@injects
 *     one_list_register_too_many@injects vcpu_field_unchecked@accesses
 *     unbound_thread_stays_at_el1@dies
 *     event_without_budget@interrupts vcpus_init_first_only@begins
 */
#include "kernel/arch/host/context.c"
#include "prove.h"

#include "board.h"
#include "fault.h"
#include "invocation.h"
#include "sched.h"
#include "vcpu_events.h"

const struct board board = {.max_irq = 200};
struct scheduler sched;

enum { LISTS = 4 };
enum { AT_VCPU = 0x10000, AT_OTHER = 0x11000, AT_THREAD = 0x12000, AT_PARTNER = 0x13000 };

static struct vcpu vcpu, other;
static struct tcb thread, partner;
static struct vcpu *active;
static struct cte target_slot, extra;

void *object_at(paddr_t address)
{
    switch (address) {
    case AT_VCPU:
        return &vcpu;
    case AT_OTHER:
        return &other;
    case AT_THREAD:
        return &thread;
    default:
        PROVE(address == AT_PARTNER, "nothing but what is there is used");
        return &partner;
    }
}

/* ---- The machine ---- */

static struct vcpu *forgotten;
static unsigned resets, raised;

void arch_vcpu_forget(struct vcpu *what)
{
    forgotten = what;
}

void arch_fpu_forget(struct tcb *tcb)
{
    (void)tcb;
}

word_t arch_vcpu_read(const struct vcpu *what, unsigned field)
{
    return what->reg[field];
}

void arch_vcpu_write(struct vcpu *what, unsigned field, word_t value)
{
    what->reg[field] = value;
}

unsigned arch_vcpu_list_registers(void)
{
    return LISTS;
}

uint32_t arch_vcpu_list(const struct vcpu *what, unsigned index)
{
    return what->list[index];
}

void arch_vcpu_set_list(struct vcpu *what, unsigned index, uint32_t value)
{
    what->list[index] = value;
}

void arch_vcpu_mask_timer(struct vcpu *what, bool masked)
{
    what->timer_masked = masked;
}

const struct vcpu *arch_vcpu_active(void)
{
    return active;
}

word_t arch_vcpu_take_ended(void)
{
    return nondet_word();
}

void fault_raise(struct tcb *tcb)
{
    PROVE(tcb == sched.current, "who runs faults, and nobody else");
    raised++;
}

/* ---- The system ---- */

struct vcpu nondet_vcpu(void);
struct user_context nondet_context(void);

static void bind(struct vcpu *what, struct tcb *tcb)
{
    what->tcb = tcb;
    tcb->vcpu = what;
}

static void build(void)
{
    vcpu = nondet_vcpu();
    other = nondet_vcpu();
    vcpu.tcb = NULL;
    other.tcb = NULL;
    thread = (struct tcb){.flags = nondet_unsigned()};
    partner = (struct tcb){.flags = nondet_unsigned()};
    thread.context = nondet_context();
    partner.context = nondet_context();
    bool crossed = nondet_bool();
    if (nondet_bool()) {
        bind(&vcpu, crossed ? &partner : &thread);
    }
    if (nondet_bool()) {
        bind(&other, crossed ? &thread : &partner);
    }
    forgotten = NULL;
    raised = 0;
}

static bool are_paired(void)
{
    return (vcpu.tcb == NULL || vcpu.tcb->vcpu == &vcpu) &&
           (other.tcb == NULL || other.tcb->vcpu == &other) &&
           (thread.vcpu == NULL || thread.vcpu->tcb == &thread) &&
           (partner.vcpu == NULL || partner.vcpu->tcb == &partner);
}

static bool is_at_el0(const struct tcb *tcb)
{
    return (tcb->context.reg[REG_SPSR] & 0x1f) == 0;
}

/* Any call of it, with the label. */
static struct err call(word_t label, struct invocation *call)
{
    const struct method *method = vcpu_kind.methods;

    *call = (struct invocation){.target = &target_slot, .cap = cap_make(CAP_VCPU, AT_VCPU),
                                .length = 2, .cap_count = 1, .extra = {&extra}};
    call->mr[0] = nondet_word();
    call->mr[1] = nondet_word();
    while (method->label != label) {
        method++;
    }
    return method->run(call);
}

static void binds(void)
{
    struct invocation asked;

    build();
    extra.cap = cap_make(nondet_bool() ? CAP_TCB : CAP_ENDPOINT, AT_THREAD);
    struct tcb *was = vcpu.tcb;
    struct vcpu *others = thread.vcpu;
    struct err err = call(VCPU_SET_TCB, &asked);

    PROVE((err.kind == ERR_NONE) == (cap_type(extra.cap) == CAP_TCB), "a thread, or nothing");
    PROVE(are_paired(), "it and its thread know each other");
    if (err.kind == ERR_NONE) {
        PROVE(vcpu.tcb == &thread, "it is the thread's");
        PROVE((thread.flags & bulkhead_TCBFlag_physicalTimerDisabled) != 0 &&
                  thread.context.no_timer != 0,
              "which has no timer that others have, too");
        PROVE(was == NULL || was == &thread || (was->vcpu == NULL && is_at_el0(was)),
              "who had it goes on at EL0");
        PROVE(others == NULL || others == &vcpu || others->tcb == NULL, "what he had is nobody's");
    } else {
        PROVE(vcpu.tcb == was && thread.vcpu == others, "else nothing changes");
    }
}

static void injects(void)
{
    struct invocation asked;

    build();
    struct vcpu was = vcpu;
    struct vcpu others = other;
    struct err err = call(VCPU_INJECT_IRQ, &asked);
    word_t word = asked.mr[0];
    word_t irq = word & 0xffff;
    word_t priority = word >> 16 & 0xff;
    word_t group = word >> 24 & 0xff;
    word_t index = word >> 32 & 0xff;
    unsigned any = nondet_unsigned() % LISTS;

    /* GICv2, 5.3.10: number, EOI, priority (its 5 bits), state, group. */
    if (err.kind == ERR_NONE) {
        uint32_t list = vcpu.list[index];
        PROVE(irq < 1024 && priority < 32 && group < 2 && index < LISTS, "of what there is");
        PROVE((list & 0x3ff) == irq && (list >> 23 & 31) == priority && (list >> 30 & 1) == group,
              "the interrupt that was asked for");
        PROVE((list >> 28 & 3) == 1 && (list >> 19 & 1) == 1 && list >> 31 == 0,
              "it is pending, and its end is told");
        PROVE((was.list[index] >> 29 & 1) == 0, "none that the guest deals with is lost");
    }
    PROVE((err.kind == ERR_NONE && any == index) || vcpu.list[any] == was.list[any],
          "no other list register changes");
    PROVE(other.list[any] == others.list[any], "nor another virtual CPU's");
}

static void accesses(void)
{
    struct invocation asked;
    unsigned any = nondet_unsigned() % seL4_VCPUReg_Num;

    build();
    struct vcpu was = vcpu;
    struct err err = call(VCPU_WRITE_REGS, &asked);
    PROVE((err.kind == ERR_NONE) == (asked.mr[0] < seL4_VCPUReg_Num), "a register that there is");
    PROVE(vcpu.reg[any] ==
              (err.kind == ERR_NONE && any == asked.mr[0] ? asked.mr[1] : was.reg[any]),
          "it alone is written");
    err = call(VCPU_READ_REGS, &asked);
    PROVE((err.kind == ERR_NONE) == (asked.mr[0] < seL4_VCPUReg_Num), "so is it read");
    PROVE(err.kind != ERR_NONE ||
              (asked.result_length == 1 && asked.result[0] == vcpu.reg[asked.mr[0]]),
          "its value is told");
}

static void acknowledges(void)
{
    struct invocation asked;

    build();
    bool was = vcpu.timer_masked;
    struct err err = call(VCPU_ACK_VPPI, &asked);
    PROVE((err.kind == ERR_NONE) == (asked.mr[0] == 27), "the timer's line alone is acknowledged");
    PROVE(vcpu.timer_masked == (err.kind == ERR_NONE ? false : was), "then it can interrupt");
}

static void dies(void)
{
    build();
    struct tcb *was = vcpu.tcb;
    vcpu_kind.finalise(cap_make(CAP_VCPU, AT_VCPU));
    PROVE(vcpu.tcb == NULL && are_paired(), "it is nobody's");
    PROVE(was == NULL || (was->vcpu == NULL && is_at_el0(was) && forgotten == &vcpu),
          "who had it goes on at EL0, and the machine has forgotten it");
}

static void interrupts(void)
{
    unsigned irq = nondet_bool() ? VCPU_TIMER_IRQ : VCPU_MAINTENANCE_IRQ;
    struct sched_context sc = {.refill_max = nondet_bool() ? 2 : 0};

    build();
    sched.current = nondet_bool() ? &thread : NULL;
    active = nondet_bool() ? &vcpu : NULL;
    thread.sc = nondet_bool() ? &sc : NULL;
    thread.state = nondet_bool() ? THREAD_RUNNING : THREAD_BLOCKED_RECV;
    thread.place = nondet_bool() ? PLACE_NONE : PLACE_RELEASE;
    bool runs = sched.current != NULL && thread.vcpu != NULL && thread.vcpu == active &&
                thread.sc != NULL && sc.refill_max > 0 && thread.state == THREAD_RUNNING &&
                thread.place == PLACE_NONE;
    bool was = vcpu.timer_masked;
    word_t words[1];

    vcpu_interrupt(irq);
    PROVE(raised == (runs ? 1 : 0), "the guest that runs faults, if one does");
    PROVE(vcpu.timer_masked == (runs && irq == VCPU_TIMER_IRQ ? true : was),
          "its timer is quiet until that is acknowledged");
    if (runs) {
        REACHED("a guest faults");
        PROVE(vcpu_fault_words(&thread, words) == 1 &&
                  (irq != VCPU_TIMER_IRQ || words[0] == VCPU_TIMER_IRQ),
              "its VMM is told which line");
    }
}

/* ---- New ones ---- */

enum { NEW = 3 };

static union {
    struct vcpu vcpu;
    unsigned char room[1 << VCPU_OBJECT_BITS];
} fresh[NEW];

void arch_vcpu_reset(struct vcpu *what)
{
    PROVE((unsigned char *)what == fresh[0].room + (resets << VCPU_OBJECT_BITS),
          "each new one begins, in turn");
    resets++;
}

static void begins(void)
{
    vcpus_init(fresh, NEW);
    PROVE(resets == NEW, "all of them");
}

int main(void)
{
    binds();
    injects();
    accesses();
    acknowledges();
    dies();
    interrupts();
    begins();
    REACHED("the end of all cases");
}
