/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tests make and invoke.  Slots are those of the root CNode; a test gets
 * fresh ones from slot_new().  Functions whose name begins with an object's are
 * invocations: they return the label of the kernel's answer, and got() has the
 * rest.
 */
#pragma once

#include "test.h"

/* The task's own: the boot information, and slots that every test may use. */
extern const seL4_BootInfo *bootinfo;
extern seL4_CPtr arena; /* 8 MiB of untyped memory, nothing made of it */

enum { ARENA_BITS = 23, TESTER_PRIORITY = 100 };

#define ROOT       ((seL4_CPtr)seL4_CapInitThreadCNode)
#define VSPACE     ((seL4_CPtr)seL4_CapInitThreadVSpace)
#define SCHED_CTRL (bootinfo->schedcontrol.start)

enum { ALL_RIGHTS = 0xf, READ_WRITE = 0x3, READ_ONLY = 0x2, WRITE_ONLY = 0x1, NO_RIGHTS = 0 };

/* An unused slot, for this test. */
seL4_CPtr slot_new(void);

/* Makes an object of the arena in a fresh slot; `size_bits` is for untypeds, CNodes and scheduling
   contexts. */
seL4_CPtr make(seL4_Word type, seL4_Word size_bits);

/* A place for a capability: index and depth below a CNode. */
struct place {
    seL4_CPtr root;
    seL4_Word index;
    seL4_Word depth;
};

/* A slot of the root CNode. */
static inline struct place slot(seL4_CPtr slot_)
{
    return (struct place){ROOT, slot_, seL4_WordBits};
}

/* A fresh slot with a copy, minted with `badge` unless that is 0. */
seL4_CPtr mint_new(seL4_CPtr original, seL4_Word rights, seL4_Word badge);

/* Whether a slot of the root CNode is empty. */
seL4_Bool slot_is_empty(seL4_CPtr slot_);

/* ---- Invocations, arguments in the order of ABI.md 3.2 ---- */

static inline seL4_Word untyped_retype(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits,
                                       struct place node, seL4_Word offset, seL4_Word count)
{
    return invoke(untyped, UntypedRetype, W(node.root),
                  W(type, size_bits, node.index, node.depth, offset, count));
}

static inline seL4_Word cnode_copy(struct place to, struct place from, seL4_Word rights)
{
    return invoke(to.root, CNodeCopy, W(from.root),
                  W(to.index, to.depth, from.index, from.depth, rights));
}

static inline seL4_Word cnode_mint(struct place to, struct place from, seL4_Word rights,
                                   seL4_Word data)
{
    return invoke(to.root, CNodeMint, W(from.root),
                  W(to.index, to.depth, from.index, from.depth, rights, data));
}

static inline seL4_Word cnode_move(struct place to, struct place from)
{
    return invoke(to.root, CNodeMove, W(from.root),
                  W(to.index, to.depth, from.index, from.depth));
}

static inline seL4_Word cnode_mutate(struct place to, struct place from, seL4_Word data)
{
    return invoke(to.root, CNodeMutate, W(from.root),
                  W(to.index, to.depth, from.index, from.depth, data));
}

static inline seL4_Word cnode_rotate(struct place to, seL4_Word pivot_data, struct place pivot,
                                     seL4_Word from_data, struct place from)
{
    return invoke(to.root, CNodeRotate, W(pivot.root, from.root),
                  W(to.index, to.depth, pivot_data, pivot.index, pivot.depth, from_data,
                    from.index, from.depth));
}

static inline seL4_Word cnode_delete(struct place at)
{
    return invoke(at.root, CNodeDelete, NONE, W(at.index, at.depth));
}

static inline seL4_Word cnode_revoke(struct place at)
{
    return invoke(at.root, CNodeRevoke, NONE, W(at.index, at.depth));
}

static inline seL4_Word cnode_cancel_badged_sends(struct place at)
{
    return invoke(at.root, CNodeCancelBadgedSends, NONE, W(at.index, at.depth));
}

static inline seL4_Word tcb_configure(seL4_CPtr tcb, seL4_CPtr cspace, seL4_Word cspace_data,
                                      seL4_CPtr vspace, seL4_Word buffer, seL4_CPtr frame)
{
    return invoke(tcb, TCBConfigure, W(cspace, vspace, frame), W(cspace_data, 0, buffer));
}

static inline seL4_Word tcb_set_space(seL4_CPtr tcb, seL4_CPtr fault_endpoint, seL4_CPtr cspace,
                                      seL4_Word cspace_data, seL4_CPtr vspace)
{
    return invoke(tcb, TCBSetSpace, W(fault_endpoint, cspace, vspace), W(cspace_data, 0));
}

static inline seL4_Word tcb_set_priority(seL4_CPtr tcb, seL4_CPtr authority, seL4_Word priority)
{
    return invoke(tcb, TCBSetPriority, W(authority), W(priority));
}

static inline seL4_Word tcb_set_sched_params(seL4_CPtr tcb, seL4_CPtr authority, seL4_Word mcp,
                                             seL4_Word priority, seL4_CPtr sched_context,
                                             seL4_CPtr fault_endpoint)
{
    return invoke(tcb, TCBSetSchedParams, W(authority, sched_context, fault_endpoint),
                  W(mcp, priority));
}

static inline seL4_Word tcb_suspend(seL4_CPtr tcb)
{
    return invoke(tcb, TCBSuspend, NONE, NONE);
}

static inline seL4_Word tcb_resume(seL4_CPtr tcb)
{
    return invoke(tcb, TCBResume, NONE, NONE);
}

static inline seL4_Word sched_configure(seL4_CPtr sched_context, seL4_Word budget_us,
                                        seL4_Word period_us, seL4_Word extra_refills,
                                        seL4_Word badge, seL4_Word flags)
{
    return invoke(SCHED_CTRL, SchedControlConfigureFlags, W(sched_context),
                  W(budget_us, period_us, extra_refills, badge, flags));
}

/* ---- Actors: threads for a test ---- */

/*
 * A thread that will run `function`: in this address space and capability
 * space, with an IPC buffer and a stack of its own, a scheduling context that
 * never runs out in a test's time, and no fault handler.  It is not started.
 */
struct thread *actor_new(thread_function *function, seL4_Word priority);

/* Lets it run; from here on it competes by its priority. */
void actor_start(struct thread *actor);

/* actor_new() and actor_start(). */
struct thread *actor_run(thread_function *function, seL4_Word priority);

/* Lets everything above priority 1 run until it blocks, then goes on as before. */
void let_others_run(void);

/* The value that the kernel will show as a thread's IPC buffer frame. */
seL4_CPtr frame_of(const void *page);
