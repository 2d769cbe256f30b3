/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways to crash, in assembly, so that the instruction that does it is the same
 * whatever compiles the rest.
 */
#pragma once

#include "crash_numbers.h"

typedef void crash_routine(void);

crash_routine crash_null_read, crash_code_write, crash_copy_write, crash_data_run, crash_undefined,
    crash_privileged, crash_breakpoint, crash_odd_sp, crash_odd_pc, crash_stack, crash_syscall,
    crash_cap_call, crash_cap_receive, crash_timer, crash_loop;

/* Where those go to that nothing stops: says so to the parent. */
crash_routine crash_survived;

extern unsigned crash_data[4];

/*
 * Overwrites everything that the pristine copy says is writable, the stack
 * included, and every register but the one that leads to `routine`; then goes there.
 */
_Noreturn void crash_vandalise(crash_routine *routine);
