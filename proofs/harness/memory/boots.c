/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the kernel boots to a system that fulfils all invariants, in which the initial thread
 *     runs, has the capabilities, pages and boot information that docs/kernel/boot.md promises, and
 *     all memory that nobody has is in untypeds
 * Bound: a board with 1 GiB of RAM; one place for the kernel, an initial task of two pages, and a
 *     device tree of 64 bytes of any contents; any entry point; 128 slots
 * Assumes: what the kernel zeroes is zero
 * Options: --unwind 514
 * Sources: boot
 * Priorities: 256
 * Mutants: boot_node_count device_tree_given_away
 */
#include <sel4/bootinfo_types.h>

#include "asid.h"
#include "board.h"
#include "boot_layout.h"
#include "check.h"
#include "derive.h"
#include "machine_state.h"
#include "prove.h"
#include "sched.h"
#include "vspace.h"

enum {
    SLOTS = 128,
    TREE_BYTES = 64,
    AT_KERNEL = 0x40000000,
    KERNEL_BOOT_BYTES = 0x4000,
    KERNEL_BYTES = 0x20000,
    AT_TASK = 0x40020000,
    TASK_BYTES = 0x2000,
    TASK_AT = 0x8a000000, /* where it is linked */
    AT_TREE = 0x40022000
};

/* ---- Memory: what the layout places ---- */

static struct boot_layout layout;

static struct cte cnode[SLOTS];
static struct page_entries {
    word_t entry[512];
} root, table_1, table_2, table_3;
static struct asid_pool pool;
static seL4_BootInfo info;
static struct tcb tcb;
static struct {
    struct sched_context sc;
    struct refill room[2];
} time;
static struct {
    seL4_BootInfoHeader header;
    unsigned char tree[TREE_BYTES];
} extra;
static struct tree {
    unsigned char byte[TREE_BYTES];
} tree;
struct tree nondet_tree(void);

#define BOOT_OBJECTS(OBJECT)                                                           \
    OBJECT(layout.cnode_at, cnode)                                                     \
    OBJECT(layout.vspace_at, &root)                                                    \
    OBJECT(layout.tables_at, &table_1)                                                 \
    OBJECT(layout.tables_at + 0x1000, &table_2)                                        \
    OBJECT(layout.tables_at + 0x2000, &table_3)                                        \
    OBJECT(layout.pool_at, &pool)                                                      \
    OBJECT(layout.bootinfo_at, &info)                                                  \
    OBJECT(layout.extra_at, &extra)                                                    \
    OBJECT(layout.tcb_at, &tcb)                                                        \
    OBJECT(layout.sc_at, &time)                                                        \
    OBJECT(AT_TREE, &tree)

void *object_at(paddr_t address)
{
#define IS_AT(at, object)                                                              \
    if (address == (at)) {                                                             \
        return object;                                                                 \
    }
    BOOT_OBJECTS(IS_AT)
    PROVE(false, "the kernel uses only memory that is there");
    ASSUME(false);
    return NULL;
}

paddr_t phys_addr_of(const void *pointer)
{
#define IS_OBJECT(at, object)                                                          \
    if (pointer == (const void *)(object)) {                                           \
        return at;                                                                     \
    }
    BOOT_OBJECTS(IS_OBJECT)
    return 0;
}

/* ---- What was promised ---- */

static void has(word_t slot, enum cap_type type, paddr_t object)
{
    PROVE(cap_type(cnode[slot].cap) == type && cap_object(cnode[slot].cap) == object,
          "the fixed slots have what they should");
}

static void check_fixed(void)
{
    has(seL4_CapInitThreadTCB, CAP_TCB, layout.tcb_at);
    has(seL4_CapInitThreadCNode, CAP_CNODE, layout.cnode_at);
    has(seL4_CapInitThreadVSpace, CAP_VSPACE, layout.vspace_at);
    has(seL4_CapIRQControl, CAP_IRQ_CONTROL, 0);
    has(seL4_CapASIDControl, CAP_ASID_CONTROL, 0);
    has(seL4_CapInitThreadASIDPool, CAP_ASID_POOL, layout.pool_at);
    has(seL4_CapBootInfoFrame, CAP_FRAME, layout.bootinfo_at);
    has(seL4_CapInitThreadIPCBuffer, CAP_FRAME, layout.ipc_buffer_at);
    has(seL4_CapDomain, CAP_DOMAIN, 0);
    has(seL4_CapInitThreadSC, CAP_SCHED_CONTEXT, layout.sc_at);
    PROVE(cte_is_empty(&cnode[seL4_CapSMC]) && cte_is_empty(&cnode[0]), "the others have nothing");
}

/* All of the slots from `start` to `end` have such a capability. */
static void have(seL4_SlotRegion slots, word_t count, enum cap_type type)
{
    PROVE(slots.end - slots.start == count, "so many as there are");
    for (word_t i = 0; i < count; i++) {
        PROVE(cap_type(cnode[slots.start + i].cap) == type, "the slots have what they should");
    }
}

/* Its pages, from `address` on, are the memory from `at` on. */
static void is_mapped(vaddr_t address, paddr_t at, word_t bytes)
{
    for (word_t done = 0; done < bytes; done += BIT(seL4_PageBits)) {
        struct vspace_place place = vspace_walk(layout.vspace_at, address + done);
        PROVE(place.level == VSPACE_LAST_LEVEL && arch_pte_kind(*place.entry, 3) == PTE_PAGE &&
                  arch_pte_address(*place.entry) == at + done,
              "the initial thread sees its pages where it should");
    }
}

static void check_pages(void)
{
    have(info.userImagePaging, 3, CAP_PAGE_TABLE);
    have(info.userImageFrames, TASK_BYTES >> seL4_PageBits, CAP_FRAME);
    have(info.extraBIPages, 1, CAP_FRAME);
    have(info.schedcontrol, 1, CAP_SCHED_CONTROL);
    is_mapped(TASK_AT, AT_TASK, TASK_BYTES);
    is_mapped(info.ipcBuffer, layout.ipc_buffer_at, BIT(seL4_PageBits));
    is_mapped(layout.bootinfo, layout.bootinfo_at, BIT(seL4_BootInfoFrameBits));
    is_mapped(layout.extra, layout.extra_at, BIT(seL4_PageBits));
    PROVE(info.extraLen == sizeof extra && extra.header.len == sizeof extra &&
              extra.header.id == SEL4_BOOTINFO_HEADER_FDT,
          "the device tree's copy is described");
    unsigned any = nondet_unsigned() % TREE_BYTES;
    PROVE(extra.tree[any] == tree.byte[any], "it is a copy");
}

/* Each untyped is in the list; all RAM is somewhere. */
static void memory_is_used(void)
{
    word_t bytes = layout.objects_size + TASK_BYTES + TREE_BYTES + KERNEL_BYTES - KERNEL_BOOT_BYTES;

    for (word_t slot = info.untyped.start; slot < info.untyped.end; slot++) {
        cap_t cap = cnode[slot].cap;
        seL4_UntypedDesc said = info.untypedList[slot - info.untyped.start];
        PROVE(cap_type(cap) == CAP_UNTYPED && cap_object(cap) == said.paddr &&
                  cap_size_bits(cap) == said.sizeBits && cap_is_device(cap) == said.isDevice,
              "the list says what is there");
        PROVE(cap_watermark(cap) == BIT(cap_size_bits(cap)), "it is zeroed before it is used");
        PROVE(said.isDevice == (said.paddr < board.ram[0].start || said.paddr >= board.ram[0].end),
              "a device is what is no RAM");
        bytes += said.isDevice ? 0 : BIT(said.sizeBits);
    }
    PROVE(bytes == board.ram[0].end - board.ram[0].start, "all RAM is in use or in an untyped");
    PROVE(info.numNodes == 1 && info.initThreadCNodeSizeBits == 7, "one processor, 128 slots");
    PROVE(info.empty.start == info.untyped.end && info.empty.end == SLOTS, "the rest is empty");
    PROVE(cte_is_empty(&cnode[info.empty.start]), "from the first on");
}

static void check_thread(vaddr_t entry)
{
    PROVE(sched_current() == &tcb && sched.sc == &time.sc, "the initial thread runs");
    PROVE(tcb.context.reg[REG_PC] == entry && tcb.context.reg[REG_CAP] == layout.bootinfo,
          "at its entry point, and knows where the boot information is");
    PROVE(tcb.ipc_buffer == info.ipcBuffer && tcb.root.slots == cnode, "with buffer and CSpace");
    PROVE(machine.root == layout.vspace_at && machine.asid == ASID_INITIAL, "in its VSpace");
}

int main(void)
{
    struct boot_handover handover = {
        .user_start = AT_TASK, .user_end = AT_TASK + TASK_BYTES,
        .user_offset = (word_t)AT_TASK - TASK_AT, .user_entry = nondet_word(),
        .dtb = AT_TREE, .dtb_size = TREE_BYTES, .kernel_start = AT_KERNEL,
        .kernel_boot_end = AT_KERNEL + KERNEL_BOOT_BYTES, .kernel_end = AT_KERNEL + KERNEL_BYTES};

    machine_reset();
    tree = nondet_tree();
    boot_layout_make(&layout, &handover);
    kernel_boot(&handover);
    PROVE(machine.zeroed == layout.objects && machine.zeroed_bytes == layout.objects_size,
          "the memory of the objects is zeroed");
    check_fixed();
    check_pages();
    memory_is_used();
    check_thread(handover.user_entry);
    PROVE(check_invariants() == NULL, "all invariants hold (kernel/check)");
    REACHED("the end");
}
