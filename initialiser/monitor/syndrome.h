/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The exception syndrome register, decoded.
 *
 * Layout and codes: Arm Architecture Reference Manual for A-profile (DDI 0487),
 * "ESR_EL1, Exception Syndrome Register (EL1)".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum syndrome_class {
    SYNDROME_UNKNOWN = 0x00, /* undefined instruction */
    SYNDROME_WAIT = 0x01,    /* WFI or WFE */
    SYNDROME_FP_ACCESS = 0x07,
    SYNDROME_ILLEGAL_STATE = 0x0e,
    SYNDROME_SYSTEM_REGISTER = 0x18,
    SYNDROME_INSTRUCTION_ABORT = 0x20,
    SYNDROME_PC_ALIGNMENT = 0x22,
    SYNDROME_DATA_ABORT = 0x24,
    SYNDROME_SP_ALIGNMENT = 0x26,
    SYNDROME_FP_EXCEPTION = 0x2c,
    SYNDROME_BREAKPOINT = 0x30,
    SYNDROME_STEP = 0x32,
    SYNDROME_WATCHPOINT = 0x34,
    SYNDROME_BRK = 0x3c
};

enum abort_cause {
    ABORT_ADDRESS_SIZE,
    ABORT_TRANSLATION, /* not mapped */
    ABORT_ACCESS_FLAG,
    ABORT_PERMISSION, /* mapped, but not for this */
    ABORT_ALIGNMENT,
    ABORT_EXTERNAL, /* the bus or the device refused */
    ABORT_OTHER
};

enum syndrome_class syndrome_class(uint32_t esr);

/* Of an instruction or data abort. */
enum abort_cause syndrome_abort_cause(uint32_t esr);

/* Of a data abort: the processor knows the address; if not, what is told as such is nothing. */
bool syndrome_has_address(uint32_t esr);

/* Of a data abort: the access was a write. */
bool syndrome_is_write(uint32_t esr);

/* Of an abort: the page-table level, or -1 if the cause has none. */
int syndrome_level(uint32_t esr);

/* Of a BRK: its number. */
uint32_t syndrome_brk_number(uint32_t esr);

/* Of SYNDROME_SYSTEM_REGISTER: the instruction was a read (MRS). */
bool syndrome_is_read(uint32_t esr);

/* The operands of a system instruction, as in S3_3_C14_C0_2. */
struct system_register {
    unsigned op0;
    unsigned op1;
    unsigned crn;
    unsigned crm;
    unsigned op2;
};

struct system_register syndrome_register(uint32_t esr);

/* CNTP_CTL_EL0, CNTP_CVAL_EL0 or CNTP_TVAL_EL0. */
bool syndrome_is_physical_timer(const struct system_register *reg);
