/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception syndrome register, decoded: pure functions of its value.
 */
#include "syndrome.h"

static uint32_t field(uint32_t esr, unsigned high, unsigned low)
{
    return (esr >> low) & ((2u << (high - low)) - 1);
}

enum syndrome_class syndrome_class(uint32_t esr)
{
    return (enum syndrome_class)field(esr, 31, 26);
}

/* Fault status code, "DFSC" or "IFSC", bits 5:0. */
enum abort_cause syndrome_abort_cause(uint32_t esr)
{
    static const enum abort_cause by_group[] = {
        ABORT_ADDRESS_SIZE, ABORT_TRANSLATION, ABORT_ACCESS_FLAG, ABORT_PERMISSION,
    };
    uint32_t status = field(esr, 5, 0);

    if (status < 0x10) {
        return by_group[status >> 2];
    }
    if (status == 0x21) {
        return ABORT_ALIGNMENT;
    }
    return status == 0x10 || (status >= 0x14 && status <= 0x17) ? ABORT_EXTERNAL : ABORT_OTHER;
}

/* FnV, bit 10, of a synchronous external abort that was not a table walk's. */
bool syndrome_has_address(uint32_t esr)
{
    return field(esr, 5, 0) != 0x10 || field(esr, 10, 10) == 0;
}

int syndrome_level(uint32_t esr)
{
    uint32_t status = field(esr, 5, 0);

    return status < 0x10 || (status >= 0x14 && status <= 0x17) ? (int)(status & 3) : -1;
}

/* WnR, bit 6. */
bool syndrome_is_write(uint32_t esr)
{
    return field(esr, 6, 6) != 0;
}

uint32_t syndrome_brk_number(uint32_t esr)
{
    return field(esr, 15, 0);
}

/* Direction, bit 0. */
bool syndrome_is_read(uint32_t esr)
{
    return field(esr, 0, 0) != 0;
}

struct system_register syndrome_register(uint32_t esr)
{
    return (struct system_register){
        .op0 = field(esr, 21, 20),
        .op1 = field(esr, 16, 14),
        .crn = field(esr, 13, 10),
        .crm = field(esr, 4, 1),
        .op2 = field(esr, 19, 17),
    };
}

/* S3_3_C14_C2_0 to 2: Arm Architecture Reference Manual, "CNTP_TVAL_EL0" and the two after it. */
bool syndrome_is_physical_timer(const struct system_register *reg)
{
    return reg->op0 == 3 && reg->op1 == 3 && reg->crn == 14 && reg->crm == 2 && reg->op2 <= 2;
}
