/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of debug and benchmark builds (ABI.md 1.1).
 */
#pragma once

#include "object.h"

/* Execute system call `number` of `tcb` if this build has it; else false. */
bool debug_syscall(struct tcb *tcb, int64_t number);

/*
 * The part of benchmark builds: flush the caches, or nothing.  Changes no
 * register.  False if `number` is neither; utilisation is not tracked.
 */
bool benchmark_syscall(int64_t number);
