/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine interface on the host: memory is an array, the rest a mock that
 * records what the kernel did (host.h).  Page tables and the TLB are the target's
 * own code (arch/aarch64/el1/mmu.c, el2/mmu.c), on the instructions of order.c.  It has no
 * behaviour of its own but three things that catch kernel bugs: a TLB that keeps
 * what is not flushed, memory that needs barriers, and a wait for an interrupt that
 * never returns without one.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

/* As aligned as a capability to all of it. */
_Alignas(1 << 21) unsigned char host_ram[HOST_RAM_SIZE];

struct host_machine host_machine;

void host_reset(void)
{
    host_level_reset();
    memset(host_ram, 0, board.ram[0].end - board.ram[0].start);
    memset(&host_machine, 0, sizeof host_machine);
    memset(host_machine.irq_masked, true, sizeof host_machine.irq_masked);
    host_machine.deadline = UINT64_MAX;
}

/* ---- Floating point ---- */

void arch_fpu_forget(struct tcb *tcb)
{
    host_machine.fpu_forgotten = tcb;
    if (host_machine.fpu_owner == tcb) {
        host_machine.fpu_owner = NULL;
    }
}

const struct tcb *arch_fpu_owner(void)
{
    return host_machine.fpu_owner;
}

void host_use_fpu(const struct tcb *tcb)
{
    if ((tcb->flags & seL4_TCBFlag_fpuDisabled) == 0) {
        host_machine.fpu_owner = tcb;
    }
}

/* ---- Translation ---- */

/* The entry that a walk of the active tables ends at, as a TLB entry. */
static struct host_tlb_entry tlb_walk(vaddr_t address)
{
    struct host_tlb_entry result = {.asid = host_machine.asid, .page = align_down(address, 12)};
    paddr_t table = host_machine.root;

    for (unsigned level = 0; level <= VSPACE_LAST_LEVEL; level++) {
        const pte_t *entries = phys_ptr(table);
        word_t index = (address >> vspace_level_bits(level)) & MASK(vspace_index_bits(level));
        pte_t pte = entries[index];
        enum pte_kind kind = arch_pte_kind(pte, level);
        if (kind == PTE_PAGE) {
            result.valid = true;
            result.bits = vspace_level_bits(level);
            result.translation.present = true;
            result.translation.address =
                arch_pte_address(pte) + (result.page & MASK(result.bits));
            result.translation.attributes = arch_pte_attributes(pte);
        }
        if (kind != PTE_TABLE) {
            break;
        }
        table = arch_pte_address(pte);
    }
    return result;
}

struct host_translation host_translate(vaddr_t address)
{
    vaddr_t page = align_down(address, 12);
    struct host_translation nothing = {.present = false};

    ASSERT(host_order_broken() == NULL);
    if (!host_machine.vspace_present) {
        return nothing;
    }
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_tlb_entry *entry = &host_machine.tlb[i];
        if (entry->valid && entry->asid == host_machine.asid && entry->page == page) {
            host_level_use(entry);
            return entry->translation;
        }
    }
    struct host_tlb_entry found = tlb_walk(address);
    if (!found.valid) {
        return nothing;
    }
    host_level_use(&found);
    host_machine.tlb[host_machine.tlb_next++ % HOST_TLB_ENTRIES] = found;
    return found.translation;
}

/* ---- Caches, memory ---- */

void arch_cache_range(enum cache_op op, paddr_t start, word_t size)
{
    ASSERT(size > 0 && start >= board.ram[0].start && start + size <= board.ram[0].end);
    host_machine.cache.count++;
    host_machine.cache.op = op;
    host_machine.cache.start = start;
    host_machine.cache.size = size;
    host_machine.cache.bytes += size;
}

bool arch_cache_flush_part(word_t part)
{
    host_machine.cache_flushed[part] += part < HOST_CACHE_PARTS;
    return part < HOST_CACHE_PARTS;
}

void arch_zero(paddr_t start, word_t size)
{
    ASSERT(is_aligned(start | size, 4));
    ASSERT(start >= board.ram[0].start && start + size <= board.ram[0].end);
    host_order_zeroed();
    memset(phys_ptr(start), 0, size);
}

/* ---- Interrupts ---- */

void host_irq_raise(unsigned irq)
{
    host_machine.irq_raised[irq] = true;
}

static bool irq_ready(unsigned irq)
{
    return host_machine.irq_raised[irq] && !host_machine.irq_masked[irq] &&
           !host_machine.irq_active[irq];
}

bool arch_irq_pending(void)
{
    if (host_machine.irq_withdrawn) {
        return true;
    }
    for (unsigned irq = 0; irq < HOST_IRQS; irq++) {
        if (irq_ready(irq)) {
            return true;
        }
    }
    return false;
}

unsigned arch_irq_claim(void)
{
    for (unsigned irq = 0; irq < HOST_IRQS; irq++) {
        if (irq_ready(irq)) {
            host_machine.irq_raised[irq] = false;
            host_machine.irq_active[irq] = true;
            return irq;
        }
    }
    return IRQ_NONE;
}

void arch_irq_complete(unsigned irq)
{
    ASSERT(host_machine.irq_active[irq]);
    /* A line that is still up would interrupt again. */
    ASSERT(irq != board.timer_irq || host_machine.deadline > host_machine.now);
    host_machine.irq_active[irq] = false;
}

void arch_irq_mask(unsigned irq, bool masked)
{
    host_machine.irq_masked[irq] = masked;
}

bool arch_irq_masked(unsigned irq)
{
    return host_machine.irq_masked[irq];
}

void arch_irq_set_trigger(unsigned irq, bool edge)
{
    host_machine.irq_edge[irq] = edge;
}

void arch_sgi_send(unsigned sgi, unsigned target)
{
    host_machine.sgi_count++;
    host_machine.sgi = sgi;
    host_machine.sgi_target = target;
}

void arch_firmware_call(const word_t *words, word_t *results)
{
    host_machine.firmware_calls++;
    for (unsigned i = 0; i < FIRMWARE_WORDS; i++) {
        host_machine.firmware_words[i] = words[i];
        results[i] = ~words[i];
    }
}

/* A domain's slice, which always ends, may be twice as long. */
#define FOREVER MASK(55)

void arch_wait_for_interrupt(void)
{
    if (arch_irq_pending()) {
        return;
    }
    if (host_machine.line_rises_at > host_machine.now &&
        host_machine.line_rises_at < host_machine.deadline) {
        host_machine.now = host_machine.line_rises_at + host_machine.wakes_late;
        host_irq_raise(host_machine.line);
        return;
    }
    if (host_machine.deadline > host_machine.now + FOREVER) {
        panic(__FILE__, __LINE__, "asleep for ever");
    }
    host_machine.now = max_word(host_machine.now, host_machine.deadline);
    host_irq_raise(board.timer_irq);
}

/* ---- Time ---- */

ticks_t arch_now(void)
{
    host_machine.clock_reads++;
    return host_machine.now;
}

word_t arch_cycles(void)
{
    return host_machine.cycles;
}

void arch_timer_set(ticks_t deadline)
{
    host_machine.deadline = deadline;
    host_machine.irq_raised[board.timer_irq] = false;
}

void arch_timer_stop(void)
{
    arch_timer_set(UINT64_MAX);
}

ticks_t arch_timer_deadline(void)
{
    return host_machine.deadline;
}

/* ---- Console and end ---- */

void arch_putc(char c)
{
    if (host_machine.console_length < HOST_CONSOLE_BYTES - 1) {
        host_machine.console[host_machine.console_length++] = c;
    }
}

bool host_console_has(const char *text)
{
    return strstr(host_machine.console, text) != NULL;
}

void arch_halt(void)
{
    if (host_machine.halt != NULL) {
        longjmp(*host_machine.halt, 1);
    }
    fprintf(stderr, "%s", host_machine.console);
    abort();
}
