/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of benchmark builds (ABI.md 1.1).
 */
#pragma once

#include "object.h"

/*
 * Execute system call `number` of `tcb`: flush the caches, do nothing, or count
 * who uses the processor.  Changes no register but x0 of ResetLog, and of the
 * IPC buffer only what GetThreadUtilisation answers.  False if there is no such
 * call.
 */
bool benchmark_syscall(struct tcb *tcb, int64_t number);
