/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system that hostile threads live in.
 *
 * They share one CSpace with threads, scheduling contexts, endpoints, untyped
 * memory and every kind of control capability.  The initial thread, called the
 * keeper here, runs when none of them can and gives back some of what they
 * destroyed.  Nothing they have leads to the keeper, its CSpace or its time.
 */
#include "hostile.h"

#include "derive.h"
#include "sched.h"
#include "vcpu.h"
#include "vspace.h"

enum {
    KEEPER_PRIORITY = 1,
    HOSTILE_MCP = 5,
    BUFFER_VADDR = 0x10000,
    SMALL_UNTYPED_BITS = 14,
    ARENA_BITS = 15,
    HOSTILE_VCPUS = 3,
    DEVICE_BITS = 31, /* two pages of 1 GiB */
    DOMAIN_SLICE = 200000 /* ticks; what follows it is up to the hostile threads */
};

/* ---- What the keeper does; an error is of no interest to it ---- */

static void keeper_call(word_t cptr, struct message message)
{
    syscall_enter(seL4_SysCall, cptr, &message);
}

static struct message message_configure(const struct hostile *h, unsigned thread)
{
    return (struct message){.label = TCBConfigure,
                            .length = 3,
                            .mr = {HOSTILE_GUARD, 0, BUFFER_VADDR},
                            .caps = 3,
                            .cap = {h->cnode, h->vspace, h->frame[thread]}};
}

static struct message message_budget(const struct hostile *h, unsigned thread, word_t budget,
                                     word_t period, word_t refills, word_t flags)
{
    return (struct message){.label = SchedControlConfigureFlags,
                            .length = 5,
                            .mr = {budget, period, refills, 0x70 + thread, flags},
                            .caps = 1,
                            .cap = {h->sc[thread]}};
}

static struct message message_params(const struct hostile *h, unsigned thread, word_t priority,
                                     word_t handler)
{
    return (struct message){.label = TCBSetSchedParams,
                            .length = 2,
                            .mr = {HOSTILE_MCP, priority},
                            .caps = 3,
                            .cap = {seL4_CapInitThreadTCB, h->sc[thread], handler}};
}

/* Copy or move the keeper's `slot` to `index` of the hostile CSpace. */
static struct message message_give(word_t label, word_t index, word_t slot, word_t rights,
                                   word_t data)
{
    return (struct message){.label = label,
                            .length = label == CNodeMove ? 4 : label == CNodeMint ? 6 : 5,
                            .mr = {index, HOSTILE_RADIX, slot, 64, rights, data},
                            .caps = 1,
                            .cap = {seL4_CapInitThreadCNode}};
}

/* ---- Building ---- */

static void drop(seL4_SlotRegion slots)
{
    for (word_t slot = slots.start; slot < slots.end; slot++) {
        delete_cap(slot);
    }
}

/* Most of what boot handed out is of no use here, and each capability makes the
   check of all invariants longer.  One device untyped stays, for large pages. */
static word_t drop_most(void)
{
    const seL4_BootInfo *info = bootinfo();
    word_t device = 0;

    drop(info->userImageFrames);
    drop(info->userImagePaging);
    for (word_t slot = info->untyped.start; slot < info->untyped.end; slot++) {
        const seL4_UntypedDesc *untyped = &info->untypedList[slot - info->untyped.start];
        if (untyped->isDevice && untyped->sizeBits == DEVICE_BITS) {
            device = slot;
        } else if (slot != test_untyped()) {
            delete_cap(slot);
        }
    }
    assert_int_not_equal(device, 0);
    return device;
}

static word_t next_index;

static void give(struct hostile *h, word_t label, word_t slot, word_t rights, word_t data)
{
    assert_ok(kernel_call(h->cnode, message_give(label, next_index++, slot, rights, data)));
}

static void give_copy(struct hostile *h, word_t slot)
{
    give(h, CNodeCopy, slot, RIGHTS_ALL, 0);
}

static void give_new(struct hostile *h, word_t type, word_t size_bits)
{
    give(h, CNodeMove, new_object(type, size_bits), 0, 0);
}

/* Most of the threads cannot die: the keeper has their TCBs and contexts.  The
   worker runs when the others wait, and leaves the keeper half of that time. */
static void build_thread(struct hostile *h, unsigned i)
{
    static const struct {
        word_t budget, period, refills, flags, priority;
    } kind[HOSTILE_THREADS] = {
        {5000, 5000, 0, 0, 3}, {1000, 3000, 8, 1, 3}, {500, 5000, 4, 0, 4},
        {100, 1000, 0, 1, 2},  {500, 1000, 2, 0, 2},  {1000, 2000, 2, 0, 4},
    };
    word_t label = i < HOSTILE_MASTERS ? CNodeCopy : CNodeMove;

    h->root[i] = new_object(seL4_TCBObject, 0);
    h->sc[i] = new_object(seL4_SchedContextObject, 8);
    h->frame[i] = new_object(seL4_ARM_SmallPageObject, 0);
    assert_ok(kernel_call(bootinfo()->schedcontrol.start,
                     message_budget(h, i, kind[i].budget, kind[i].period, kind[i].refills,
                                    kind[i].flags)));
    assert_ok(kernel_call(h->root[i], message_configure(h, i)));
    assert_ok(kernel_call(h->root[i], message_params(h, i, kind[i].priority, h->endpoint)));
    assert_ok(kernel_call(h->root[i], (struct message){.label = TCBResume}));
    if (i < HOSTILE_MASTERS) {
        h->master[i] = cap_tcb(root_slot(h->root[i])->cap);
    }
    give(h, label, h->root[i], RIGHTS_ALL, 0);
    give(h, label, h->sc[i], RIGHTS_ALL, 0);
    give_copy(h, h->frame[i]);
}

/* What threads talk through: some that cannot die, some that can; with all
   rights, with a badge and few rights. */
static void build_ipc(struct hostile *h)
{
    for (unsigned i = 0; i < 2; i++) {
        word_t endpoint = i == 0 ? h->endpoint : new_object(seL4_EndpointObject, 0);
        word_t notification = i == 0 ? h->notification : new_object(seL4_NotificationObject, 0);
        give(h, CNodeMint, endpoint, RIGHT_WRITE | RIGHT_GRANT_REPLY, i + 1);
        give(h, CNodeMint, endpoint, RIGHTS_ALL, i + 2);
        give(h, CNodeMint, notification, RIGHT_WRITE | RIGHT_READ, BIT(i));
        give(h, i == 0 ? CNodeCopy : CNodeMove, endpoint, RIGHTS_ALL, 0);
        give(h, i == 0 ? CNodeCopy : CNodeMove, notification, RIGHTS_ALL, 0);
        give_new(h, seL4_ReplyObject, 0);
    }
    give_copy(h, h->reply);
}

/* The tables for the lowest 2 MiB, so that pages of each size find a place. */
static void build_tables(struct hostile *h)
{
    for (unsigned level = 1; level <= VSPACE_LAST_LEVEL; level++) {
        word_t table = new_object(seL4_ARM_PageTableObject, 0);
        assert_ok(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                      .length = 2,
                                                      .mr = {BUFFER_VADDR, 0},
                                                      .caps = 1,
                                                      .cap = {h->vspace}}));
        give(h, CNodeMove, table, 0, 0);
    }
}

static void build_control(struct hostile *h)
{
    give(h, CNodeMint, h->cnode, RIGHTS_ALL, HOSTILE_GUARD);
    give(h, CNodeMint, h->cnode, RIGHTS_ALL, HOSTILE_GUARD);
    give(h, CNodeMint, h->cnode, RIGHTS_ALL, HOSTILE_GUARD);
    give_new(h, seL4_CapTableObject, 8);
    give_new(h, seL4_CapTableObject, 1);
    give_new(h, seL4_UntypedObject, SMALL_UNTYPED_BITS);
    give_new(h, seL4_UntypedObject, seL4_ASIDPoolBits);
    give_new(h, seL4_UntypedObject, SMALL_UNTYPED_BITS);
    give_new(h, seL4_ARM_PageTableObject, 0);
    give_new(h, seL4_ARM_PageTableObject, 0);
    give_new(h, seL4_ARM_VSpaceObject, 0);
    give_copy(h, h->vspace);
    give_copy(h, bootinfo()->schedcontrol.start);
    give_copy(h, seL4_CapASIDControl);
    give_copy(h, seL4_CapInitThreadASIDPool);
    give_copy(h, seL4_CapDomain);
    give_copy(h, seL4_CapSMC);
    give(h, CNodeMove, seL4_CapIRQControl, 0, 0);
    for (unsigned i = 0; HAVE_VCPUS && i < HOSTILE_VCPUS; i++) {
        give_new(h, VCPU_OBJECT, 0);
    }
}

void hostile_build(struct hostile *h)
{
    (void)fixture_setup(NULL);
    next_index = 1;
    word_t device = drop_most();
    h->keeper = initial_thread();
    h->cnode = new_object(seL4_CapTableObject, HOSTILE_RADIX);
    h->cspace = cap_cnode(root_slot(h->cnode)->cap);
    h->vspace = new_vspace();
    h->endpoint = new_object(seL4_EndpointObject, 0);
    h->notification = new_object(seL4_NotificationObject, 0);
    h->reply = new_object(seL4_ReplyObject, 0);
    h->arena = new_object(seL4_UntypedObject, ARENA_BITS);
    for (unsigned i = 0; i < HOSTILE_THREADS; i++) {
        build_thread(h, i);
    }
    build_ipc(h);
    build_control(h);
    build_tables(h);
    give(h, CNodeMove, device, 0, 0);
    assert_true(next_index < HOSTILE_SLOTS);
    assert_ok(kernel_call(seL4_CapDomain, (struct message){.label = DomainScheduleConfigure,
                                                           .length = 3,
                                                           .mr = {0, 0, DOMAIN_SLICE}}));
    assert_ok(kernel_call(seL4_CapDomain,
                          (struct message){.label = DomainScheduleSetStart, .length = 1}));
    keeper_call(seL4_CapInitThreadTCB,
                (struct message){.label = TCBSetPriority,
                                 .length = 1,
                                 .mr = {KEEPER_PRIORITY},
                                 .caps = 1,
                                 .cap = {seL4_CapInitThreadTCB}});
}

/* ---- Keeping ---- */

/* Give the hostile threads another capability to something that is still
   there. */
static void keep_give(struct hostile *h, unsigned master)
{
    const word_t what[] = {h->endpoint,      h->notification,
                           h->reply,         h->cnode,
                           h->root[master],  h->sc[master],
                           h->frame[master], h->vspace,
                           bootinfo()->schedcontrol.start};
    word_t slot = what[choose(&h->choices, sizeof what / sizeof what[0])];
    word_t label = slot == h->cnode ? CNodeMint : CNodeCopy;

    keeper_call(h->cnode, message_give(label, hostile_slot(h, CAP_NULL), slot, RIGHTS_ALL,
                                       HOSTILE_GUARD));
}

static void keep_make(struct hostile *h)
{
    static const struct {
        word_t type, size_bits;
    } what[] = {
        {seL4_TCBObject, 0},          {seL4_EndpointObject, 0},     {seL4_ReplyObject, 0},
        {seL4_SchedContextObject, 8}, {seL4_CapTableObject, 8},     {seL4_CapTableObject, 2},
        {seL4_NotificationObject, 0}, {seL4_ARM_VSpaceObject, 0},   {seL4_UntypedObject, 12},
        {seL4_EndpointObject, 0},     {seL4_ARM_SmallPageObject, 0}, {seL4_UntypedObject, 14},
        {seL4_ARM_PageTableObject, 0}, {seL4_ARM_SmallPageObject, 0}, {VCPU_OBJECT, 0},
    };
    word_t i = choose(&h->choices, sizeof what / sizeof what[0] - !HAVE_VCPUS);

    keeper_call(chance(&h->choices, 50) ? h->arena : test_untyped(),
                (struct message){.label = UntypedRetype,
                                 .length = 6,
                                 .mr = {what[i].type, what[i].size_bits, 0, 0,
                                        hostile_slot(h, CAP_NULL), 1},
                                 .caps = 1,
                                 .cap = {h->cnode}});
}

/* Destroy what was made in the arena: the next Retype there starts over. */
static void keep_revoke(struct hostile *h)
{
    keeper_call(seL4_CapInitThreadCNode,
                (struct message){.label = CNodeRevoke, .length = 2, .mr = {h->arena, 64}});
}

/* Take a message without waiting, or answer the last one. */
static void keep_serve(struct hostile *h)
{
    struct message empty = {.label = 0};

    h->keeper->context.reg[REG_REPLY] = h->reply;
    switch (choose(&h->choices, 4)) {
    case 0:
        syscall_enter(seL4_SysNBSend, h->notification, &empty);
        break;
    case 1:
        syscall_enter(seL4_SysNBSend, h->endpoint, &empty);
        break;
    case 2:
        syscall_enter(seL4_SysNBRecv, h->endpoint, &empty);
        break;
    default:
        syscall_enter(seL4_SysNBSend, h->reply, &empty);
        break;
    }
}

/* Give the thread its time back, wherever that went. */
static void keep_time(struct hostile *h, unsigned master)
{
    if (cap_sched_context(root_slot(h->sc[master])->cap)->tcb != NULL) {
        keeper_call(h->sc[master], (struct message){.label = SchedContextUnbind});
    } else {
        keeper_call(h->sc[master], (struct message){.label = SchedContextBind,
                                                    .caps = 1,
                                                    .cap = {h->root[master]}});
    }
}

/* The thread, which waits in Recv, is to go without time of its own. */
static void keep_passive(struct hostile *h, unsigned master)
{
    if (h->master[master]->sc != NULL) {
        keeper_call(h->sc[master], (struct message){.label = SchedContextUnbind});
    } else {
        syscall_enter(seL4_SysYield, 0, &(struct message){.label = 0});
    }
}

/* Bring some order into a thread's parameters, or none. */
static void keep_mend(struct hostile *h, unsigned master)
{
    word_t priority = 2 + choose(&h->choices, 3);
    word_t kind = choose(&h->choices, 3);
    word_t period = 1000 + choose(&h->choices, 3) * 1000;
    word_t refills = choose(&h->choices, 9);

    switch (kind) {
    case 0:
        keep_time(h, master);
        break;
    case 1:
        keeper_call(h->root[master], message_params(h, master, priority, h->endpoint));
        break;
    default:
        keeper_call(bootinfo()->schedcontrol.start,
                    message_budget(h, master, 1000, period, refills, choose(&h->choices, 2)));
        break;
    }
}

/* What the thread lacks most to go on.  A server that waits without time of its
   own lacks nothing: many of those make long chains of calls. */
static void keep_revive(struct hostile *h, unsigned master)
{
    const struct tcb *tcb = h->master[master];

    if (cap_is_null(tcb->slot[TCB_CSPACE].cap) || cap_is_null(tcb->slot[TCB_IPC_BUFFER].cap)) {
        keeper_call(h->root[master], message_configure(h, master));
    } else if (thread_is_runnable(tcb) && tcb->sc == NULL) {
        keep_time(h, master);
    } else if (tcb->state == THREAD_BLOCKED_RECV && tcb->reply != NULL &&
               !chance(&h->choices, 10)) {
        keep_passive(h, master);
    } else {
        keeper_call(h->root[master], (struct message){.label = TCBResume});
    }
}

/* A thread that could do with some help, if there is one. */
static unsigned choose_master(struct hostile *h)
{
    unsigned first = (unsigned)choose(&h->choices, HOSTILE_MASTERS);

    for (unsigned i = 0; i < HOSTILE_MASTERS; i++) {
        unsigned master = (first + i) % HOSTILE_MASTERS;
        const struct tcb *tcb = h->master[master];
        if (!thread_is_runnable(tcb) || tcb->sc == NULL) {
            return master;
        }
    }
    return first;
}

void hostile_keep(struct hostile *h)
{
    unsigned master = choose_master(h);
    word_t kind = choose(&h->choices, 100);

    if (kind < 50) {
        keep_revive(h, master);
    } else if (kind < 65) {
        keep_serve(h);
    } else if (kind < 80) {
        keep_mend(h, master);
    } else if (kind < 88) {
        keep_give(h, master);
    } else if (kind < 96) {
        keep_make(h);
    } else if (kind < 99) {
        keep_revoke(h);
    } else {
        syscall_enter(seL4_SysYield, 0, &(struct message){.label = 0});
    }
}
