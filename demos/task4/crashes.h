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

/* Where each ends. */
extern const char crash_null_read_end[], crash_code_write_end[], crash_copy_write_end[],
    crash_data_run_end[], crash_undefined_end[], crash_privileged_end[], crash_breakpoint_end[],
    crash_odd_sp_end[], crash_odd_pc_end[], crash_stack_end[], crash_syscall_end[],
    crash_cap_call_end[], crash_cap_receive_end[], crash_timer_end[], crash_loop_end[],
    crash_survived_end[], crash_vandalise_end[], crash_data_end[];

/*
 * Overwrites everything that the pristine copy says is writable, the stack
 * included, and every register but the one that leads to `routine`; then goes there.
 */
_Noreturn void crash_vandalise(crash_routine *routine);
