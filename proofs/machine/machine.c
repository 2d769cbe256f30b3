/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the core asks of the machine (core/arch.h), as the proofs have it: it does what it is told,
 * remembers it, and nothing happens in between.
 */
#include "machine_state.h"

#include "board.h"
#include "prove.h"

static const struct phys_range ram[] = {{0x40000000, 0x80000000}};

const struct board board = {
    .ram = ram,
    .ram_count = 1,
    .max_irq = PROOF_IRQS - 1,
    .timer_irq = PROOF_TIMER_IRQ,
    .timer_hz = 1000000, /* a tick is a microsecond */
    .root_cnode_bits = 7,
};

struct proof_machine machine;

void machine_reset(void)
{
    machine = (struct proof_machine){.irq = IRQ_NONE};
    for (unsigned irq = 0; irq < PROOF_IRQS; irq++) {
        machine.irq_masked[irq] = true;
    }
}

void arch_fpu_forget(struct tcb *tcb)
{
    if (machine.fpu_owner == tcb) {
        machine.fpu_owner = NULL;
    }
}

const struct tcb *arch_fpu_owner(void)
{
    return machine.fpu_owner;
}

void sysreg_set_ttbr0_el1(word_t value)
{
    machine.space_calls++;
    machine.root = value & MASK(TTBR0_ASID_SHIFT);
    machine.asid = value >> TTBR0_ASID_SHIFT;
}

void tlbi_vae1(word_t operand)
{
    machine.tlb_page = operand;
}

void tlbi_aside1(word_t operand)
{
    machine.tlb_asid = operand;
}

void tlbi_vmalle1(void)
{
    machine.tlb_all++;
}

void isb(void) {}
void dsb_nsh(void) {}
void dsb_ishst(void) {}

void pte_store(word_t *entry, word_t value)
{
    *entry = value;
}

ticks_t arch_now(void)
{
    return machine.now;
}

void arch_timer_set(ticks_t deadline)
{
    machine.timer_calls++;
    machine.deadline = deadline;
}

void arch_timer_stop(void)
{
    machine.deadline = UINT64_MAX;
}

ticks_t arch_timer_deadline(void)
{
    return machine.deadline;
}

bool arch_irq_pending(void)
{
    return machine.irq_pending;
}

void arch_wait_for_interrupt(void)
{
    machine.now = machine.irq_rises;
}

unsigned arch_irq_claim(void)
{
    return machine.irq;
}

void arch_irq_complete(unsigned irq)
{
    machine.irq_completed = irq;
}

void arch_irq_mask(unsigned irq, bool masked)
{
    machine.irq_masked[irq] = masked;
}

bool arch_irq_masked(unsigned irq)
{
    return machine.irq_masked[irq];
}

/* Memory that is free is zero, and stays so; tables that are taken away are not looked at again. */
void arch_zero(paddr_t start, word_t size)
{
    machine.zeroed = start;
    machine.zeroed_bytes = size;
}

void arch_cache_range(enum cache_op op, paddr_t start, word_t size)
{
    (void)op;
    (void)start;
    (void)size;
}

void arch_irq_set_trigger(unsigned irq, bool edge)
{
    (void)irq;
    (void)edge;
}

void arch_sgi_send(unsigned sgi, unsigned target)
{
    (void)sgi;
    (void)target;
}

/* It may leave anything. */
void arch_firmware_call(const word_t *words, word_t *results)
{
    (void)words;
    for (unsigned i = 0; i < FIRMWARE_WORDS; i++) {
        results[i] = nondet_word();
    }
}

void console_print(const char *format, ...)
{
    (void)format;
}

void arch_putc(char c)
{
    (void)c;
}
