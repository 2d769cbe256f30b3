/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls that only some builds have: those of debug builds (ABI.md 1.1), and
 * the way to those of benchmark builds.
 */
#pragma once

#include "object.h"

/* Execute system call `number` of `tcb` if this build has it, and `tcb` is no guest; else false. */
bool debug_syscall(struct tcb *tcb, int64_t number);
