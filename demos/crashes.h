/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways to crash, in assembly, so that the instruction that does it is the same
 * whatever compiles the rest.  Included by assembly, too.
 */
#pragma once

/* System calls as the kernel numbers them; C checks them against sel4/. */
#define CRASH_SYS_CALL    -1
#define CRASH_SYS_RECV    -7
#define CRASH_SYS_UNKNOWN -99

/* A capability number beyond any capability space here, and one of an empty slot. */
#define CRASH_CAP_BEYOND 100000
#define CRASH_CAP_EMPTY  500

/* Label of the call that says: I should be dead. */
#define CRASH_SURVIVED 50

/* The page whose first word the endless loop increments. */
#define CRASH_PULSE 0x4200000
#define CRASH_PULSE_BYTES 0x1000

#ifndef __ASSEMBLER__

typedef void crash_routine(void);

crash_routine crash_null_read, crash_code_write, crash_copy_write, crash_data_run, crash_undefined,
    crash_privileged, crash_breakpoint, crash_odd_sp, crash_odd_pc, crash_stack, crash_syscall,
    crash_cap_call, crash_cap_receive, crash_loop;

extern unsigned crash_data[4];

/*
 * Overwrites everything that the pristine copy says is writable, the stack
 * included, and every register; then goes to `routine`.
 */
_Noreturn void crash_vandalise(crash_routine *routine);
#endif
