/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers that the tool plans with: what it agrees on with the programs
 * (microkit_abi.h, which is in the SDK, too), Microkit 2.0.1's limits, and the
 * shape of a protection domain's address space.  Where that ends, is the kernel's
 * exception level's: initialiser/spec/level.h.
 */
#pragma once

#include <stdint.h>

#include <microkit_abi.h>
#include <sel4/constants.h>

#include "../../initialiser/spec/spec.h"

enum {
    MICROKIT_MAX_DOMAINS = 63,
    MICROKIT_MAX_PRIORITY = 254 /* 255 is the monitor's */
};

_Static_assert((int)MICROKIT_MAX_PRIORITY == (int)SPEC_MAX_PRIORITY &&
                   (int)MICROKIT_PD_NAME_LENGTH == (int)SPEC_MAX_NAME_BYTES,
               "what a description may say, the initial task accepts");

enum {
    CNODE_BITS = 9,
    USER_CNODE_BITS = 10, /* of a domain with user slots */
    SCHED_CONTEXT_BITS = 8
};

_Static_assert(1 << CNODE_BITS == MICROKIT_CNODE_SLOTS &&
                   1 << USER_CNODE_BITS == MICROKIT_USER_CNODE_SLOTS &&
                   BASE_USER_CAPS + MICROKIT_MAX_USER_CAPS <= MICROKIT_USER_CNODE_SLOTS,
               "a CNode has the slots that programs know of");

/* The kernel's scheduling domains and the length of their schedule, whose last
   entry is always an end marker (ABI; a test of the tool compares). */
enum { MAX_SCHED_DOMAINS = SPEC_MAX_SCHED_DOMAINS, SCHEDULE_LENGTH = SPEC_MAX_SLICES + 1 };

#define BADGE_CALL (1ull << MICROKIT_BADGE_CALL_BIT)
#define BADGE_CHILD_FAULT (1ull << MICROKIT_BADGE_FAULT_BIT)

/* A PD's address space, from the top: IPC buffer (or nothing, if the program has
   a place for it), a page that stays unmapped, stack, another such page,
   everything else. */
#define IPC_BUFFER_OF(user_top) ((user_top) + 1 - SMALL_PAGE)
#define STACK_TOP_OF(user_top) (IPC_BUFFER_OF(user_top) - SMALL_PAGE)

#define SMALL_PAGE 0x1000ull
#define LARGE_PAGE 0x200000ull

#define STACK_DEFAULT 0x2000ull
#define STACK_MAX 0x1000000ull

/* The kernel's bounds on budget and period, in microseconds: twice its
   worst-case execution time, and what its clock can express. */
#define BUDGET_MIN 20ull
#define BUDGET_USEFUL (2 * BUDGET_MIN) /* what is left below the least is no budget */
#define PERIOD_MAX 36893488147419ull
#define BUDGET_DEFAULT 1000ull

/* The kernel gives out all of a board's interrupts but its timer's (a test of the
   tool compares); one at EL2 keeps three, two of them for virtual machines (HYP.md 1).
   The physical timer is the processor's other one, for users (Arm
   Base System Architecture, "PPI assignments"). */
enum {
    IRQ_GUEST_MAINTENANCE = 25,
    IRQ_KERNEL_TIMER_EL2 = 26,
    IRQ_KERNEL_TIMER = 27, /* at EL2, the guests' timer */
    IRQ_PHYSICAL_TIMER = 30
};

/* Physical addresses that the kernel manages: 40 bits. */
#define PHYS_TOP (1ull << 40)

/* Devices behind an SMMUv3, by the tables that the tool makes (sdf/iommu_tables.h): streams whose
   table's upper level is a page, address space identifiers of 16 bits, addresses as three levels of
   4 KiB have them.  16 MiB of tables are some 8 GiB of small pages. */
enum { IO_STREAM_COUNT = 1 << 15, IO_SPACE_ID_MAX = 0xffff, IO_ADDRESS_BITS = 39 };
#define IO_TABLES_MAX (16ull << 20)

/* log2 of the slots of the initial task's CNode, if the kernel's configuration is
   not at hand: what seL4's Microkit kernels and ours have. */
enum { ROOT_CNODE_DEFAULT_BITS = 17 };
