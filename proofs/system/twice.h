/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same entry twice, from the same system: by the short way, and by the general one.  All is
 * then the same: threads, objects, capabilities, buffers, queues, time, and how often the timer was
 * set and the address space switched.
 */
#pragma once

#include "entry.h"
#include "frame.h"

/* A system call. */
static inline void twice(struct shape shape)
{
    system_build(shape);
    kernel_syscall();
    frame_remember_kernel();
    system_build_again(shape);
    sched_enter();
    kernel_syscall_general();
    frame_check((struct contract){0});
    frame_check_kernel();
}
