/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of hostile threads: steps, and what must hold after each.
 */
#include "hostile.h"

#include <string.h>

#include "board.h"
#include "check.h"
#include "derive.h"
#include "domain.h"
#include "ipc.h"
#include "place.h"
#include "refill.h"
#include "sched.h"
#include "vcpu.h"
#include "vspace.h"

word_t choose(struct choices *choices, word_t n)
{
    if (choices->bytes != NULL) {
        if (choices->left == 0) {
            return 0;
        }
        choices->left--;
        return *choices->bytes++ % n;
    }
    /* xorshift64, Marsaglia 2003 */
    choices->state ^= choices->state << 13;
    choices->state ^= choices->state >> 7;
    choices->state ^= choices->state << 17;
    return (choices->state >> 11) % n;
}

/* The bytes of the next step; false if there is none. */
static bool next_step(struct choices *choices)
{
    if (choices->bytes == NULL) {
        return true;
    }
    choices->bytes += choices->left;
    choices->left = min_word(choices->later, HOSTILE_STEP_BYTES);
    choices->later -= choices->left;
    return choices->left > 0;
}

/* ---- Time and interrupts, as the machine would have them ---- */

static void advance(ticks_t ticks)
{
    host_machine.now += ticks;
    if (host_machine.now >= host_machine.deadline) {
        host_irq_raise(board.timer_irq);
    }
}

/* An interrupt is taken before the thread's next instruction. */
static void take_interrupt(void)
{
    struct user_context *context = &sched_current()->context;

    context->reg[REG_PC] = context->next_pc;
    kernel_interrupt();
    if (HAVE_VCPUS) {
        hostile_guest_resume();
    }
}

/* ---- Steps ---- */

/* How the current thread gets into the kernel. */
enum entry { ENTER_KEEPER, ENTER_AGAIN, ENTER_SYSCALL, ENTER_AUXILIARY, ENTER_MEMORY, ENTER_OTHER };

/* Decide, and put what a system call needs into the thread's registers. */
static enum entry prepare(struct hostile *h)
{
    struct user_context *context = &sched_current()->context;
    word_t kind = choose(&h->choices, 100);

    if (sched_current() == h->keeper) {
        return ENTER_KEEPER;
    }
    if (context->next_pc == context->reg[REG_PC] &&
        kind < (sched_current()->progress.at != 0 ? 90 : 30)) {
        return ENTER_AGAIN; /* a system call that starts again, as it was */
    }
    if (kind < 6) {
        return kind < 3 ? ENTER_MEMORY : ENTER_OTHER;
    }
    if (kind < 8) {
        hostile_auxiliary(h);
        return ENTER_AUXILIARY;
    }
    hostile_syscall(h);
    return ENTER_SYSCALL;
}

/* NULL, or what is wrong with it. */
static const char *enter(struct hostile *h, enum entry entry)
{
    struct user_context *context = &sched_current()->context;

    if (entry == ENTER_KEEPER) {
        hostile_keep(h);
        return NULL;
    }
    context->reg[REG_PC] = context->next_pc;
    if (entry == ENTER_MEMORY && HAVE_VCPUS) {
        return hostile_guest_abort(&h->choices);
    }
    if (entry == ENTER_OTHER && HAVE_VCPUS) {
        return hostile_guest_trap(&h->choices);
    }
    if (entry == ENTER_MEMORY) {
        kernel_vm_fault(choose(&h->choices, 256) << 12, 0x92000007, false);
    } else if (entry == ENTER_OTHER) {
        kernel_user_exception(0x02000000, 0);
    } else {
        context->next_pc += 4;
        kernel_syscall();
    }
    return NULL;
}

/* ---- What must hold after each step ---- */

struct before {
    struct user_context context;
    bool faulted;
};

static void remember(const struct hostile *h, struct before *before)
{
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        before[i].context = h->master[i]->context;
        before[i].faulted = h->master[i]->fault.type != seL4_Fault_NullFault;
    }
}

/* Registers that no message touches change by three operations only, and by
   answers to faults.  Not those of `trapped`, which were looked at, or NULL. */
static const char *check_registers(const struct hostile *h, const struct before *before,
                                   word_t label, const struct tcb *trapped)
{
    if (label == TCBWriteRegisters || label == TCBCopyRegisters || label == TCBSetTLSBase) {
        return NULL;
    }
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        const word_t *was = before[i].context.reg;
        const word_t *is = h->master[i]->context.reg;
        if (before[i].faulted || h->master[i] == trapped) {
            continue;
        }
        /* Who loses a virtual CPU loses its mode. */
        bool state_kept = HAVE_VCPUS || is[REG_SPSR] == was[REG_SPSR];
        if (is[REG_SP] != was[REG_SP] || !state_kept ||
            memcmp(&is[REG_REPLY], &was[REG_REPLY],
                   (seL4_UserContextWords - REG_REPLY) * sizeof(word_t)) != 0) {
            return "registers: only x0 to x5 and the pc are a message's";
        }
    }
    return NULL;
}

/* What the current thread is about to do writes no register at all. */
static bool writes_nothing(enum entry entry)
{
    int64_t number = (int64_t)sched_current()->context.reg[REG_SYSCALL];

    return (entry == ENTER_SYSCALL || entry == ENTER_AGAIN) &&
           (number == seL4_SysSend || number == seL4_SysNBSend || number == seL4_SysYield);
}

/* `actor`, if it is a master, still has the registers that it sent with. */
static const char *check_sender(const struct hostile *h, const struct before *before,
                                const struct tcb *actor)
{
    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        if (h->master[i] == actor &&
            memcmp(&actor->context.reg[REG_CAP], &before[i].context.reg[REG_CAP],
                   (REG_REPLY - REG_CAP) * sizeof(word_t)) != 0) {
            return "registers: Send, NBSend and Yield leave all alone";
        }
    }
    return NULL;
}

static const char *check_choice(void)
{
    struct tcb *current = sched_current();
    int ready = ready_priority(domain_current());

    if (!sched_can_run(current) || current->domain != domain_current()) {
        return "choice: the current thread can run";
    }
    if (ready > current->priority) {
        return "choice: nobody of higher priority waits";
    }
    if (!refill_ready(current->sc, sched_now()) ||
        !refill_sufficient(current->sc, 0)) {
        return "choice: the current thread has budget";
    }
    return NULL;
}

static const char *check_timer(void)
{
    const struct tcb *waiting = release_first(domain_current());

    if (host_machine.deadline <= sched_now()) {
        return "timer: the deadline lies in the future";
    }
    if (host_machine.deadline > domain_deadline() ||
        host_machine.deadline > sched_now() + refill_head(sched_current()->sc)->amount ||
        (waiting != NULL && host_machine.deadline > refill_head(waiting->sc)->time)) {
        return "timer: not later than the first event";
    }
    return NULL;
}

/* The running thread's accesses fill the TLB; what it holds must not outlive the
   mapping. */
static const char *check_translations(void)
{
    static const vaddr_t pages[] = {0x1000, 0x2000, 0x10000, 0x200000, 0x40000000};

    for (unsigned i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct host_translation found = host_translate(pages[i]);
        if (!found.present) {
            continue;
        }
        struct vspace_place place = vspace_walk(host_machine.root, pages[i]);
        pte_t pte = *place.entry;
        if (arch_pte_kind(pte, place.level) != PTE_PAGE ||
            arch_pte_attributes(pte).access != found.attributes.access ||
            arch_pte_address(pte) + (pages[i] & MASK(vspace_level_bits(place.level))) !=
                found.address) {
            return "translation: the TLB knows nothing but what the tables say";
        }
    }
    return NULL;
}

/* ---- What must hold now and then ---- */

static bool is_keepers(const struct hostile *h, cap_t cap)
{
    return (cap_type(cap) == CAP_TCB && cap_tcb(cap) == h->keeper) ||
           (cap_type(cap) == CAP_SCHED_CONTEXT && cap_sched_context(cap) == h->keeper->sc) ||
           (cap_type(cap) == CAP_CNODE &&
            cap_object(cap) == cap_object(h->keeper->slot[TCB_CSPACE].cap)) ||
           (cap_type(cap) == CAP_VSPACE &&
            cap_object(cap) == cap_object(h->keeper->slot[TCB_VSPACE].cap));
}

static const char *check_isolation(const struct hostile *h)
{
    const struct cte *root = cap_cnode(h->keeper->slot[TCB_CSPACE].cap);
    word_t slots = BIT(cap_radix(h->keeper->slot[TCB_CSPACE].cap));

    for (const struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        bool own = (slot >= root && slot < root + slots) ||
                   (slot >= h->keeper->slot && slot < h->keeper->slot + TCB_SLOTS);
        if (is_keepers(h, slot->cap) && !own) {
            return "isolation: nobody else has a capability to the keeper";
        }
        if (cap_type(slot->cap) == CAP_TCB) {
            const struct tcb *tcb = cap_tcb(slot->cap);
            if (tcb->fault.type != seL4_Fault_NullFault && tcb->state != THREAD_BLOCKED_SEND &&
                tcb->state != THREAD_BLOCKED_REPLY) {
                return "fault: pending only while it is told or answered";
            }
        }
    }
    if (h->keeper->state != THREAD_RUNNING && h->keeper->state != THREAD_RESTART) {
        return "isolation: the keeper can run";
    }
    return NULL;
}

enum { MEMORY_PARTS = 16 };

/* One of them, another with another `number`. */
static struct phys_range memory_part(unsigned number)
{
    word_t size = (board.ram[0].end - board.ram[0].start) / MEMORY_PARTS;
    paddr_t start = board.ram[0].start + number % MEMORY_PARTS * size;

    return (struct phys_range){start, start + size};
}

static const char *check_all(const struct hostile *h, struct phys_range memory)
{
    const char *broken = check_invariants();

    if (broken == NULL) {
        broken = host_order_broken();
    }
    if (broken == NULL) {
        broken = check_isolation(h);
    }
    return broken != NULL ? broken : check_free_memory(memory);
}

/* ---- The run ---- */

static void trace_step(FILE *trace, const struct hostile *h, unsigned step, enum entry entry)
{
    static const char *const name[] = {"keeper",    "again",  "syscall",
                                       "auxiliary", "memory", "other"};
    const struct tcb *tcb = sched_current();
    const word_t *reg = tcb->context.reg;

    if (trace == NULL) {
        return;
    }
    fprintf(trace, "%u: thread %lx at %lu, %s", step, phys_addr_of(tcb), host_machine.now,
            name[entry]);
    if (tcb != h->keeper) {
        fprintf(trace,
                " %ld x0 %lx label %lu length %u caps %u words %lx %lx %lx %lx x6 %lx x8 %lx",
                (long)reg[REG_SYSCALL], reg[REG_CAP], info_label(reg[REG_INFO]),
                info_length(reg[REG_INFO]), info_caps(reg[REG_INFO]), reg[REG_MR0],
                reg[REG_MR0 + 1], reg[REG_MR0 + 2], reg[REG_MR0 + 3], reg[REG_REPLY],
                reg[REG_SEND_DEST]);
    }
    fprintf(trace, "\n");
}

static void trace_result(FILE *trace, const struct tcb *tcb)
{
    if (trace != NULL) {
        fprintf(trace, "    state %d, x0 %lx label %lu, runs next: %lx\n", (int)tcb->state,
                tcb->context.reg[REG_CAP], info_label(tcb->context.reg[REG_INFO]),
                phys_addr_of(sched_current()));
    }
}

/* Time passes, and devices want attention, perhaps only once the kernel has
   been entered. */
static void step_world(struct hostile *h)
{
    static const ticks_t passes[] = {0, 0, 0, 0, 0, 0, 10, 10, 10, 100, 100, 100, 1000, 1000,
                                     3000, 20000};

    advance(passes[choose(&h->choices, sizeof passes / sizeof passes[0])]);
    /* The keeper runs while the others wait, for time perhaps. */
    if (chance(&h->choices, sched_current() == h->keeper ? 25 : 8) &&
        host_machine.deadline > host_machine.now) {
        advance(host_machine.deadline - host_machine.now);
    }
    /* Bounded: each one is masked or moves the deadline. */
    while (arch_irq_pending()) {
        take_interrupt();
    }
    if (chance(&h->choices, 10)) {
        host_irq_raise(HOSTILE_FIRST_IRQ + (unsigned)choose(&h->choices, HOSTILE_IRQS));
    }
    if (chance(&h->choices, 25)) {
        host_irq_raise(board.timer_irq); /* a cycle early; long operations stop */
    }
}

static const char *step(struct hostile *h, unsigned number, FILE *trace)
{
    struct before before[HOSTILE_MASTERS];

    step_world(h);
    enum entry entry = prepare(h);
    if (sched_current() != h->keeper) {
        hostile_tame(sched_current());
    }
    word_t label = entry == ENTER_KEEPER ? 0 : info_label(sched_current()->context.reg[REG_INFO]);
    remember(h, before);
    trace_step(trace, h, number, entry);
    const struct tcb *actor = sched_current();
    if (number % 16 == 0) {
        host_use_fpu(actor); /* mostly the owner is another than who runs */
    }
    hostile_cancel_begin(h, number);
    bool silent = writes_nothing(entry) && label != TCBCopyRegisters;
    const char *broken = enter(h, entry);
    trace_result(trace, actor);
    if (broken == NULL) {
        broken = check_registers(h, before, label,
                                 HAVE_VCPUS && entry == ENTER_OTHER ? actor : NULL);
    }
    if (broken == NULL && silent) {
        broken = check_sender(h, before, actor);
    }
    if (broken == NULL) {
        broken = hostile_cancel_end(h, number, actor);
    }
    if (broken == NULL) {
        broken = check_choice();
    }
    if (broken == NULL) {
        broken = check_timer();
    }
    if (broken == NULL && HAVE_VCPUS) {
        hostile_guest_resume();
        broken = hostile_guest_acts(&h->choices);
    }
    return broken != NULL ? broken : check_translations();
}

struct hostile_outcome hostile_run(struct choices choices, unsigned steps,
                                   unsigned check_every, FILE *trace)
{
    struct hostile h = {.choices = choices};
    struct hostile_outcome outcome = {.broken = NULL};

    hostile_build(&h);
    while (outcome.broken == NULL && outcome.step < steps && next_step(&h.choices)) {
        outcome.broken = step(&h, outcome.step, trace);
        outcome.step++;
        if (outcome.broken == NULL && outcome.step % check_every == 0) {
            /* Who is told each step wants to know in which it was. */
            outcome.broken = check_all(&h, trace != NULL ? board.ram[0] :
                                           memory_part(outcome.step / check_every));
        }
    }
    if (outcome.broken == NULL) {
        outcome.broken = check_free_memory(board.ram[0]);
    }
    return outcome;
}
