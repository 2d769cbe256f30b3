/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same entry twice, from the same system: by the short way, and by the general one.  All is
 * then the same: threads, objects, capabilities, buffers, queues, time, and how often the timer was
 * set and the address space switched.
 */
#pragma once

#include "entry.h"
#include "frame.h"

static inline void twice_end(struct shape shape)
{
    frame_remember_kernel();
    system_build_again(shape);
    sched_enter();
}

static inline void twice_compare(void)
{
    frame_check((struct contract){0});
    frame_check_kernel();
}

/* A system call. */
static inline void twice(struct shape shape)
{
    system_build(shape);
    kernel_syscall();
    twice_end(shape);
    kernel_syscall_general();
    twice_compare();
}
