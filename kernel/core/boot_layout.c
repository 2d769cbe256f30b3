/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Layout of the initial system.  User software computes parts of it in advance,
 * so addresses and order are ABI.  The kernel's objects for the initial thread
 * are one block of RAM:
 *
 *   [extra] CNode [extra] VSpace [extra] ASID pool, IPC buffer, boot info,
 *   page tables, TCB, scheduling context          (extra: by its size)
 *
 * and the initial thread's address space is its image, then
 *
 *   image | IPC buffer | boot info | extra boot info
 */
#include "boot_layout.h"

#include <sel4/bootinfo_types.h>

#include "arch.h"
#include "board.h"
#include "vspace.h"

struct phys_range boot_kernel_image;

/* ---- Checks ---- */

static bool overlap(paddr_t start_a, paddr_t end_a, paddr_t start_b, paddr_t end_b)
{
    return start_a < end_b && start_b < end_a;
}

static void layout_check(const struct boot_handover *handover)
{
    paddr_t dtb_end = handover->dtb + handover->dtb_size;

    BOOT_REQUIRE(board_has_ram(handover->kernel_start, handover->kernel_end) &&
                     handover->kernel_start <= handover->kernel_boot_end &&
                     handover->kernel_boot_end <= handover->kernel_end,
                 "boot: the kernel's image is not in RAM");
    BOOT_REQUIRE(board_has_ram(handover->user_start, handover->user_end) &&
                     handover->user_start < handover->user_end,
                 "boot: the initial task's image is not in RAM");
    BOOT_REQUIRE(is_aligned(handover->user_start | handover->user_end | handover->user_offset,
                            seL4_PageBits),
                 "boot: the initial task's image is not page aligned");
    BOOT_REQUIRE(!overlap(handover->kernel_start, handover->kernel_end, handover->user_start,
                          handover->user_end),
                 "boot: the initial task's image overlaps the kernel");
    BOOT_REQUIRE(handover->dtb == 0 || board_has_ram(handover->dtb, dtb_end),
                 "boot: the device tree is not in RAM");
}

/* ---- Virtual ---- */

static void layout_addresses(struct boot_layout *layout, const struct boot_handover *handover)
{
    if (handover->dtb != 0 && handover->dtb_size != 0) {
        layout->extra_len = sizeof(seL4_BootInfoHeader) + handover->dtb_size;
        layout->extra_bits =
            (unsigned)max_word(log2_floor(layout->extra_len - 1) + 1, seL4_PageBits);
    }
    layout->image = handover->user_start - handover->user_offset;
    layout->ipc_buffer = layout->image + (handover->user_end - handover->user_start);
    layout->bootinfo = layout->ipc_buffer + BIT(seL4_PageBits);
    layout->extra = layout->bootinfo + BIT(seL4_BootInfoFrameBits);
    layout->end = layout->extra + (layout->extra_len == 0 ? 0 : BIT(layout->extra_bits));
    BOOT_REQUIRE(layout->image <= layout->end && layout->end - 1 <= seL4_UserTop,
                 "boot: the initial task's addresses are not user addresses");
}

word_t boot_layout_tables(const struct boot_layout *layout, unsigned level)
{
    unsigned bits = vspace_level_bits(level - 1);

    return ((layout->end - 1) >> bits) - (layout->image >> bits) + 1;
}

/* ---- Physical ---- */

static void layout_ram(struct boot_layout *layout, const struct boot_handover *handover)
{
    boot_kernel_image = (struct phys_range){handover->kernel_boot_end, handover->kernel_end};
    boot_memory_init(&layout->ram, board.ram[0]);
    for (unsigned i = 1; i < board.ram_count; i++) {
        boot_memory_add(&layout->ram, board.ram[i]);
    }
    for (unsigned i = 0; i < board.reserved_count; i++) {
        boot_memory_reserve(&layout->ram, board.reserved[i]);
    }
    boot_memory_reserve(&layout->ram,
                        (struct phys_range){handover->kernel_start, handover->kernel_end});
    boot_memory_reserve(&layout->ram,
                        (struct phys_range){handover->user_start, handover->user_end});
    if (handover->dtb != 0) {
        boot_memory_reserve(&layout->ram, (struct phys_range){
                                              handover->dtb,
                                              handover->dtb + handover->dtb_size});
    }
}

/* The next object at `*at`, of `size` bytes. */
static paddr_t place(paddr_t *at, word_t size)
{
    paddr_t object = *at;

    *at += size;
    return object;
}

/* Place the initial objects from `at` on.  Returns where they end. */
static paddr_t layout_objects(struct boot_layout *layout, paddr_t at)
{
    word_t cnode_size = BIT(board.root_cnode_bits + seL4_SlotBits);
    word_t extra_size = layout->extra_len == 0 ? 0 : BIT(layout->extra_bits);
    word_t tables = 0;

    for (unsigned level = 1; level <= VSPACE_LAST_LEVEL; level++) {
        tables += boot_layout_tables(layout, level);
    }
    if (extra_size >= cnode_size) {
        layout->extra_at = place(&at, extra_size);
    }
    layout->cnode_at = place(&at, cnode_size);
    if (extra_size < cnode_size && extra_size > BIT(seL4_VSpaceBits)) {
        layout->extra_at = place(&at, extra_size);
    }
    layout->vspace_at = place(&at, BIT(seL4_VSpaceBits));
    if (extra_size <= BIT(seL4_VSpaceBits)) {
        layout->extra_at = place(&at, extra_size);
    }
    layout->pool_at = place(&at, BIT(seL4_ASIDPoolBits));
    layout->ipc_buffer_at = place(&at, BIT(seL4_PageBits));
    layout->bootinfo_at = place(&at, BIT(seL4_BootInfoFrameBits));
    layout->tables_at = place(&at, tables << seL4_PageTableBits);
    layout->tcb_at = place(&at, BIT(seL4_TCBBits));
    layout->sc_at = place(&at, BIT(seL4_MinSchedContextBits));
    return at;
}

void boot_layout_make(struct boot_layout *layout, const struct boot_handover *handover)
{
    unsigned largest = board.root_cnode_bits + seL4_SlotBits;

    *layout = (struct boot_layout){.extra_len = 0};
    layout_check(handover);
    layout_addresses(layout, handover);
    layout_ram(layout, handover);

    largest = (unsigned)max_word(largest, layout->extra_bits);
    layout->objects_size = layout_objects(layout, 0);
    layout->objects = boot_memory_carve(&layout->ram, layout->objects_size, largest);
    BOOT_REQUIRE(layout->objects != 0, "boot: no RAM range has room for the initial objects");
    (void)layout_objects(layout, layout->objects);
}
