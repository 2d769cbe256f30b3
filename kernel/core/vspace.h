/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: page tables, frames and the address space identifiers that
 * tie a mapped capability to its VSpace (ABI.md 9).
 */
#pragma once

#include "arch.h"
#include "err.h"

enum { VSPACE_LAST_LEVEL = 3 };

/*
 * The table of asids (asid.c has the picture): each pool's address, or 0; a
 * pool holds the root table of each of its asids, or 0.
 */
enum {
    ASID_ENTRY_BITS = 9,
    ASID_POOL_ENTRIES = 1 << ASID_ENTRY_BITS,
    ASID_POOLS = 128
};

struct asid_pool {
    paddr_t root[ASID_POOL_ENTRIES];
};
_Static_assert(sizeof(struct asid_pool) == 1u << seL4_ASIDPoolBits, "ABI.md 6.1");

/* Written by asid.c alone. */
extern paddr_t asid_pools[ASID_POOLS];

/* The root table that `asid` (below 2^16) names, or 0 if none (any more). */
static inline paddr_t asid_root(word_t asid)
{
    paddr_t pool = asid_pools[asid >> ASID_ENTRY_BITS];

    if (pool == 0) {
        return 0;
    }
    const struct asid_pool *entries = phys_ptr(pool);
    return entries->root[asid & MASK(ASID_ENTRY_BITS)];
}

/*
 * The root table of the VSpace `vspace`, which has an asid: `*root`.  Errors:
 * FailedLookup with InvalidRoot (the asid's pool or VSpace is gone),
 * InvalidCapability(number) (the asid names another VSpace by now).
 */
MUST_USE struct err asid_check(cap_t vspace, word_t number, paddr_t *root);

/* Boot: no pools but `pool` (zeroed), which has the initial thread's VSpace as
   asid 1. */
void asid_boot(paddr_t pool, paddr_t root);

/* Where the tables end on the way to an address: the entry, which is not a
   table, and its level. */
struct vspace_place {
    pte_t *entry;
    unsigned level;
};

struct vspace_place vspace_walk(paddr_t root, vaddr_t address);

/* Is `cap` a VSpace capability with an asid, registered or not? */
static inline bool vspace_has_asid(cap_t cap)
{
    return cap_type(cap) == CAP_VSPACE && cap_asid(cap) != 0;
}

/* `asid` names nothing from now on, or something else: forget what the machine
   knows of it. */
void vspace_forget(word_t asid);

/*
 * Cache maintenance on `size` bytes from `start` of the page that `pte` maps; on
 * all there is in the caches if that is not RAM.  Preemptible.  Errors:
 * IllegalOperation (data could be lost through a mapping that may not write them).
 */
MUST_USE struct err vspace_cache_range(enum cache_op op, pte_t pte, paddr_t start,
                                       word_t size);

/*
 * Boot: enter a table or 4 KiB page of the initial thread's VSpace.  The tables
 * above it must exist.  `level`: the table's own, 1 to 3.
 */
void vspace_boot_map_table(paddr_t root, vaddr_t address, unsigned level, paddr_t table);
void vspace_boot_map_page(paddr_t root, vaddr_t address, paddr_t frame, bool executable);

/* The VSpace dies: it has no asid from now on. */
void vspace_unassign(cap_t cap);

/* Is `cap` a VSpace that has an asid and is registered under it? */
static inline bool vspace_is_assigned(cap_t cap)
{
    return vspace_has_asid(cap) && asid_root(cap_asid(cap)) == cap_object(cap);
}

/* The VSpace capability whose tables are active; null: nothing is mapped.
   Written by vspace.c alone. */
extern cap_t vspace_active;

/* Switch to no address space at all. */
void vspace_deactivate(void);

/* Switch to the address space of `vspace`, or to none if it is null or not
   assigned. */
static inline void vspace_activate(cap_t vspace)
{
    if (UNLIKELY(!vspace_is_assigned(vspace))) {
        vspace_deactivate();
        return;
    }
    vspace_active = vspace;
    arch_vspace_switch(cap_object(vspace), cap_asid(vspace));
}

/* Run with the address space of `tcb` from now on; nothing mapped if it has
   none.  Every thread switch comes here, so the usual case is inline. */
static inline void vspace_switch(const struct tcb *tcb)
{
    cap_t vspace = tcb->slot[TCB_VSPACE].cap;

    if (vspace.word[0] != vspace_active.word[0] ||
        vspace.word[1] != vspace_active.word[1]) {
        vspace_activate(vspace);
    }
}

/* The low bits of the usual buffer's capability: a small frame, not device
   memory, that the user may read and write. */
#define IPC_BUFFER_USUAL ((word_t)CAP_FRAME | FRAME_SMALL << 5 | ACCESS_READ_WRITE << 7)

/* ipc_buffer_of for every other capability. */
word_t *ipc_buffer_of_unusual(const struct tcb *tcb, bool writable);

/*
 * The thread's IPC buffer as the kernel sees it, at its message area's word 0
 * (tag), or NULL if it has none usable.  `writable`: it is to be written.
 * A thread without buffer (ipc_buffer 0) has no capability in TCB_IPC_BUFFER.
 */
static inline word_t *ipc_buffer_of(const struct tcb *tcb, bool writable)
{
    cap_t frame = tcb->slot[TCB_IPC_BUFFER].cap;

    if (UNLIKELY((frame.word[0] & MASK(17)) != IPC_BUFFER_USUAL)) {
        return ipc_buffer_of_unusual(tcb, writable);
    }
    return phys_ptr(cap_object(frame) + (tcb->ipc_buffer & MASK(seL4_PageBits)));
}

/* Check a frame as IPC buffer at `address` (ABI.md 9.5). */
MUST_USE struct err ipc_buffer_check(cap_t frame, vaddr_t address);
