/* SPDX-License-Identifier: BSD-2-Clause */
/* What the loader hands over, as the initial task finds it (ABI.md 13.1, 7.1). */
#include "nodes.h"
#include "support.h"

extern seL4_Word first_registers[34]; /* test_bootinfo_thread.c */

/* ---- The image ---- */

TEST(the_image_is_one_piece_of_memory, "boot.image")
{
    seL4_SlotRegion frames = bootinfo->userImageFrames;
    seL4_Word start = address_of(frames.start);

    CHECK_EQUAL(start & 0xfff, 0);
    for (seL4_Word i = 1; i < frames.end - frames.start; i++) {
        CHECK_EQUAL(address_of(frames.start + i), start + (i << seL4_PageBits));
    }
}

TEST(the_first_instruction_is_at_the_entry_point, "boot.entry")
{
    CHECK_EQUAL(first_registers[0], (seL4_Word)bootinfo);
}

/* ---- The device tree ---- */

/* The one that tests/kernel/loader/device_tree.S hands over; another loader's is not known so
   well. */
struct known_tree {
    unsigned char fixed[0x48];
    char mark[8];
    seL4_Word address;
    unsigned char counting[];
};

enum { HEADER_BYTES = 16, KNOWN_BYTES = 5003 };

/* The extra boot information, or null. */
static const unsigned char *extra(void)
{
    return bootinfo->extraLen == 0 ? seL4_Null : (const unsigned char *)bootinfo + 4096;
}

static seL4_Word big_endian(const unsigned char *bytes)
{
    return (seL4_Word)bytes[0] << 24 | (seL4_Word)bytes[1] << 16 | (seL4_Word)bytes[2] << 8 |
           bytes[3];
}

/* The device tree if it is the known one, or null. */
static const struct known_tree *known_tree(void)
{
    static const char mark[] = "Bulkhead";
    const struct known_tree *tree = (const void *)(extra() + HEADER_BYTES);

    if (bootinfo->extraLen != HEADER_BYTES + KNOWN_BYTES) {
        return seL4_Null;
    }
    for (unsigned i = 0; i < sizeof tree->mark; i++) {
        if (tree->mark[i] != mark[i]) {
            return seL4_Null;
        }
    }
    return tree;
}

TEST(a_device_tree_is_one_chunk_of_its_size, "boot.device_tree.chunk")
{
    const seL4_BootInfoHeader *header = (const void *)extra();
    enum { FDT_MAGIC = 0xd00dfeedu };

    if (header == seL4_Null) {
        return;
    }
    CHECK_EQUAL(header->id, 6);
    CHECK_EQUAL(header->len, bootinfo->extraLen);
    CHECK_EQUAL(big_endian(extra() + HEADER_BYTES), FDT_MAGIC);
    CHECK(big_endian(extra() + HEADER_BYTES + 4) <= bootinfo->extraLen - HEADER_BYTES);
}

TEST(a_device_tree_is_there_to_its_last_byte, "boot.device_tree.bytes")
{
    const struct known_tree *tree = known_tree();
    const unsigned char *bytes = (const unsigned char *)tree;

    if (tree == seL4_Null) {
        return;
    }
    CHECK_EQUAL(big_endian(bytes + 4), KNOWN_BYTES);
    for (seL4_Word i = sizeof *tree; i < KNOWN_BYTES; i++) {
        CHECK_EQUAL(bytes[i], i & 0xff);
    }
}

TEST(memory_of_the_device_tree_is_in_no_untyped, "boot.device_tree.reserved")
{
    const struct known_tree *tree = known_tree();

    if (tree == seL4_Null) {
        return;
    }
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];

        CHECK(u->paddr + (1ull << u->sizeBits) <= tree->address ||
              tree->address + KNOWN_BYTES <= u->paddr);
    }
}

TEST(memory_around_the_device_tree_is_in_untypeds, "boot.device_tree.reserved")
{
    const struct known_tree *tree = known_tree();
    seL4_Word before = 0;
    seL4_Word behind = ~0ull;

    if (tree == seL4_Null) {
        return;
    }
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];
        seL4_Word end = u->paddr + (1ull << u->sizeBits);

        before = end <= tree->address && end > before ? end : before;
        behind = u->paddr >= tree->address + KNOWN_BYTES && u->paddr < behind ? u->paddr : behind;
    }
    CHECK(tree->address - before < 16);
    CHECK(behind - (tree->address + KNOWN_BYTES) < 16);
}

TEST(extra_boot_information_is_mapped_behind_the_boot_information, "boot.device_tree.mapped")
{
    seL4_SlotRegion frames = bootinfo->extraBIPages;

    for (seL4_Word i = 0; i < frames.end - frames.start; i++) {
        seL4_Word address = (seL4_Word)bootinfo + 4096 + (i << seL4_PageBits);

        EXPECT(page_map(frames.start + i, address + 4096, READ_WRITE,
                        seL4_ARM_Default_VMAttributes),
               seL4_InvalidArgument, 0);
        OK(page_map(frames.start + i, address, READ_WRITE, seL4_ARM_Default_VMAttributes));
    }
}

TEST(without_a_device_tree_there_is_no_extra_boot_information, "boot.device_tree.none")
{
    if (extra() != seL4_Null) {
        CHECK(bootinfo->extraLen > HEADER_BYTES);
        return;
    }
    CHECK_EQUAL(bootinfo->extraBIPages.start, bootinfo->extraBIPages.end);
}
