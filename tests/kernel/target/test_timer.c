/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user's timer, and which registers of the processor user code can and
 * cannot use (ABI.md 12).  A probe executes one instruction after the other;
 * what it may not execute is a user exception with the processor's syndrome.
 */
#include "interrupts.h"

/* Code of a probe: `instruction`, whose result, if any, is in x0. */
#define CODE(name_, instruction_)                                                                  \
    extern const unsigned char name_[];                                                            \
    __asm__(".pushsection .text.code, \"ax\"\n" #name_ ":\n\t" instruction_                        \
            "\n\tmov x2, x0\n\tret\n\t.popsection")

/* Syndromes: a register of this exception level that is closed; no such instruction here. */
enum { CLASS_CLOSED = 0x18, CLASS_SHIFT = 26, UNDEFINED = 0x02000000, CLOSED_CNTVCT = 0x6234f801 };

static seL4_Word execute(struct probe *p, const unsigned char *code)
{
    return probe_execute(p, (seL4_Word)code);
}

/* ---- The physical counter and timer, if they are the users' ---- */

#if defined CONFIG_EXPORT_PCNT_USER && defined CONFIG_EXPORT_PTMR_USER

static seL4_Word counter(void)
{
    seL4_Word now;

    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(now) : : "memory");
    return now;
}

static void timer_set(seL4_Word deadline)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     :
                     : "r"(deadline), "r"(1ull)
                     : "memory");
}

static void timer_off(void)
{
    __asm__ volatile("msr cntp_ctl_el0, xzr\n\tisb" : : : "memory");
}

enum { TICKS_PER_US = BOARD_TIMER_HZ / 1000000 + 1 };

TEST(user_code_reads_the_physical_counter, "user.counter.physical")
{
    seL4_Word frequency;
    seL4_Word before = counter();

    let_others_run();
    CHECK(counter() > before);
    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    CHECK_EQUAL(frequency, CONFIG_TIMER_FREQUENCY);
}

TEST(the_physical_timer_interrupts_at_its_time_and_not_before, "user.timer.interrupt")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr handler = handler_new(USER_TIMER_IRQ);
    seL4_Word deadline = counter() + 500 * TICKS_PER_US;

    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, 9)));
    timer_set(deadline);
    sys_wait(ntfn);
    CHECK_EQUAL(self()->after.x[0], 9);
    CHECK(counter() >= deadline);
    timer_off();
    OK(irq_ack(handler));
    CHECK_EQUAL(delivered(ntfn), 0);
    OK(cnode_delete(slot(handler)));
}

TEST(the_physical_timer_interrupts_until_it_is_set_again, "user.timer.level")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    seL4_CPtr handler = handler_new(USER_TIMER_IRQ);

    OK(irq_set_notification(handler, mint_new(ntfn, ALL_RIGHTS, 9)));
    timer_set(counter());
    for (unsigned i = 0; i < 3; i++) {
        CHECK_EQUAL(delivered(ntfn), 9);
        OK(irq_ack(handler));
    }
    timer_set(counter() + 1000000 * TICKS_PER_US);
    (void)delivered(ntfn);
    OK(irq_ack(handler));
    CHECK_EQUAL(delivered(ntfn), 0);
    timer_off();
    OK(cnode_delete(slot(handler)));
}

TEST(a_timer_that_nobody_handles_disturbs_nobody, "user.timer.unhandled")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);
    struct thread *t = actor_with(waits, 120, ntfn);

    actor_start(t);
    timer_set(counter());
    let_others_run();
    sys_nbsend(ntfn, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    timer_off();
}

#endif

/* ---- What user code cannot use ---- */

CODE(read_cntvct, "mrs x0, cntvct_el0");
CODE(read_cntv_ctl, "mrs x0, cntv_ctl_el0");
CODE(read_cntv_cval, "mrs x0, cntv_cval_el0");
CODE(read_cntv_tval, "mrs x0, cntv_tval_el0");
CODE(write_cntv_ctl, "msr cntv_ctl_el0, xzr");
CODE(write_cntv_cval, "msr cntv_cval_el0, xzr");
CODE(write_cntv_tval, "msr cntv_tval_el0, xzr");

TEST(the_virtual_counter_and_timer_are_the_kernel_s, "user.timer.virtual")
{
    const unsigned char *const codes[] = {read_cntv_ctl,  read_cntv_cval,  read_cntv_tval,
                                          write_cntv_ctl, write_cntv_cval, write_cntv_tval};
    struct probe p = probe_new(VSPACE);

    CHECK_EQUAL(execute(&p, read_cntvct), CLOSED_CNTVCT);
    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        CHECK_EQUAL(execute(&p, codes[i]) >> CLASS_SHIFT, CLASS_CLOSED);
    }
}

#ifndef CONFIG_EXPORT_PMU_USER

CODE(read_pmccntr, "mrs x0, pmccntr_el0");
CODE(read_pmcr, "mrs x0, pmcr_el0");
CODE(write_pmcr, "msr pmcr_el0, xzr");
CODE(write_pmcntenset, "msr pmcntenset_el0, xzr");

TEST(the_performance_counters_are_closed, "user.pmu.closed")
{
    const unsigned char *const codes[] = {read_pmccntr, read_pmcr, write_pmcr, write_pmcntenset};
    struct probe p = probe_new(VSPACE);

    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        CHECK_EQUAL(execute(&p, codes[i]) >> CLASS_SHIFT, CLASS_CLOSED);
    }
}

#endif

CODE(mask_interrupts, "msr daifset, #2");
CODE(unmask_interrupts, "msr daifclr, #15");
CODE(read_daif, "mrs x0, daif");
CODE(write_daif, "msr daif, x0");

TEST(user_code_cannot_mask_interrupts, "user.registers.daif")
{
    const unsigned char *const codes[] = {mask_interrupts, unmask_interrupts, read_daif,
                                          write_daif};
    struct probe p = probe_new(VSPACE);

    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        CHECK_EQUAL(execute(&p, codes[i]) >> CLASS_SHIFT, CLASS_CLOSED);
    }
}

CODE(read_current_el, "mrs x0, CurrentEL");
CODE(read_sctlr, "mrs x0, sctlr_el1");
CODE(write_sctlr, "msr sctlr_el1, xzr");
CODE(write_ttbr0, "msr ttbr0_el1, xzr");
CODE(read_ttbr1, "mrs x0, ttbr1_el1");
CODE(write_vbar, "msr vbar_el1, xzr");
CODE(write_elr, "msr elr_el1, xzr");
CODE(write_spsr, "msr spsr_el1, xzr");
CODE(read_esr, "mrs x0, esr_el1");
CODE(write_cpacr, "msr cpacr_el1, x0");
CODE(write_cntkctl, "msr cntkctl_el1, x0");
CODE(write_tpidr_el1, "msr tpidr_el1, x0");
CODE(read_mdscr, "mrs x0, mdscr_el1");
CODE(write_tpidrro, "msr tpidrro_el0, x0");

TEST(the_registers_of_the_kernel_are_undefined, "user.registers.system")
{
    const unsigned char *const codes[] = {
        read_current_el, read_sctlr, write_sctlr,   write_ttbr0,     read_ttbr1,
        write_vbar,      write_elr,  write_spsr,    read_esr,        write_cpacr,
        write_cntkctl,   read_mdscr, write_tpidrro, write_tpidr_el1,
    };
    struct probe p = probe_new(VSPACE);

    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        CHECK_EQUAL(execute(&p, codes[i]), UNDEFINED);
    }
}

CODE(exception_return, "eret");
CODE(hypervisor_call, "hvc #0");
CODE(monitor_call, "smc #0");
CODE(flush_tlb, "tlbi vmalle1");
CODE(invalidate_icache, "ic iallu");
CODE(invalidate_line, "dc ivac, x0");
CODE(clean_set, "dc cisw, xzr");
CODE(translate, "at s1e0r, x0");
CODE(invalid, ".inst 0");

TEST(the_instructions_of_the_kernel_are_undefined, "user.registers.instructions")
{
    const unsigned char *const codes[] = {exception_return,  hypervisor_call, monitor_call,
                                          flush_tlb,         invalidate_line, clean_set,
                                          invalidate_icache, translate,       invalid};
    struct probe p = probe_new(VSPACE);

    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        CHECK_EQUAL(execute(&p, codes[i]), UNDEFINED);
    }
}

CODE(use_tpidr, "msr tpidr_el0, x0\n\tmrs x0, tpidr_el0\n\tmrs x1, tpidrro_el0");

TEST(the_thread_registers_are_the_user_s, "user.registers.thread")
{
    struct probe p = probe_new(VSPACE);

    CHECK_EQUAL(execute(&p, use_tpidr), 0);
    CHECK_EQUAL(p.value, (seL4_Word)use_tpidr);
}
