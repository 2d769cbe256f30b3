/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the portable core asks of the machine.  kernel/arch/ARCH implements
 * this header; kernel/arch/host does so with an array for memory and counters
 * for hardware.  Small, hot or layout-bearing things are inline in the arch's
 * <machine.h>:
 *
 *   struct user_context   one thread's registers
 *       word_t reg[36]    in the order of seL4_UserContext; reg[REG_PC] is the
 *                         *restart* address: of the `svc` for a system call,
 *                         else of the next instruction
 *       word_t next_pc    where the thread resumes
 *   enum context_register REG_PC, REG_SP, REG_SPSR, REG_CAP (x0: capability in,
 *                         badge out), REG_INFO (x1), REG_MR0 (x2; MR1..3 follow),
 *                         REG_REPLY (x6), REG_SYSCALL (x7), REG_SEND_DEST (x8),
 *                         REG_TLS_BASE (tpidr_el0)
 *   SGI_LINES, SGI_TARGETS              arch_sgi_send()'s arguments are below these
 *   void *phys_ptr(paddr_t)             kernel address of physical RAM
 *   paddr_t phys_addr_of(const void *)  and back
 *   void *pointer_offset(void *, word_t) so many bytes behind it; of NULL, for which C knows no
 *                         offset, 0
 *   word_t arch_access(uint32_t flags)  what a thread with these flags may use of the
 *                         processor; to be stored in its context
 *   ticks_t arch_now(void)              the time
 *   void arch_timer_set(ticks_t deadline)
 *                         raise board.timer_irq at `deadline`, once; replaces an earlier one
 *   word_t arch_index(word_t index, word_t limit)
 *                         `index`, which was checked to be below `limit`; 0 where
 *                         a processor only assumes that (Spectre, variant 1)
 *   word_t arch_cycles(void)            the processor's cycle counter; benchmark builds
 *   VSPACE_ROOT_SHIFT, VSPACE_LAST_LEVEL
 *                         the form of an address space: what bits index its root, and how
 *                         many levels of tables there are below that
 *   pte_t                 an entry of a table of an address space
 *   enum pte_kind arch_pte_kind(pte_t, unsigned level)
 *                         PTE_INVALID, PTE_TABLE or PTE_PAGE, at this level
 *   paddr_t arch_pte_address(pte_t)     of the table or page
 *   void arch_vspace_switch(paddr_t root, word_t asid)
 *                         user accesses go through the tables at `root`, tagged
 *                         `asid`, from now on
 */
#pragma once

#include "object.h"

/* ---- Threads' registers ---- */

/* Registers of a new TCB, whose memory is zero: all stay zero but the processor
   state.  (A Retype makes 256 at once, with interrupts off.)  `access`: arch_access() of
   its flags. */
void arch_context_init(struct user_context *context, word_t access);

/* `value` as user code may set register `index` (0..35); ABI.md 1.4. */
word_t arch_sanitise_register(unsigned index, word_t value);

/* The flags of `tcb` changed: from its next instruction on it may use what they say. */
void arch_flags_changed(struct tcb *tcb);

/* May `tcb` use the physical timer?  For checks. */
bool arch_may_use_timer(const struct tcb *tcb);

/* Floating point is saved lazily: forget a thread that dies. */
void arch_fpu_forget(struct tcb *tcb);

/* Whose values the registers hold, NULL: nobody's; for checks. */
const struct tcb *arch_fpu_owner(void);

/* ---- Address spaces: levels of 512 entries; level 0 is the root, which may have more ---- */

struct pte_attributes {
    enum frame_access access;
    bool cacheable;
    bool execute_never;
};

/* Shift of the bits that index `level`: 9 less with each, 12 with the last. */
static inline unsigned vspace_level_bits(unsigned level)
{
    return VSPACE_ROOT_SHIFT - 9u * level;
}

/* How many bits of an address index a table of `level`. */
static inline unsigned vspace_index_bits(unsigned level)
{
    return level == 0 ? seL4_VSpaceIndexBits : seL4_PageTableIndexBits;
}

pte_t arch_pte_page(paddr_t frame, unsigned level, struct pte_attributes attributes);
struct pte_attributes arch_pte_attributes(pte_t pte);

/* Store an entry so that the table walker sees it; one that leads to a table so that
   it sees the table, too. */
void arch_pte_write(pte_t *entry, pte_t value);
void arch_pte_write_table(pte_t *entry, paddr_t table);

/* Nothing at all is mapped for the user from now on. */
void arch_vspace_none(void);

/* A page whose entry has been written; an address space, also one that was active
   until now; all of them. */
void arch_tlb_flush_page(word_t asid, vaddr_t page);
void arch_tlb_flush_asid(word_t asid);
void arch_tlb_flush_all(void);

/* ---- Caches ---- */

enum cache_op { CACHE_CLEAN, CACHE_INVALIDATE, CACHE_CLEAN_INVALIDATE, CACHE_UNIFY };

/* Bytes [start, start + size) of physical RAM; size > 0. */
void arch_cache_range(enum cache_op op, paddr_t start, word_t size);

/* Write back and empty part `part`, from 0, of all caches.  False: there is none, all of them
   are done. */
bool arch_cache_flush_part(word_t part);

/* Fill with zeros; both multiples of 16 bytes. */
void arch_zero(paddr_t start, word_t size);

/* ---- Interrupts ---- */

#define IRQ_NONE 0xffffu

bool arch_irq_pending(void);
/* Take the highest-priority pending interrupt: its number or IRQ_NONE. */
unsigned arch_irq_claim(void);
/* The claimed interrupt has been dealt with. */
void arch_irq_complete(unsigned irq);
void arch_irq_mask(unsigned irq, bool masked);
bool arch_irq_masked(unsigned irq); /* for checks */
void arch_irq_set_trigger(unsigned irq, bool edge);
void arch_sgi_send(unsigned sgi, unsigned target);
/* Sleep until an interrupt is pending. */
void arch_wait_for_interrupt(void);

/* ---- Time ---- */

/* No deadline: the timer's line is down before its interrupt is completed. */
void arch_timer_stop(void);

/* What it was set to; for checks. */
ticks_t arch_timer_deadline(void);

/* ---- Firmware ---- */

enum { FIRMWARE_WORDS = 8 };

/* Calls the firmware with FIRMWARE_WORDS words, and returns when that does; as many `results`. */
void arch_firmware_call(const word_t *words, word_t *results);

/* ---- Console and end ---- */

void arch_putc(char c);
NORETURN void arch_halt(void);
