/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The beginning: from what the loader hands over to an initial thread that
 * holds a capability to everything (ABI.md 7).  Slots and the order of untypeds
 * are ABI; boot_layout.c has the addresses.
 */
#include <sel4/bootinfo_types.h>

#include "arch.h"
#include "asid.h"
#include "board.h"
#include "boot_layout.h"
#include "console.h"
#include "derive.h"
#include "domain.h"
#include "entry.h"
#include "irq.h"
#include "sched.h"
#include "vspace.h"
#include "vspace_switch.h"

enum {
    BOOT_ASID = 1,
    BOOT_PRIORITY = seL4_MaxPrio,
    BOOT_PADDR_BITS = 40 /* device untypeds reach up to here */
};

struct boot {
    const struct boot_handover *handover;
    struct boot_layout layout;
    struct cte *slots; /* the root CNode */
    word_t next_slot;
    seL4_BootInfo *info;
};

/* ---- Capabilities ---- */

static void boot_cap(struct boot *boot, word_t slot, cap_t cap)
{
    derive_insert_original(&boot->slots[slot], cap, NULL);
}

static void boot_next_cap(struct boot *boot, cap_t cap)
{
    BOOT_REQUIRE(boot->next_slot < BIT(board.root_cnode_bits),
                 "boot: the root CNode is too small for the initial capabilities");
    boot_cap(boot, boot->next_slot++, cap);
}

static cap_t boot_mapped(cap_t cap, vaddr_t address)
{
    return cap_set_mapped_page(cap_set_asid(cap, BOOT_ASID), address);
}

/* Map a 4 KiB frame, and return the capability to it. */
static cap_t boot_frame(struct boot *boot, vaddr_t address, paddr_t frame, bool executable)
{
    cap_t cap = cap_set_frame_access(cap_make(CAP_FRAME, frame), ACCESS_READ_WRITE);

    vspace_boot_map_page(boot->layout.vspace_at, address, frame, executable);
    return boot_mapped(cap, address);
}

/* The root CNode's fixed slots but for frames, TCB and scheduling context. */
static void boot_fixed_caps(struct boot *boot)
{
    cap_t cnode = cap_set_radix(cap_make(CAP_CNODE, boot->layout.cnode_at), board.root_cnode_bits);

    boot_cap(boot, seL4_CapInitThreadCNode,
             cap_set_guard_size(cnode, seL4_WordBits - board.root_cnode_bits));
    boot_cap(boot, seL4_CapInitThreadVSpace,
             cap_set_asid(cap_make(CAP_VSPACE, boot->layout.vspace_at), BOOT_ASID));
    boot_cap(boot, seL4_CapIRQControl, cap_make(CAP_IRQ_CONTROL, 0));
    boot_cap(boot, seL4_CapASIDControl, cap_make(CAP_ASID_CONTROL, 0));
    boot_cap(boot, seL4_CapInitThreadASIDPool, cap_make(CAP_ASID_POOL, boot->layout.pool_at));
    boot_cap(boot, seL4_CapDomain, cap_make(CAP_DOMAIN, 0));
    if (board.firmware) {
        boot_cap(boot, seL4_CapSMC, cap_make(CAP_SMC, 0));
    }
}

static void boot_paging(struct boot *boot)
{
    paddr_t table = boot->layout.tables_at;

    boot->info->userImagePaging.start = boot->next_slot;
    for (unsigned level = 1; level <= VSPACE_LAST_LEVEL; level++) {
        unsigned bits = vspace_level_bits(level - 1);
        word_t count = boot_layout_tables(&boot->layout, level);
        for (word_t i = 0; i < count; i++) {
            vaddr_t address = align_down(boot->layout.image, bits) + (i << bits);
            vspace_boot_map_table(boot->layout.vspace_at, address, level, table);
            boot_next_cap(boot, boot_mapped(cap_make(CAP_PAGE_TABLE, table), address));
            table += BIT(seL4_PageTableBits);
        }
    }
    boot->info->userImagePaging.end = boot->next_slot;
}

/* Copy the device tree to the extra boot information and map that. */
static void boot_extra(struct boot *boot)
{
    const unsigned char *from = phys_ptr(boot->handover->dtb);
    seL4_BootInfoHeader *header = phys_ptr(boot->layout.extra_at);
    unsigned char *to = (unsigned char *)(header + 1);

    header->id = SEL4_BOOTINFO_HEADER_FDT;
    header->len = boot->layout.extra_len;
    for (word_t i = 0; i < boot->handover->dtb_size; i++) {
        to[i] = from[i];
    }
    for (word_t at = 0; at < boot->layout.extra_len; at += BIT(seL4_PageBits)) {
        boot_next_cap(boot, boot_frame(boot, boot->layout.extra + at,
                                       boot->layout.extra_at + at, true));
    }
}

static void boot_frames(struct boot *boot)
{
    seL4_BootInfo *info = boot->info;
    const struct boot_handover *handover = boot->handover;

    boot_cap(boot, seL4_CapBootInfoFrame,
             boot_frame(boot, boot->layout.bootinfo, boot->layout.bootinfo_at, false));
    boot_cap(boot, seL4_CapInitThreadIPCBuffer,
             boot_frame(boot, boot->layout.ipc_buffer, boot->layout.ipc_buffer_at, false));

    info->extraBIPages.start = boot->next_slot;
    if (boot->layout.extra_len != 0) {
        boot_extra(boot);
    }
    info->extraBIPages.end = boot->next_slot;

    info->schedcontrol.start = boot->next_slot;
    boot_next_cap(boot, cap_make(CAP_SCHED_CONTROL, 0));
    info->schedcontrol.end = boot->next_slot;

    info->userImageFrames.start = boot->next_slot;
    for (paddr_t frame = handover->user_start; frame < handover->user_end;
         frame += BIT(seL4_PageBits)) {
        vaddr_t address = frame - handover->user_offset;
        boot_next_cap(boot, boot_frame(boot, address, frame, true));
    }
    info->userImageFrames.end = boot->next_slot;
}

/* ---- Untypeds ---- */

/* All of `range` as untypeds; what does not fit the list is lost. */
static void boot_untyped_range(struct boot *boot, struct phys_range range, bool device)
{
    seL4_SlotRegion *slots = &boot->info->untyped;
    paddr_t address;
    unsigned bits;

    while (boot_memory_cut(&range, &address, &bits)) {
        word_t index = boot->next_slot - slots->start;
        if (index == seL4_MaxBootInfoUntypeds) {
            console_print("boot: too many untypeds, lost memory from 0x%lx\n",
                          (unsigned long)address);
            return;
        }
        cap_t cap = cap_set_size_bits(cap_make(CAP_UNTYPED, address), bits);
        /* In use up to its end: the first Retype zeroes all of it. */
        cap = cap_set_watermark(cap_set_is_device(cap, device), BIT(bits));
        boot_next_cap(boot, cap);
        boot->info->untypedList[index] = (seL4_UntypedDesc){
            .paddr = address, .sizeBits = (seL4_Uint8)bits, .isDevice = device};
    }
}

static void boot_untypeds(struct boot *boot)
{
    const struct boot_handover *handover = boot->handover;
    struct boot_memory devices;

    boot_memory_init(&devices, (struct phys_range){0, BIT(BOOT_PADDR_BITS)});
    for (unsigned i = 0; i < board.ram_count; i++) {
        boot_memory_reserve(&devices, board.ram[i]);
    }
    for (unsigned i = 0; i < board.reserved_count; i++) {
        boot_memory_reserve(&devices, board.reserved[i]);
    }

    boot->info->untyped.start = boot->next_slot;
    for (unsigned i = 0; i < devices.count; i++) {
        boot_untyped_range(boot, devices.range[i], true);
    }
    boot_untyped_range(
        boot, (struct phys_range){handover->kernel_start, handover->kernel_boot_end}, false);
    for (unsigned i = 0; i < boot->layout.ram.count; i++) {
        boot_untyped_range(boot, boot->layout.ram.range[i], false);
    }
    boot->info->untyped.end = boot->next_slot;
}

/* ---- The initial thread ---- */

static void boot_bootinfo(struct boot *boot)
{
    seL4_BootInfo *info = boot->info;

    info->extraLen = boot->layout.extra_len;
    info->numNodes = 1;
    info->ipcBuffer = boot->layout.ipc_buffer;
    info->initThreadCNodeSizeBits = board.root_cnode_bits;
    info->empty.start = boot->next_slot;
    info->empty.end = BIT(board.root_cnode_bits);
}

static struct tcb *boot_thread(struct boot *boot)
{
    static const char name[] = "rootserver";
    struct tcb *tcb = phys_ptr(boot->layout.tcb_at);
    struct cte *from = &boot->slots[seL4_CapInitThreadIPCBuffer];
    cap_t buffer = from->cap;

    buffer.word[1] = 0; /* a copy, not mapped itself */
    derive_insert(&tcb->slot[TCB_IPC_BUFFER], buffer, from);
    from = &boot->slots[seL4_CapInitThreadCNode];
    derive_insert_root(tcb, from->cap, from);
    from = &boot->slots[seL4_CapInitThreadVSpace];
    derive_insert(&tcb->slot[TCB_VSPACE], from->cap, from);

    arch_context_init(&tcb->context, arch_access(tcb->flags));
    tcb->context.reg[REG_CAP] = boot->layout.bootinfo;
    tcb->context.reg[REG_PC] = boot->handover->user_entry;
    tcb->context.next_pc = boot->handover->user_entry;
    tcb->ipc_buffer = boot->layout.ipc_buffer;
    tcb->priority = BOOT_PRIORITY;
    tcb->mcp = BOOT_PRIORITY;
    tcb->state = THREAD_RUNNING;
    for (unsigned i = 0; i < sizeof name; i++) {
        tcb->name[i] = name[i];
    }
    return tcb;
}

void kernel_boot(const struct boot_handover *handover)
{
    struct boot boot = {.handover = handover, .next_slot = seL4_NumInitialCaps};

    boot_layout_make(&boot.layout, handover);
    arch_zero(boot.layout.objects, boot.layout.objects_size);
    boot.slots = phys_ptr(boot.layout.cnode_at);
    boot.info = phys_ptr(boot.layout.bootinfo_at);

    derive_list = (struct cte){.cap = cap_null()};
    vspace_activate(cap_null());
    irq_boot();
    domain_boot(arch_now());
    asid_boot(boot.layout.pool_at, boot.layout.vspace_at);
    boot_fixed_caps(&boot);
    boot_paging(&boot);
    boot_frames(&boot);
    boot_cap(&boot, seL4_CapInitThreadTCB, cap_make(CAP_TCB, boot.layout.tcb_at));
    boot_cap(&boot, seL4_CapInitThreadSC,
             cap_set_size_bits(cap_make(CAP_SCHED_CONTEXT, boot.layout.sc_at),
                               seL4_MinSchedContextBits));
    boot_untypeds(&boot);
    boot_bootinfo(&boot);

    sched_boot(boot_thread(&boot), phys_ptr(boot.layout.sc_at));
}
