/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hardware does when it takes an exception to EL1, done by hand.
 */
#include "exception.h"

enum {
    PSTATE_MODE = 0x1f, /* bit 4: AArch32; 3:2 the exception level; 0 its own stack */
    PSTATE_AARCH32 = 0x10,
    PSTATE_EL1H = 0x5,
    PSTATE_EL0T = 0x0,
    PSTATE_DAIF = 0x3c0
};

#define PSTATE_PAN (1ull << 22)
#define SCTLR_SPAN (1ull << 23)

/* Offsets of the vectors: from EL1 with SP_EL0, with SP_EL1, from EL0, from EL0 in AArch32. */
enum { FROM_EL1T = 0x000, FROM_EL1H = 0x200, FROM_EL0 = 0x400, FROM_AARCH32 = 0x600 };

enum { EC_UNKNOWN = 0x00, EC_FETCH_LOWER = 0x20, EC_FETCH = 0x21, EC_DATA = 0x25 };
enum { IL = 1 << 25, ISS_FNV = 1 << 10, ISS_WNR = 1 << 6, ISS_EXTERNAL = 0x10 };

static uint64_t vector(uint64_t pstate)
{
    if ((pstate & PSTATE_AARCH32) != 0) {
        return FROM_AARCH32;
    }
    switch (pstate & PSTATE_MODE) {
    case PSTATE_EL0T: return FROM_EL0;
    case PSTATE_EL1H: return FROM_EL1H;
    default: return FROM_EL1T;
    }
}

/* PSTATE.PAN is set if SCTLR_EL1.SPAN is 0, and else kept (D5.4.1). */
static void take(struct guest_registers *registers, uint64_t esr)
{
    uint64_t pan = (platform_read(VCPU_SCTLR) & SCTLR_SPAN) == 0 ? PSTATE_PAN
                                                                 : registers->pstate & PSTATE_PAN;

    platform_write(VCPU_ELR, registers->pc);
    platform_write(VCPU_SPSR, registers->pstate);
    platform_write(VCPU_ESR, esr);
    registers->pc = platform_read(VCPU_VBAR) + vector(registers->pstate);
    registers->pstate = PSTATE_EL1H | PSTATE_DAIF | pan;
}

void exception_undefined(struct guest_registers *registers)
{
    take(registers, (uint64_t)EC_UNKNOWN << 26 | IL);
}

/* Its class is the same for whoever is interrupted, and from EL1, too. */
void exception_breakpoint(struct guest_registers *registers, uint64_t esr)
{
    take(registers, esr);
}

/* The guest's own address of the access is not known here: FnV says that FAR_EL1 has none. */
void exception_abort(struct guest_registers *registers, uint64_t esr)
{
    bool lower = (registers->pstate & PSTATE_MODE) == PSTATE_EL0T ||
                 (registers->pstate & PSTATE_AARCH32) != 0;
    uint64_t ec = esr >> 26 & 0x3f;
    bool fetch = ec == EC_FETCH_LOWER || ec == EC_FETCH;
    uint64_t class = (fetch ? (uint64_t)EC_FETCH : EC_DATA) - lower; /* each one's pair */
    uint64_t iss = ISS_FNV | ISS_EXTERNAL | (fetch ? 0 : esr & ISS_WNR);

    platform_write(VCPU_FAR, 0);
    take(registers, class << 26 | (esr & IL) | iss);
}
