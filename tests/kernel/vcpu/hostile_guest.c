/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile guests do with their virtual CPUs, besides system calls: each writes
 * its own mark where the next might see it, starts its timer, takes interrupts and
 * ends them.
 */
#include <string.h>

#include "guest_machine.h"
#include "hostile.h"
#include "trap_level.h"
#include "vcpu.h"

void hostile_guest_resume(void)
{
    host_return();
}

/* ---- Exceptions ---- */

/* Classes (ESR_EL2.EC): undefined, wfi and wfe, floating point, hvc, smc, mrs and msr, misaligned
   pc, brk. */
static word_t choose_syndrome(struct choices *choices)
{
    static const word_t class[] = {0x00, 0x01, 0x07, 0x16, 0x17, 0x18,
                                   0x18, 0x18, 0x18, 0x22, 0x3c};
    word_t ec = class[choose(choices, sizeof class / sizeof class[0])];
    word_t low = choose(choices, 256);
    word_t high = choose(choices, 256) << 8;
    word_t top = choose(choices, 64) << 16;
    word_t iss = ec == 0 ? 0 : low | high | top;

    return ec << 26 | BIT(25) | iss;
}

/* A trapped mrs or msr of what no guest has: debug registers (op0 2), event counters (CRn 9, CRm 12
   and above; CRn 14, CRm 8 and above), and what is IMPLEMENTATION DEFINED (CRn 11, 15). */
static bool is_answered(word_t syndrome)
{
    word_t op0 = bits_get(syndrome, 21, 20);
    word_t crn = bits_get(syndrome, 13, 10);
    word_t crm = bits_get(syndrome, 4, 1);

    if (bits_get(syndrome, 31, 26) != 0x18 || op0 == 0) {
        return false;
    }
    if (op0 == 2 || crn == 11 || crn == 15) {
        return true;
    }
    return op0 == 3 && ((crn == 9 && crm >= 12) || (crn == 14 && crm >= 8));
}

/* Where seL4_UserContext has x0 to x30. */
static unsigned place_of(unsigned x)
{
    if (x < 9) {
        return 3 + x;
    }
    if (x < 16) {
        return 17 + (x - 9);
    }
    if (x < 19) {
        return 12 + (x - 16);
    }
    return x < 29 ? 24 + (x - 19) : 15 + (x - 29);
}

/* The one register that is read into is zero, if there is one; all others are what they were. */
static const char *check_answer(struct user_context *was, const struct user_context *is,
                                word_t syndrome)
{
    unsigned x = (unsigned)bits_get(syndrome, 9, 5);

    if (is->next_pc != was->next_pc + 4) {
        return "trap: a guest that is answered goes on behind the instruction";
    }
    if ((syndrome & 1) != 0 && x < 31) {
        was->reg[place_of(x)] = 0;
    }
    return memcmp(was->reg, is->reg, sizeof was->reg) != 0
               ? "trap: what is read is zero, and nothing else changes"
               : NULL;
}

const char *hostile_guest_trap(struct choices *choices)
{
    struct tcb *tcb = sched_current();
    word_t syndrome = choose_syndrome(choices);
    bool guest = tcb->vcpu != NULL;
    struct user_context before = tcb->context;

    if (bits_get(syndrome, 31, 26) == EC_HVC && guest) {
        tcb->context.next_pc += 4;
        tcb->context.reg[REG_PC] += 4;
        trap_other(tcb, syndrome);
        return NULL; /* a system call */
    }
    if (bits_get(syndrome, 31, 26) == EC_HVC) {
        syndrome = SYNDROME_UNDEFINED; /* at EL0 it is */
    }
    trap_other(tcb, syndrome);
    if (guest && is_answered(syndrome)) {
        return check_answer(&before, &tcb->context, syndrome);
    }
    return tcb->context.next_pc != before.next_pc ? "trap: who is not answered does not go on"
                                                  : NULL;
}

/* What could not be accessed is in FAR_EL2 or HPFAR_EL2, or the guest's own tables say. */
const char *hostile_guest_abort(struct choices *choices)
{
    struct tcb *tcb = sched_current();
    word_t address = choose(choices, 256) << 12;
    word_t status = choose(choices, 64);
    word_t syndrome = 0x92000000 | choose(choices, 2) << 7 | status;
    word_t par = host_guest.par_el1;

    host_guest.far_el2 = address;
    host_guest.hpfar_el2 = choose(choices, 256) << 4;
    host_guest.stage_1 = choose(choices, 256) << 12;
    host_guest.stage_1 |= choose(choices, 2);
    kernel_vm_fault(trap_address(tcb, syndrome), syndrome, false);
    return host_guest.par_el1 != par && vcpu_active == tcb->vcpu
               ? "abort: the guest's PAR_EL1 stays"
               : NULL;
}

/* ---- Registers ---- */

static const char *check_native(void)
{
    if (host_guest.hcr_el2 != HCR_NATIVE || host_guest.sctlr_el1 != SCTLR_NATIVE ||
        host_guest.cpacr_el1 != CPACR_NATIVE || host_guest.cnthctl_el2 != CNTHCTL_NATIVE ||
        (host_guest.cntkctl_el1 | CNTKCTL_TIMER) != CNTKCTL_NATIVE) {
        return "guests: a native thread runs under none of their registers";
    }
    return host_guest.cntv_ctl_el0 != 0 || host_guest.gich_hcr != 0
               ? "guests: none acts while a native thread runs"
               : NULL;
}

/* Where no field leads: so nobody else writes it. */
static const char *leave_marks(const struct vcpu *vcpu)
{
    word_t mark = phys_addr_of(vcpu);

    if ((host_guest.csselr_el1 != 0 && host_guest.csselr_el1 != mark) ||
        (host_guest.gich_vmcr != 0 && host_guest.gich_vmcr != (uint32_t)mark)) {
        return "guests: none finds what another one left";
    }
    host_guest.csselr_el1 = mark;
    host_guest.gich_vmcr = (uint32_t)mark;
    return NULL;
}

static void use_interrupts(struct choices *choices)
{
    unsigned index;

    if (chance(choices, 50) && host_guest_take(&index) && chance(choices, 80)) {
        host_guest_end(index);
    }
    if (chance(choices, 20)) {
        host_guest.cntv_cval_el0 = host_machine.now + choose(choices, 2) * 100;
        host_guest.cntv_ctl_el0 = 1;
    }
    host_return();
}

const char *hostile_guest_acts(struct choices *choices)
{
    if (vcpu_active == NULL) {
        return check_native();
    }
    const char *broken = leave_marks(vcpu_active);
    use_interrupts(choices);
    return broken;
}
