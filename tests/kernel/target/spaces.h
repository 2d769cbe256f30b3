/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of address spaces: VSpaces besides the task's own, and probes.  A
 * probe is a thread that makes one access at a time, in any VSpace, and tells
 * what came of it.  That a mapping is there, or gone, is judged by access only.
 */
#pragma once

#include "expected.h"
#include "nodes.h"

/* ---- Invocations, arguments in the order of ABI.md 3.2 ---- */

static inline seL4_Word table_map(seL4_CPtr table, seL4_CPtr vspace, seL4_Word address)
{
    return invoke(table, ARMPageTableMap, W(vspace), W(address, seL4_ARM_Default_VMAttributes));
}

static inline seL4_Word table_unmap(seL4_CPtr table)
{
    return invoke(table, ARMPageTableUnmap, NONE, NONE);
}

static inline seL4_Word frame_map(seL4_CPtr frame, seL4_CPtr vspace, seL4_Word address,
                                  seL4_Word rights, seL4_Word attributes)
{
    return invoke(frame, ARMPageMap, W(vspace), W(address, rights, attributes));
}

static inline seL4_Word frame_unmap(seL4_CPtr frame)
{
    return invoke(frame, ARMPageUnmap, NONE, NONE);
}

static inline seL4_Word asid_make_pool(seL4_CPtr untyped, struct place at)
{
    return invoke(seL4_CapASIDControl, ARMASIDControlMakePool, W(untyped, at.root),
                  W(at.index, at.depth));
}

static inline seL4_Word asid_assign(seL4_CPtr pool, seL4_CPtr vspace)
{
    return invoke(pool, ARMASIDPoolAssign, W(vspace), NONE);
}

/* ---- Making ---- */

enum {
    DEFAULT = seL4_ARM_Default_VMAttributes,
    UNCACHED = 0,
    EXECUTE_NEVER = seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever
};

/* The first address that cannot be mapped. */
#define TOP (seL4_UserTop + 1)

/* A frame of 4 KiB; one of 2 MiB, to be made first, or there is no room left for other objects. */
seL4_CPtr small_frame(void);
seL4_CPtr large_frame(void);

/* A VSpace with an ASID of the first pool. */
seL4_CPtr space_new(void);

/* A pool of ASIDs in a fresh slot. */
seL4_CPtr pool_new(void);

/* Page_Map, with the tables that takes; returns how many those were. */
unsigned map_in(seL4_CPtr vspace, seL4_CPtr frame, seL4_Word address, seL4_Word rights,
                seL4_Word attributes);

/* Tables between the root and a page. */
enum { TABLES = PAGE_LEVEL - ROOT_LEVEL };

/* What Page_Map says of a table of a level that is missing, its root's being ROOT_LEVEL. */
static inline seL4_Word missing_below(seL4_Word level)
{
    return ROOT_SHIFT - 9 * (level - ROOT_LEVEL);
}

/* Maps `count` page tables for `address`, from the top down; their slots follow the first one,
   which is returned. */
seL4_CPtr tables_in(seL4_CPtr vspace, seL4_Word address, unsigned count);

/* The words of a 4 KiB frame, through a mapping of a copy of `frame`, which lasts until the next
   such call. */
volatile seL4_Word *view(seL4_CPtr frame);

/* The same of memory that a device answers for: `frame` itself is mapped, uncached. */
volatile unsigned *device_view(seL4_CPtr frame);

/* A frame of a device, which the test must delete. */
seL4_CPtr device_frame(seL4_Word address, seL4_Word type);

/* ---- Probes ---- */

struct probe {
    seL4_CPtr tcb;
    seL4_CPtr endpoint;
    seL4_CPtr reply;
    seL4_CPtr code;  /* the frame of its code, if that is a copy */
    seL4_Word value; /* that the last access read, or x2 at the end of what it executed */
};

/* Enters a copy of the page that probes execute in `vspace`, at the address that it has in the
   task's.  Returns its frame.  probe_page is that address; the page's second half is unused. */
seL4_CPtr enter_code(seL4_CPtr vspace);
extern const seL4_Word probe_page[];

/* A probe in `vspace`: the task's own, or one with an ASID, where the page of its code is entered
   at the address that it has in the task's. */
struct probe probe_new(seL4_CPtr vspace);

/*
 * Each performs one access, and returns 0, or how it failed: the processor's
 * syndrome as the fault message tells it (expected.h), after a check of the message's
 * other words.  What is executed must end in `ret` and keep x3.
 */
seL4_Word probe_read(struct probe *p, seL4_Word address);
seL4_Word probe_write(struct probe *p, seL4_Word address, seL4_Word value);
seL4_Word probe_execute(struct probe *p, seL4_Word address);

/* Revoke or Delete on slot `at`, made by the probe itself; 0 if it could still report that it was
   done. */
seL4_Word probe_revoke(struct probe *p, seL4_CPtr at);
seL4_Word probe_delete(struct probe *p, seL4_CPtr at);

/* An answer of the above: the probe cannot fetch its own code. */
enum { PROBE_LOST = 1 };

/* An instruction that a probe can execute. */
enum { INSTRUCTION_RET = 0xd65f03c0u };

#define EXPECT_READ(probe_, address_, value_)                                                      \
    do {                                                                                           \
        CHECK_EQUAL(probe_read((probe_), (address_)), 0);                                          \
        CHECK_EQUAL((probe_)->value, (value_));                                                    \
    } while (0)
