/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The beginning: from what the loader hands over to an initial thread that
 * holds a capability to everything (ABI.md 7).
 *
 * Slots, addresses and the order of untypeds are ABI.  The kernel's own objects
 * for the initial thread are one block of RAM:
 *
 *   [extra] CNode [extra] VSpace [extra] ASID pool, IPC buffer, boot info,
 *   page tables, TCB, scheduling context          (extra: by its size)
 *
 * and the initial thread's address space is its image, then
 *
 *   image | IPC buffer | boot info | extra boot info
 */
#include <sel4/bootinfo_types.h>

#include "arch.h"
#include "board.h"
#include "boot_memory.h"
#include "console.h"
#include "delete.h"
#include "delete.h"
#include "derive.h"
#include "domain.h"
#include "entry.h"
#include "irq.h"
#include "sched.h"
#include "vspace.h"

enum {
    BOOT_ASID = 1,
    BOOT_PRIORITY = seL4_MaxPrio,
    BOOT_PADDR_BITS = 40 /* device untypeds reach up to here */
};

/* What is known before anything is created. */
struct boot {
    const struct boot_handover *handover;
    struct boot_memory ram;

    vaddr_t image; /* where the initial thread sees these */
    vaddr_t ipc_buffer;
    vaddr_t bootinfo;
    vaddr_t extra;
    vaddr_t end;

    word_t extra_len;    /* bytes; 0: none */
    unsigned extra_bits; /* log2 of the bytes set aside for them */

    paddr_t cnode_at; /* the initial objects */
    paddr_t vspace_at;
    paddr_t extra_at;
    paddr_t pool_at;
    paddr_t ipc_buffer_at;
    paddr_t bootinfo_at;
    paddr_t tables_at;
    paddr_t tcb_at;
    paddr_t sc_at;

    struct cte *slots; /* the root CNode */
    word_t next_slot;
    seL4_BootInfo *info;
};

struct phys_range boot_kernel_image;

/* What the loader or the board may have got wrong stops every build. */
#define REQUIRE(condition, what)                                                       \
    do {                                                                               \
        if (!(condition)) {                                                            \
            panic(__FILE__, __LINE__, what);                                           \
        }                                                                              \
    } while (0)

/* ---- Checks and layout ---- */

static bool in_ram(paddr_t start, paddr_t end)
{
    return board.ram.start <= start && start <= end && end <= board.ram.end;
}

static bool overlap(paddr_t start_a, paddr_t end_a, paddr_t start_b, paddr_t end_b)
{
    return start_a < end_b && start_b < end_a;
}

static void boot_check(const struct boot_handover *handover)
{
    paddr_t dtb_end = handover->dtb + handover->dtb_size;

    REQUIRE(in_ram(handover->kernel_start, handover->kernel_end) &&
                handover->kernel_start <= handover->kernel_boot_end &&
                handover->kernel_boot_end <= handover->kernel_end,
            "boot: the kernel's image is not in RAM");
    REQUIRE(in_ram(handover->user_start, handover->user_end) &&
                handover->user_start < handover->user_end,
            "boot: the initial task's image is not in RAM");
    REQUIRE(is_aligned(handover->user_start | handover->user_end | handover->user_offset,
                       seL4_PageBits),
            "boot: the initial task's image is not page aligned");
    REQUIRE(!overlap(handover->kernel_start, handover->kernel_end, handover->user_start,
                     handover->user_end),
            "boot: the initial task's image overlaps the kernel");
    REQUIRE(handover->dtb == 0 || in_ram(handover->dtb, dtb_end),
            "boot: the device tree is not in RAM");
}

static void boot_layout(struct boot *boot)
{
    const struct boot_handover *handover = boot->handover;

    if (handover->dtb != 0 && handover->dtb_size != 0) {
        boot->extra_len = sizeof(seL4_BootInfoHeader) + handover->dtb_size;
        boot->extra_bits = (unsigned)max_word(log2_floor(boot->extra_len - 1) + 1, seL4_PageBits);
    }
    boot->image = handover->user_start - handover->user_offset;
    boot->ipc_buffer = boot->image + (handover->user_end - handover->user_start);
    boot->bootinfo = boot->ipc_buffer + BIT(seL4_PageBits);
    boot->extra = boot->bootinfo + BIT(seL4_BootInfoFrameBits);
    boot->end = boot->extra + (boot->extra_len == 0 ? 0 : BIT(boot->extra_bits));
    REQUIRE(boot->image <= boot->end && boot->end - 1 <= seL4_UserTop,
            "boot: the initial task's addresses are not user addresses");
}

/* How many tables of `level` (1 to 3) the initial address space has. */
static word_t boot_table_count(const struct boot *boot, unsigned level)
{
    unsigned bits = vspace_level_bits(level - 1);

    return ((boot->end - 1) >> bits) - (boot->image >> bits) + 1;
}

/* ---- Memory ---- */

static void boot_reserve_images(struct boot *boot)
{
    const struct boot_handover *handover = boot->handover;

    boot_kernel_image = (struct phys_range){handover->kernel_boot_end, handover->kernel_end};
    boot_memory_init(&boot->ram, board.ram);
    boot_memory_reserve(&boot->ram,
                        (struct phys_range){handover->kernel_start, handover->kernel_end});
    boot_memory_reserve(&boot->ram,
                        (struct phys_range){handover->user_start, handover->user_end});
    if (handover->dtb != 0) {
        boot_memory_reserve(&boot->ram, (struct phys_range){handover->dtb,
                                                            handover->dtb + handover->dtb_size});
    }
}

/* The next object at `*at`, of `size` bytes. */
static paddr_t boot_place(paddr_t *at, word_t size)
{
    paddr_t object = *at;

    *at += size;
    return object;
}

/* Set the initial objects' memory aside and zero it. */
static void boot_carve_objects(struct boot *boot)
{
    unsigned cnode_bits = board.root_cnode_bits + seL4_SlotBits;
    word_t extra_size = boot->extra_len == 0 ? 0 : BIT(boot->extra_bits);
    bool extra_first = extra_size >= BIT(cnode_bits);
    bool extra_second = !extra_first && extra_size > BIT(seL4_VSpaceBits);
    word_t tables = boot_table_count(boot, 1) + boot_table_count(boot, 2) +
                    boot_table_count(boot, 3);
    word_t size = extra_size + BIT(cnode_bits) + BIT(seL4_VSpaceBits) + BIT(seL4_ASIDPoolBits) +
                  BIT(seL4_PageBits) + BIT(seL4_BootInfoFrameBits) +
                  (tables << seL4_PageTableBits) + BIT(seL4_TCBBits) +
                  BIT(seL4_MinSchedContextBits);

    paddr_t at = boot_memory_carve(&boot->ram, size, extra_first ? boot->extra_bits : cnode_bits);
    REQUIRE(at != 0, "boot: no RAM range has room for the initial objects");
    arch_zero(at, size);

    boot->extra_at = extra_first ? boot_place(&at, extra_size) : 0;
    boot->cnode_at = boot_place(&at, BIT(cnode_bits));
    boot->extra_at = extra_second ? boot_place(&at, extra_size) : boot->extra_at;
    boot->vspace_at = boot_place(&at, BIT(seL4_VSpaceBits));
    boot->extra_at = boot->extra_at == 0 ? boot_place(&at, extra_size) : boot->extra_at;
    boot->pool_at = boot_place(&at, BIT(seL4_ASIDPoolBits));
    boot->ipc_buffer_at = boot_place(&at, BIT(seL4_PageBits));
    boot->bootinfo_at = boot_place(&at, BIT(seL4_BootInfoFrameBits));
    boot->tables_at = boot_place(&at, tables << seL4_PageTableBits);
    boot->tcb_at = boot_place(&at, BIT(seL4_TCBBits));
    boot->sc_at = boot_place(&at, BIT(seL4_MinSchedContextBits));
    boot->slots = phys_ptr(boot->cnode_at);
    boot->info = phys_ptr(boot->bootinfo_at);
    boot->next_slot = seL4_NumInitialCaps;
}

/* ---- Capabilities ---- */

static void boot_cap(struct boot *boot, word_t slot, cap_t cap)
{
    derive_insert_original(&boot->slots[slot], cap, NULL);
}

static void boot_next_cap(struct boot *boot, cap_t cap)
{
    REQUIRE(boot->next_slot < BIT(board.root_cnode_bits),
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

    vspace_boot_map_page(boot->vspace_at, address, frame, executable);
    return boot_mapped(cap, address);
}

/* The root CNode's fixed slots but for frames, TCB and scheduling context. */
static void boot_fixed_caps(struct boot *boot)
{
    cap_t cnode = cap_set_radix(cap_make(CAP_CNODE, boot->cnode_at), board.root_cnode_bits);

    boot_cap(boot, seL4_CapInitThreadCNode,
             cap_set_guard_size(cnode, seL4_WordBits - board.root_cnode_bits));
    boot_cap(boot, seL4_CapInitThreadVSpace,
             cap_set_asid(cap_make(CAP_VSPACE, boot->vspace_at), BOOT_ASID));
    boot_cap(boot, seL4_CapIRQControl, cap_make(CAP_IRQ_CONTROL, 0));
    boot_cap(boot, seL4_CapASIDControl, cap_make(CAP_ASID_CONTROL, 0));
    boot_cap(boot, seL4_CapInitThreadASIDPool, cap_make(CAP_ASID_POOL, boot->pool_at));
    boot_cap(boot, seL4_CapDomain, cap_make(CAP_DOMAIN, 0));
}

static void boot_paging(struct boot *boot)
{
    paddr_t table = boot->tables_at;

    boot->info->userImagePaging.start = boot->next_slot;
    for (unsigned level = 1; level <= VSPACE_LAST_LEVEL; level++) {
        unsigned bits = vspace_level_bits(level - 1);
        word_t count = boot_table_count(boot, level);
        for (word_t i = 0; i < count; i++) {
            vaddr_t address = align_down(boot->image, bits) + (i << bits);
            vspace_boot_map_table(boot->vspace_at, address, level, table);
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
    seL4_BootInfoHeader *header = phys_ptr(boot->extra_at);
    unsigned char *to = (unsigned char *)(header + 1);

    header->id = SEL4_BOOTINFO_HEADER_FDT;
    header->len = boot->extra_len;
    for (word_t i = 0; i < boot->handover->dtb_size; i++) {
        to[i] = from[i];
    }
    for (word_t at = 0; at < boot->extra_len; at += BIT(seL4_PageBits)) {
        boot_next_cap(boot, boot_frame(boot, boot->extra + at, boot->extra_at + at, true));
    }
}

static void boot_frames(struct boot *boot)
{
    seL4_BootInfo *info = boot->info;
    const struct boot_handover *handover = boot->handover;

    boot_cap(boot, seL4_CapBootInfoFrame,
             boot_frame(boot, boot->bootinfo, boot->bootinfo_at, false));
    boot_cap(boot, seL4_CapInitThreadIPCBuffer,
             boot_frame(boot, boot->ipc_buffer, boot->ipc_buffer_at, false));

    info->extraBIPages.start = boot->next_slot;
    if (boot->extra_len != 0) {
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
    boot_memory_reserve(&devices, board.ram);
    for (unsigned i = 0; i < board.reserved_count; i++) {
        boot_memory_reserve(&devices, board.reserved[i]);
    }

    boot->info->untyped.start = boot->next_slot;
    for (unsigned i = 0; i < devices.count; i++) {
        boot_untyped_range(boot, devices.range[i], true);
    }
    boot_untyped_range(
        boot, (struct phys_range){handover->kernel_start, handover->kernel_boot_end}, false);
    for (unsigned i = 0; i < boot->ram.count; i++) {
        boot_untyped_range(boot, boot->ram.range[i], false);
    }
    boot->info->untyped.end = boot->next_slot;
}

/* ---- The initial thread ---- */

static void boot_bootinfo(struct boot *boot)
{
    seL4_BootInfo *info = boot->info;

    info->extraLen = boot->extra_len;
    info->numNodes = 1;
    info->ipcBuffer = boot->ipc_buffer;
    info->initThreadCNodeSizeBits = board.root_cnode_bits;
    info->empty.start = boot->next_slot;
    info->empty.end = BIT(board.root_cnode_bits);
}

static struct tcb *boot_thread(struct boot *boot)
{
    static const char name[] = "rootserver";
    struct tcb *tcb = phys_ptr(boot->tcb_at);
    struct cte *from = &boot->slots[seL4_CapInitThreadIPCBuffer];
    cap_t buffer = from->cap;

    buffer.word[1] = 0; /* a copy, not mapped itself */
    derive_insert(&tcb->slot[TCB_IPC_BUFFER], buffer, from);
    from = &boot->slots[seL4_CapInitThreadCNode];
    derive_insert(&tcb->slot[TCB_CSPACE], from->cap, from);
    from = &boot->slots[seL4_CapInitThreadVSpace];
    derive_insert(&tcb->slot[TCB_VSPACE], from->cap, from);

    arch_context_init(&tcb->context);
    tcb->context.reg[REG_CAP] = boot->bootinfo;
    tcb->context.reg[REG_PC] = boot->handover->user_entry;
    tcb->context.next_pc = boot->handover->user_entry;
    tcb->ipc_buffer = boot->ipc_buffer;
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
    struct boot boot = {.handover = handover};

    boot_check(handover);
    boot_layout(&boot);
    boot_reserve_images(&boot);
    boot_carve_objects(&boot);

    derive_list = (struct cte){.cap = cap_null()};
    delete_boot();
    delete_boot();
    vspace_activate(cap_null());
    irq_boot();
    domain_boot(arch_now());
    asid_boot(boot.pool_at, boot.vspace_at);
    boot_fixed_caps(&boot);
    boot_paging(&boot);
    boot_frames(&boot);
    boot_cap(&boot, seL4_CapInitThreadTCB, cap_make(CAP_TCB, boot.tcb_at));
    boot_cap(&boot, seL4_CapInitThreadSC,
             cap_set_size_bits(cap_make(CAP_SCHED_CONTEXT, boot.sc_at),
                               seL4_MinSchedContextBits));
    boot_untypeds(&boot);
    boot_bootinfo(&boot);

    sched_boot(boot_thread(&boot), phys_ptr(boot.sc_at));
}
