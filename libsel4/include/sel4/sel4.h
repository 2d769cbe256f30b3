/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's C interface: include this one.
 *
 * Names and argument order are those of the public seL4 API reference (MCS,
 * AArch64).  Everything is inline: there is no library to link, but the program
 * must define `__sel4_ipc_buffer` (see message.h).  No C library is needed.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/assert.h>
#include <sel4/simple_types.h>
#include <sel4/constants.h>
#include <sel4/types.h>
#include <sel4/bootinfo.h>
#include <sel4/message.h>
#include <sel4/syscalls.h>
#include <sel4/debug.h>
#include <sel4/invocations.h>
#include <sel4/sched_invocations.h>
#include <sel4/arm_invocations.h>
#include <sel4/vcpu_invocations.h>
#include <sel4/faults.h>
