/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tool and the programs it builds a system from must agree on: limits
 * of Microkit 2.0.1, the slots of a protection domain's capability space, the
 * badges of its messages and its address space at EL1.  Programs see the same
 * numbers through microkit.h.
 */
#pragma once

#include <stdint.h>

enum {
    MICROKIT_MAX_DOMAINS = 63,
    MICROKIT_MAX_CHANNELS = 62, /* ids of channels, interrupts and children: 0 to 61 */
    MICROKIT_NAME_SIZE = 64,    /* bytes of the symbol microkit_name, NUL included */
    MICROKIT_MAX_PRIORITY = 254 /* 255 is the monitor's */
};

/* Slots of a PD's CNode. */
enum {
    SLOT_INPUT = 1, /* endpoint if there is one, else notification */
    SLOT_FAULT = 2,
    SLOT_VSPACE = 3,
    SLOT_REPLY = 4,
    SLOT_MONITOR = 5,
    SLOT_OWN_TCB = 6, /* configuration `benchmark` only */
    SLOT_NOTIFICATIONS = 10,
    SLOT_ENDPOINTS = 74,
    SLOT_IRQS = 138,
    SLOT_CHILD_TCBS = 202
};

enum {
    CNODE_BITS = 9,
    CNODE_GUARD = 64 - CNODE_BITS, /* guard size; its value is 0 */
    SCHED_CONTEXT_BITS = 8
};

#define BADGE_CALL (1ull << 63)        /* protected call; low bits: channel id */
#define BADGE_CHILD_FAULT (1ull << 62) /* low bits: child id */

/* A PD's address space, from the top: IPC buffer (or nothing, if the program
   has a place for it), stack, one page that stays unmapped, everything else. */
#define USER_TOP 0x800000000000ull
#define IPC_BUFFER_VADDR 0x7ffffffff000ull
#define STACK_TOP 0x7ffffffff000ull

#define SMALL_PAGE 0x1000ull
#define LARGE_PAGE 0x200000ull

#define STACK_DEFAULT 0x1000ull
#define STACK_MAX 0x1000000ull

/* The kernel's bounds on budget and period, in microseconds: twice its
   worst-case execution time, and what its clock can express. */
#define BUDGET_MIN 20ull
#define PERIOD_MAX 36893488147419ull
#define BUDGET_DEFAULT 1000ull

/* GICv2 architecture specification, 2.2.1: 1020 to 1023 are not interrupts. */
enum { IRQ_COUNT = 1020 };

/* Physical addresses that the kernel manages: 40 bits. */
#define PHYS_TOP (1ull << 40)

/* What the initial task can handle: it has a place for each object, and checks
   the number of pages of one frames object (initialiser/spec_check). */
enum { SPEC_MAX_OBJECTS = 4096, SPEC_MAX_PAGES = 1 << 20 };
