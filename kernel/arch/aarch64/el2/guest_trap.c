/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Aborts of guests, their system calls, and the registers that they find empty.
 *
 * Source: Arm ARM (DDI 0487), ESR_EL2, HPFAR_EL2, PAR_EL1, MDCR_EL2, HCR_EL2.TIDCP.
 */
#include "guest_trap.h"

#include <guest_machine.h>

#include "entry.h"
#include "../sysreg.h"

/* ---- Addresses ---- */

/*
 * Does HPFAR_EL2 hold the page?  For faults on a walk of stage 1 (S1PTW, bit 7), and translation
 * and access flag faults of stage 2 (status 0b0001xx, 0b0010xx); else it is UNKNOWN.
 */
static bool page_is_known(word_t syndrome)
{
    word_t status = bits_get(syndrome, 5, 2);

    return bits_get(syndrome, 7, 7) != 0 || status == 1 || status == 2;
}

/* HPFAR_EL2.FIPA, bits 39:4, is bits 47:12 of the address. */
static word_t page_of_hpfar(void)
{
    return bits_get(guest_get_hpfar_el2(), 39, 4) << 12;
}

/* By stage 1 alone, as the guest has it.  The result's register is the guest's. */
static word_t page_of_stage_1(vaddr_t address)
{
    word_t guests = guest_get_par_el1();

    at_s1e1r(address);
    isb();
    word_t result = guest_get_par_el1();
    guest_set_par_el1(guests);
    return (result & 1) != 0 ? page_of_hpfar() : bits_get(result, 47, 12) << 12;
}

word_t guest_address(vaddr_t address, word_t syndrome)
{
    word_t page = page_is_known(syndrome) ? page_of_hpfar() : page_of_stage_1(address);

    return page | (address & MASK(12));
}

/* ---- Calls, and registers ---- */

enum { EC_REGISTER = 0x18 };

/*
 * Of a trapped mrs or msr (ISS of class 0x18: op0 21:20, op2 19:17, op1 16:14, CRn 13:10, Rt 9:5,
 * CRm 4:1, and bit 0: it reads): is it a debug register, an event counter, or what the architecture
 * leaves to the processor (CRn 11 and 15; with op0 1 they are instructions)?
 */
static bool is_not_the_guests(word_t syndrome)
{
    word_t op0 = bits_get(syndrome, 21, 20);
    word_t n = bits_get(syndrome, 13, 10);
    word_t m = bits_get(syndrome, 4, 1);
    bool counter = op0 == 3 && ((n == 9 && m >= 12) || (n == 14 && m >= 8));
    bool processors = (op0 == 1 || op0 == 3) && (n == 11 || n == 15);

    return op0 == 2 || counter || processors;
}

/* Where general register `i` is in the context; NULL: 31, which is zero. */
static word_t *general_register(struct tcb *tcb, unsigned i)
{
    static const uint8_t at[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 18, 19, 20, 21, 22, 23,
                                 12, 13, 14, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 15, 16};

    return i < sizeof at ? &tcb->context.reg[at[i]] : NULL;
}

/* Such registers are not switched: they would tell one guest of another.  So they are zero, and
   what is written is lost. */
static void answer_zero(struct tcb *tcb, word_t syndrome)
{
    word_t *to = general_register(tcb, (unsigned)bits_get(syndrome, 9, 5));

    if ((syndrome & 1) != 0 && to != NULL) {
        *to = 0;
    }
    tcb->context.next_pc += 4;
}

bool guest_trap(struct tcb *tcb, word_t syndrome)
{
    switch (bits_get(syndrome, 31, 26)) {
    case EC_HVC: /* as svc: a restart repeats it */
        tcb->context.reg[REG_PC] -= 4;
        kernel_syscall();
        return true;
    case EC_REGISTER:
        if (is_not_the_guests(syndrome)) {
            answer_zero(tcb, syndrome);
            return true;
        }
        return false;
    default:
        return false;
    }
}
