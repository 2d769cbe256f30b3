/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What assembly must know of C's structures.  Never linked: the build compiles
 * this to assembly text and turns its strings "->NAME value" into offsets.h, so
 * that no offset is written down twice.  (Strings, because clang insists that
 * what it prints is valid assembly.)
 */
#include "object.h"
#include "sysreg.h"

#define OFFSET(name, value) __asm__ volatile("\n.ascii \"->" #name " %0\"" : : "i"(value))
#define OFFSET_OF_REG(name, index)                                                     \
    OFFSET(name, offsetof(struct user_context, reg) + 8 * (index))

void offsets(void);

void offsets(void)
{
    OFFSET_OF_REG(CONTEXT_PC, REG_PC);
    OFFSET_OF_REG(CONTEXT_SP, REG_SP);
    OFFSET_OF_REG(CONTEXT_SPSR, REG_SPSR);
    /* General registers in pairs; the order is the ABI's (ABI.md 1.5). */
    OFFSET_OF_REG(CONTEXT_X0_X1, 3);
    OFFSET_OF_REG(CONTEXT_X2_X3, 5);
    OFFSET_OF_REG(CONTEXT_X4_X5, 7);
    OFFSET_OF_REG(CONTEXT_X6_X7, 9);
    OFFSET_OF_REG(CONTEXT_X8_X16, 11);
    OFFSET_OF_REG(CONTEXT_X17_X18, 13);
    OFFSET_OF_REG(CONTEXT_X29_X30, 15);
    OFFSET_OF_REG(CONTEXT_X9_X10, 17);
    OFFSET_OF_REG(CONTEXT_X11_X12, 19);
    OFFSET_OF_REG(CONTEXT_X13_X14, 21);
    OFFSET_OF_REG(CONTEXT_X15_X19, 23);
    OFFSET_OF_REG(CONTEXT_X20_X21, 25);
    OFFSET_OF_REG(CONTEXT_X22_X23, 27);
    OFFSET_OF_REG(CONTEXT_X24_X25, 29);
    OFFSET_OF_REG(CONTEXT_X26_X27, 31);
    OFFSET_OF_REG(CONTEXT_X28_TPIDR, 33);
    OFFSET_OF_REG(CONTEXT_TPIDR, REG_TLS_BASE);
    OFFSET(CONTEXT_NEXT_PC, offsetof(struct user_context, next_pc));

    OFFSET(TCB_VCPU, offsetof(struct tcb, vcpu));

    OFFSET(FPU_STATE_FPSR, offsetof(struct fpu_state, fpsr));

    OFFSET(ESR_EC_SVC, EC_SVC);
    OFFSET(FPU_BIT, __builtin_ctz(ACCESS_FPU));
    OFFSET(NO_TIMER_BIT, __builtin_ctz(ACCESS_NO_TIMER));
    OFFSET(FPU_CLOSED, LEVEL_FPU_CLOSED);
    OFFSET(TIMER_OPEN, LEVEL_TIMER_OPEN);
}
