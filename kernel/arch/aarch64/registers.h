/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a thread's registers are in its context, and what the GIC has of software
 * interrupts: of the target, of the tests' machine, and of the auditor's.
 */
#pragma once

/* In the order of seL4_UserContext (ABI.md 1.5). */
enum context_register {
    REG_PC = 0,
    REG_SP = 1,
    REG_SPSR = 2,
    REG_CAP = 3,        /* x0 */
    REG_INFO = 4,       /* x1 */
    REG_MR0 = 5,        /* x2; x3, x4, x5 follow */
    REG_REPLY = 9,      /* x6 */
    REG_SYSCALL = 10,   /* x7 */
    REG_SEND_DEST = 11, /* x8 */
    REG_TLS_BASE = 34,
    REG_TLS_READ_ONLY = 35
};

/* GICv2, 2.2.1: software generated interrupts are 0 to 15, for one of 8 cores. */
enum { SGI_LINES = 16, SGI_TARGETS = 8 };
