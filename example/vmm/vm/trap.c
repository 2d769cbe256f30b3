/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each trapped instruction does.  What is not known here is undefined for the
 * guest, as on a machine that does not have it.
 */
#include <stdbool.h>

#include "exception.h"
#include "trap.h"

enum { EC_WAIT = 0x01, EC_SMC = 0x17, EC_SYSTEM = 0x18, EC_BKPT = 0x38, EC_BRK = 0x3c };

/* Waiting: bits 1:0 of the syndrome tell WFI, WFE, and both with a time limit. */
enum { WAIT_EVENT = 1, WAIT_LIMIT = 2 };

/* A system register: op0, op1, CRn, CRm, op2, of 2, 3, 4, 4 and 3 bits. */
struct system_register {
    unsigned op0;
    unsigned op1;
    unsigned crn;
    unsigned crm;
    unsigned op2;
};

static struct system_register register_of(uint64_t esr)
{
    return (struct system_register){
        .op0 = esr >> 20 & 3,
        .op2 = esr >> 17 & 7,
        .op1 = esr >> 14 & 7,
        .crn = esr >> 10 & 15,
        .crm = esr >> 1 & 15,
    };
}

/*
 * Debugging (op0 2: breakpoints, watchpoints, the OS lock; of op1 1, trace, there is none) and
 * counting of events (op0 3, of EL1 or EL0, CRn 9 with CRm 12 to 14, and CRn 14 with CRm from 8
 * on).  They read as zero, which says: no counter, no lock, nothing enabled; what is written is
 * ignored.  A kernel initialises these without asking.
 */
static bool quiet(const struct system_register *reg)
{
    if (reg->op0 == 2) {
        return reg->op1 != 1;
    }
    return reg->op0 == 3 && (reg->op1 == 0 || reg->op1 == 3) &&
           ((reg->crn == 9 && reg->crm >= 12 && reg->crm <= 14) ||
            (reg->crn == 14 && reg->crm >= 8));
}

static void system_register(struct guest_registers *registers, uint64_t esr)
{
    struct system_register reg = register_of(esr);
    unsigned which = esr >> 5 & 31;
    bool read = (esr & 1) != 0;

    if (!quiet(&reg)) {
        exception_undefined(registers);
        return;
    }
    if (read && which < 31) {
        registers->x[which] = 0;
    }
    registers->pc += 4;
}

enum next trap_call(struct guest_registers *registers)
{
    registers->pc += 4;
    return psci_call(registers->x);
}

enum next trap_handle(struct guest_registers *registers, uint64_t esr)
{
    switch (esr >> 26 & 0x3f) {
    case EC_WAIT:
        registers->pc += instruction_bytes(esr);
        return (esr & (WAIT_EVENT | WAIT_LIMIT)) == 0 ? NEXT_WAIT : NEXT_GO_ON;
    case EC_SMC:
        return trap_call(registers);
    case EC_SYSTEM:
        system_register(registers, esr);
        return NEXT_GO_ON;
    case EC_BKPT: case EC_BRK: /* they come here as all debug exceptions do; Linux warns by them */
        exception_breakpoint(registers, esr);
        return NEXT_GO_ON;
    default:
        exception_undefined(registers);
        return NEXT_GO_ON;
    }
}
