/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: the initial objects lie in free memory, aligned to their sizes, apart from each other,
 *     from both images and from the device tree, and none of that is left free; their tables reach
 *     all of the initial task's addresses; what stays the kernel's is its image but for what only
 *     boot uses, which boot.c gives away later
 * Bound: one range of memory, 1 GiB with a reserved piece; both images and the device tree anywhere
 *     in its first 16 MiB, of any sizes below 1 MiB (the tree: 128 KiB); a root CNode of 2^13
 *     slots; the initial task is linked at one distance from where it lies
 * Assumes: what the loader says is true: the images are in memory, of whole pages, and apart; free
 *     memory is what the proof free_memory says, and has room for the objects
 * Options: --unwind 8
 * Sources: boot_layout
 * Mutants: extra_not_aligned device_tree_given_away objects_not_carved
 */
#include "board.h"
#include "boot_layout.h"
#include "prove.h"
#include "vspace.h"

#include <sel4/bootinfo_types.h>

enum { RAM_START = 0x40000000, NEAR = 0x1000000, MOST_BYTES = 0x100000, MOST_TREE = 0x20000 };

#define RAM_END 0x80000000ull

static const struct phys_range ram[] = {{RAM_START, RAM_END}};
static const struct phys_range reserved[] = {{0x7ff00000, 0x7ff80000}};
const struct board board = {
    .ram = ram, .ram_count = 1, .reserved = reserved, .reserved_count = 1, .root_cnode_bits = 13};

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

static bool is_in(paddr_t start, paddr_t end, paddr_t address)
{
    return start <= address && address < end;
}

static bool are_apart(paddr_t start_a, paddr_t end_a, paddr_t start_b, paddr_t end_b)
{
    return end_a <= start_b || end_b <= start_a;
}

/* ---- Free memory: what is taken out of it, and a piece of the rest ---- */

static struct phys_range taken[4], piece;
static unsigned taken_count;

void boot_memory_init(struct boot_memory *memory, struct phys_range range)
{
    PROVE(range.start == RAM_START && range.end == RAM_END, "all of the memory is free at first");
    memory->count = 1;
}

void boot_memory_reserve(struct boot_memory *memory, struct phys_range range)
{
    PROVE(memory->count == 1 && taken_count < 4, "four pieces are taken at most");
    taken[taken_count++] = range;
}

paddr_t boot_memory_carve(struct boot_memory *memory, word_t size, unsigned align_bits)
{
    piece = (struct phys_range){nondet_word(), 0};
    piece.end = piece.start + size;
    PROVE(memory->count == 1 && size < MOST_BYTES && align_bits < 20, "a piece that there may be");
    ASSUME(piece.start >= RAM_START && piece.start < RAM_END && piece.end <= RAM_END);
    ASSUME(is_aligned(piece.start, align_bits));
    for (unsigned i = 0; i < 4; i++) {
        ASSUME(i >= taken_count || taken[i].start >= taken[i].end ||
               are_apart(piece.start, piece.end, taken[i].start, taken[i].end));
    }
    return piece.start;
}

static bool is_given_away(paddr_t address)
{
    bool is_taken = is_in(piece.start, piece.end, address);

    for (unsigned i = 0; i < 4; i++) {
        is_taken = is_taken | (i < taken_count && is_in(taken[i].start, taken[i].end, address));
    }
    return is_in(RAM_START, RAM_END, address) && !is_taken;
}

/* ---- What the loader says ---- */

/* Whole pages, at least one. */
static void any_pages(paddr_t *start, paddr_t *end)
{
    word_t bytes = nondet_word() & ~(word_t)MASK(seL4_PageBits);

    *start = RAM_START + (nondet_word() & ~(word_t)MASK(seL4_PageBits));
    *end = *start + bytes;
    ASSUME(*start >= RAM_START && *start < RAM_START + NEAR && bytes > 0 && bytes < MOST_BYTES);
}

static struct boot_handover any_handover(void)
{
    struct boot_handover handover = {.user_offset = RAM_START};

    any_pages(&handover.kernel_start, &handover.kernel_end);
    handover.kernel_boot_end = nondet_word();
    ASSUME(handover.kernel_start <= handover.kernel_boot_end &&
           handover.kernel_boot_end <= handover.kernel_end);
    any_pages(&handover.user_start, &handover.user_end);
    ASSUME(are_apart(handover.kernel_start, handover.kernel_end, handover.user_start,
                     handover.user_end));
    if (nondet_bool()) {
        handover.dtb = RAM_START + nondet_word() % NEAR;
        handover.dtb_size = nondet_word() % MOST_TREE;
    }
    return handover;
}

/* In how many of the objects `address` is. */
static unsigned objects_at(const struct boot_layout *l, paddr_t address)
{
    paddr_t end = l->objects + l->objects_size;
    paddr_t extra_end = l->extra_at + (l->extra_len == 0 ? 0 : BIT(l->extra_bits));

    return is_in(l->extra_at, extra_end, address) +
           is_in(l->cnode_at, l->cnode_at + BIT(board.root_cnode_bits + seL4_SlotBits), address) +
           is_in(l->vspace_at, l->vspace_at + BIT(seL4_VSpaceBits), address) +
           is_in(l->pool_at, l->pool_at + BIT(seL4_ASIDPoolBits), address) +
           is_in(l->ipc_buffer_at, l->ipc_buffer_at + BIT(seL4_PageBits), address) +
           is_in(l->bootinfo_at, l->bootinfo_at + BIT(seL4_BootInfoFrameBits), address) +
           is_in(l->tables_at, l->tcb_at, address) +
           is_in(l->tcb_at, l->tcb_at + BIT(seL4_TCBBits), address) + is_in(l->sc_at, end, address);
}

static void check_memory(const struct boot_layout *layout, const struct boot_handover *h)
{
    paddr_t address = nondet_word();
    bool is_object = is_in(layout->objects, layout->objects + layout->objects_size, address);
    bool is_image = is_in(h->kernel_start, h->kernel_end, address) ||
                    is_in(h->user_start, h->user_end, address);
    bool is_tree = is_in(h->dtb, h->dtb + h->dtb_size, address);
    bool is_free = is_in(RAM_START, RAM_END, address) &&
                   !is_in(0x7ff00000, 0x7ff80000, address) && !is_image && !is_tree;

    PROVE(objects_at(layout, address) == (is_object ? 1 : 0), "the objects are apart, no gaps");
    PROVE(!is_object || is_free, "they lie in free memory");
    PROVE(is_given_away(address) == (is_free && !is_object),
          "all else that is free is given away, and nothing more");
}

static void check_alignment(const struct boot_layout *layout)
{
    PROVE(is_aligned(layout->cnode_at, board.root_cnode_bits + seL4_SlotBits) &&
              is_aligned(layout->vspace_at, seL4_VSpaceBits) &&
              is_aligned(layout->pool_at, seL4_ASIDPoolBits) &&
              is_aligned(layout->tcb_at, seL4_TCBBits) &&
              is_aligned(layout->sc_at, seL4_MinSchedContextBits),
          "objects are aligned to their sizes");
    PROVE(is_aligned(layout->ipc_buffer_at | layout->bootinfo_at | layout->tables_at,
                     seL4_PageBits),
          "pages and tables are aligned");
    PROVE(layout->extra_len == 0 || is_aligned(layout->extra_at, layout->extra_bits),
          "so is the device tree's copy");
    PROVE(layout->extra_len == 0 || layout->extra_len <= BIT(layout->extra_bits), "it has room");
}

static void check_addresses(const struct boot_layout *layout, const struct boot_handover *h)
{
    vaddr_t address = nondet_word();
    word_t tables = 0;

    PROVE(layout->image == h->user_start - h->user_offset &&
              layout->ipc_buffer == layout->image + (h->user_end - h->user_start),
          "the image is where it is linked, the buffer behind it");
    PROVE(layout->end - layout->extra >= layout->extra_len, "the boot information has room");
    for (unsigned level = 1; level <= VSPACE_LAST_LEVEL; level++) {
        unsigned bits = vspace_level_bits(level - 1);
        tables += boot_layout_tables(layout, level);
        PROVE(!is_in(layout->image, layout->end, address) ||
                  (address >> bits) - (layout->image >> bits) < boot_layout_tables(layout, level),
              "each address has its tables");
    }
    PROVE(layout->tcb_at - layout->tables_at == tables << seL4_PageTableBits,
          "there is room for all tables");
}

int main(void)
{
    struct boot_handover handover = any_handover();
    struct boot_layout layout;

    boot_layout_make(&layout, &handover);
    PROVE(boot_kernel_image.start == handover.kernel_boot_end &&
              boot_kernel_image.end == handover.kernel_end,
          "the kernel's image is what stays of it");
    check_memory(&layout, &handover);
    check_alignment(&layout);
    check_addresses(&layout, &handover);
    REACHED("the end");
}
