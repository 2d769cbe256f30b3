/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Translation tables for the moment between two address spaces: the loader's
 * own addresses stay what they are (TTBR0), the kernel appears where it is
 * linked (TTBR1; at EL2, which has only TTBR0, in the same table).  Blocks of
 * 2 MiB, Normal write-back memory, and memory is all that they cover.
 *
 * Source: Arm ARM, "The AArch64 Virtual Memory System Architecture".
 */
#include "board_devices.h"
#include "loader.h"

enum { ENTRIES = 512, BLOCK_BITS = 21, GIB_BITS = 30, ROOT_BITS = 39 };

#include "tables_level.h"

#define TABLE __attribute__((aligned(4096)))
TABLE static uint64_t low_root[ENTRIES];
TABLE static uint64_t low_gib[ENTRIES];
TABLE static uint64_t low_blocks[ENTRIES];
TABLE static uint64_t high_root[ENTRIES];
TABLE static uint64_t high_gib[ENTRIES];
TABLE static uint64_t high_blocks[ENTRIES];

#define ENTRY_TABLE 3ull
#define ENTRY_BLOCK 1ull
#define ENTRY_NORMAL (4ull << 2)          /* index into MAIR */
#define ENTRY_INNER_SHAREABLE (3ull << 8)
#define ENTRY_ACCESSED (1ull << 10)
#define BLOCK_FLAGS                                                                    \
    (ENTRY_BLOCK | ENTRY_NORMAL | ENTRY_INNER_SHAREABLE | ENTRY_ACCESSED | ENTRY_OF_LEVEL)

/* Indices 0 to 5: 0x00, 0x04, 0x0c, 0x44, 0xff, 0xaa (ABI.md 13.2). */
#define MAIR 0x0000aaff440c0400ull

static unsigned index_of(uint64_t address, unsigned bits)
{
    return (unsigned)(address >> bits & (ENTRIES - 1));
}

/* Map [start, end), which lies in one GiB, to `physical`. */
static void map(uint64_t *root, uint64_t *gib, uint64_t *blocks, uint64_t start,
                uint64_t end, uint64_t physical)
{
    unsigned first = index_of(start, BLOCK_BITS);
    unsigned last = index_of(end - 1, BLOCK_BITS);

    root[index_of(start, ROOT_BITS)] = (uint64_t)gib | ENTRY_TABLE;
    gib[index_of(start, GIB_BITS)] = (uint64_t)blocks | ENTRY_TABLE;
    physical = physical >> BLOCK_BITS << BLOCK_BITS;
    for (unsigned i = first; i <= last; i++) {
        blocks[i] = physical | BLOCK_FLAGS;
        physical += 1ull << BLOCK_BITS;
    }
}

/* TCR_EL1.IPS, TCR_EL2.PS: what the processor has (ID_AA64MMFR0_EL1.PARange), at most 48 bits. */
static uint64_t physical_size(uint64_t mmfr0)
{
    uint64_t range = mmfr0 & 15;

    return (range < 5 ? range : 5) << TCR_IPS_SHIFT;
}

/* Of the kernel's GiB so much as is memory: from Normal memory the processor
   may read ahead at any time, and a device's registers are not to be read so. */
static uint64_t kernel_window_end(uint64_t kernel_vaddr, uint64_t kernel_paddr)
{
    uint64_t gib_end = (kernel_vaddr | ((1ull << GIB_BITS) - 1)) + 1;
    uint64_t memory = BOARD_RAM_END - kernel_paddr;

    return memory < gib_end - kernel_vaddr ? kernel_vaddr + memory : gib_end;
}

_Static_assert(BOARD_RAM_START % (1ull << BLOCK_BITS) == 0 &&
                   BOARD_RAM_END % (1ull << BLOCK_BITS) == 0,
               "a block with memory in it is all memory");

void tables_install(uint64_t base, uint64_t end, uint64_t kernel_vaddr,
                    uint64_t kernel_paddr, uint64_t mmfr0)
{
    map(low_root, low_gib, low_blocks, base, end, base);
    map(KERNEL_ROOT(low_root, high_root), high_gib, high_blocks, kernel_vaddr,
        kernel_window_end(kernel_vaddr, kernel_paddr), kernel_paddr);
    mmu_enable((uint64_t)low_root, (uint64_t)high_root, MAIR, TCR | physical_size(mmfr0),
               (uint64_t)bss_start, (uint64_t)bss_end);
}
