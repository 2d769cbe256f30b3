/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects, slots and actors for the tests. */
#include "make.h"

#include "support.h"

struct block thread_blocks[BLOCKS] __attribute__((aligned(BLOCK_SIZE)));
static unsigned blocks_used;
static seL4_CPtr next_slot;

void make_reset(void)
{
    blocks_used = FIRST_ACTOR;
    next_slot = first_test_slot;
}

seL4_CPtr make_end(void)
{
    return next_slot;
}

seL4_CPtr slot_new(void)
{
    CHECK(next_slot < first_test_slot + TEST_SLOTS);
    return next_slot++;
}

seL4_CPtr make(seL4_Word type, seL4_Word size_bits)
{
    seL4_CPtr at = slot_new();

    OK(untyped_retype(arena, type, size_bits, (struct place){ROOT, 0, 0}, at, 1));
    return at;
}

seL4_CPtr mint_new(seL4_CPtr original, seL4_Word rights, seL4_Word badge)
{
    seL4_CPtr at = slot_new();

    if (badge == 0) {
        OK(cnode_copy(slot(at), slot(original), rights));
    } else {
        OK(cnode_mint(slot(at), slot(original), rights, badge));
    }
    return at;
}

/* Moving it onto itself fails either way, and tells by the error which way (ABI.md 8.3). */
seL4_Bool slot_is_empty(seL4_CPtr slot_)
{
    seL4_CPtr other = slot_new();

    if (cnode_move(slot(other), slot(slot_)) == seL4_FailedLookup) {
        return seL4_True;
    }
    OK(cnode_move(slot(slot_), slot(other)));
    return seL4_False;
}

seL4_CPtr frame_of(const void *page)
{
    return bootinfo->userImageFrames.start +
           (((seL4_Word)page - (seL4_Word)__image_start) >> seL4_PageBits);
}

static void actor_main(void)
{
    struct thread *me = self();

    me->function(me);
    me->done = seL4_True;
    for (;;) {
        sys_send(me->tcb, MESSAGE(TCBSuspend, NONE, NONE));
    }
}

struct thread *actor_new(thread_function *function, seL4_Word priority)
{
    struct block *block;
    struct thread *t;

    CHECK(blocks_used < BLOCKS);
    block = &thread_blocks[blocks_used++];
    t = &block->thread;
    *t = (struct thread){.function = function};
    t->tcb = make(seL4_TCBObject, 0);
    t->sched_context = make(seL4_SchedContextObject, 8);
    t->reply = make(seL4_ReplyObject, 0);
    OK(sched_configure(t->sched_context, LONG_US, LONG_US, 0, 0, 0));
    OK(tcb_configure(t->tcb, ROOT, 0, VSPACE, (seL4_Word)&block->buffer,
                     frame_of(&block->buffer)));
    OK(tcb_set_sched_params(t->tcb, seL4_CapInitThreadTCB, 255, priority, t->sched_context, 0));
    OK(invoke(t->tcb, TCBWriteRegisters, NONE,
              W(0, 2, (seL4_Word)actor_main, (seL4_Word)(block + 1))));
    return t;
}

void actor_start(struct thread *actor)
{
    OK(tcb_resume(actor->tcb));
}

struct thread *actor_run(thread_function *function, seL4_Word priority)
{
    struct thread *t = actor_new(function, priority);

    actor_start(t);
    return t;
}

void let_others_run(void)
{
    OK(tcb_set_priority(self()->tcb, seL4_CapInitThreadTCB, 1));
    OK(tcb_set_priority(self()->tcb, seL4_CapInitThreadTCB, TESTER_PRIORITY));
}
