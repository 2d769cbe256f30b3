/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine that stands still (core/arch.h): what the kernel's checks ask of it was
 * read from the debugger.
 */
#include "machine_state.h"

#include <stdio.h>
#include <stdlib.h>

#include "board.h"

struct machine_ram machine_ram;
struct machine_state machine_state;

bool arch_irq_masked(unsigned irq)
{
    return (machine_state.devices.irq_enabled[irq / 32] >> irq % 32 & 1) == 0;
}

/* 26 is the hypervisor's timer (Arm Base System Architecture, private interrupts). */
ticks_t arch_timer_deadline(void)
{
    return board.timer_irq == 26 ? machine_state.devices.hypervisor_deadline
                                 : machine_state.devices.virtual_deadline;
}

bool arch_may_use_timer(const struct tcb *tcb)
{
    return (tcb->context.access & ACCESS_NO_TIMER) == 0;
}

const struct tcb *arch_fpu_owner(void)
{
    return machine_state.fpu_owner;
}

void arch_halt(void)
{
    fputs("error: the kernel's code, as part of the auditor, has come to something that cannot "
          "be\n", stderr);
    exit(2);
}

void arch_putc(char c)
{
    fputc(c, stderr);
}

/* ---- What nobody calls ---- */

NOT_CALLED(ticks_t, arch_now, void)
NOT_CALLED(void, arch_timer_set, ticks_t deadline __attribute__((unused)))
NOT_CALLED(void, arch_timer_stop, void)
NOT_CALLED(word_t, arch_cycles, void)
NOT_CALLED(void, arch_context_init, struct user_context *context __attribute__((unused)),
           word_t access __attribute__((unused)))
NOT_CALLED(word_t, arch_sanitise_register, unsigned index __attribute__((unused)),
           word_t value __attribute__((unused)))
NOT_CALLED(void, arch_flags_changed, struct tcb *tcb __attribute__((unused)))
NOT_CALLED(void, arch_fpu_forget, struct tcb *tcb __attribute__((unused)))
NOT_CALLED(void, arch_cache_range, enum cache_op op __attribute__((unused)),
           paddr_t start __attribute__((unused)), word_t size __attribute__((unused)))
NOT_CALLED(bool, arch_cache_flush_part, word_t part __attribute__((unused)))
NOT_CALLED(void, arch_zero, paddr_t start __attribute__((unused)),
           word_t size __attribute__((unused)))
NOT_CALLED(bool, arch_irq_pending, void)
NOT_CALLED(unsigned, arch_irq_claim, void)
NOT_CALLED(void, arch_irq_complete, unsigned irq __attribute__((unused)))
NOT_CALLED(void, arch_irq_mask, unsigned irq __attribute__((unused)),
           bool masked __attribute__((unused)))
NOT_CALLED(void, arch_irq_set_trigger, unsigned irq __attribute__((unused)),
           bool edge __attribute__((unused)))
NOT_CALLED(void, arch_sgi_send, unsigned sgi __attribute__((unused)),
           unsigned target __attribute__((unused)))
NOT_CALLED(void, arch_wait_for_interrupt, void)
NOT_CALLED(void, arch_firmware_call, const word_t *words __attribute__((unused)),
           word_t *results __attribute__((unused)))

/* Of mmu.c of kernel/arch/aarch64/el1 or el2, which is here for what it says of entries of
   tables; el1/image_level.c and el2/ have the rest. */
NOT_CALLED(void, isb, void)
NOT_CALLED(void, dsb_nsh, void)
NOT_CALLED(void, dsb_ishst, void)
NOT_CALLED(void, tlbi_vmalle1, void)
NOT_CALLED(void, pte_store, word_t *entry __attribute__((unused)),
           word_t value __attribute__((unused)))
