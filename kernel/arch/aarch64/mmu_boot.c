/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's address space, built once while the loader's is still in use:
 *
 *   KERNEL_WINDOW + p            RAM, and device pages the kernel drives; the
 *                                image's .text and .rodata read-only
 *   where it is linked           image: .boot and .text executable, .rodata
 *                                read-only, data read-write; the page below
 *                                the stack is left out
 *
 * Nothing is executable here and, there or elsewhere, writable.  (.boot is, until
 * boot is over: then it is unmapped above, and the users' memory.)  And nothing is
 * Normal memory but RAM: what is may be read speculatively, devices too.
 */
#include "mmu.h"

#include "arch.h"
#include "board.h"
#include "board_devices.h"
#include "kernel_space.h"
#include "pte.h"
#include "sysreg.h"

enum { LEVEL_GIB = 1, LEVEL_PAGE = 3, PAGE_BITS = 12 };

BOOT_DATA static unsigned tables_used;

BOOT_CODE paddr_t mmu_image_paddr_of(const void *pointer)
{
    return mmu_image_paddr + (word_t)((const unsigned char *)pointer - ki_start);
}

BOOT_CODE static word_t *image_pointer_of(paddr_t address)
{
    return (word_t *)((word_t)ki_start + (address - mmu_image_paddr));
}

/* Ask the MMU where the loader has put us. */
BOOT_CODE static paddr_t find_image(void)
{
    word_t result;

    mmu_level_translate((word_t)ki_start);
    isb(); /* before PAR_EL1 has it: Arm ARM, "Address translation instructions" */
    result = sysreg_get_par_el1();
    if ((result & PAR_FAULT) != 0) {
        arch_halt(); /* impossible: this code runs there */
    }
    return result & PTE_ADDRESS_MASK;
}

/* An empty table.  Nothing can be printed yet; the number is enough for any
   image up to 2 MiB within one GiB, RAM that fills its last GiB but for whole blocks of 2 MiB,
   and devices in two regions of 2 MiB of a GiB. */
BOOT_CODE static paddr_t new_table(void)
{
    if (tables_used == MMU_BOOT_TABLES) {
        arch_halt();
    }
    return mmu_image_paddr_of(mmu_tables[tables_used++]);
}

BOOT_CODE static word_t *entry_of(vaddr_t address, unsigned level)
{
    word_t *table = mmu_kernel_root;

    for (unsigned l = 0;; l++) {
        unsigned bits = kernel_level_bits(l);
        word_t *entry = &table[bits_get(address, bits + 8, bits)];

        if (l == level) {
            return entry;
        }
        if (*entry == 0) {
            *entry = pte_table(new_table());
        }
        table = image_pointer_of(arch_pte_address(*entry));
    }
}

/* The level of the largest block that can be first in the mapping of [address, end). */
BOOT_CODE static unsigned level_of(vaddr_t address, vaddr_t end, paddr_t physical)
{
    unsigned level = LEVEL_GIB;

    while (!is_aligned(address | physical, kernel_level_bits(level)) ||
           end - address < BIT(kernel_level_bits(level))) {
        level++;
    }
    return level;
}

/* Map [address, end), page aligned, with the largest blocks that fit. */
BOOT_CODE static void map(vaddr_t address, vaddr_t end, paddr_t physical, word_t bits)
{
    while (address < end) {
        unsigned level = level_of(address, end, physical);
        unsigned shift = kernel_level_bits(level);
        word_t *entry = entry_of(address, level);
        word_t leaf = pte_leaf(physical, level, bits);
        /* All that fit into this table: larger blocks begin with the next. */
        word_t room = 512 - bits_get(address, shift + 8, shift);
        word_t count = min_word((end - address) >> shift, room);

        for (word_t i = 0; i < count; i++) {
            entry[i] = leaf + (i << shift);
        }
        address += count << shift;
        physical += count << shift;
    }
}

BOOT_CODE static void map_image(const void *start, const void *end, word_t bits)
{
    map((vaddr_t)start, (vaddr_t)end, mmu_image_paddr_of(start), bits);
}

BOOT_CODE static void map_window(paddr_t start, paddr_t end, word_t bits)
{
    map(KERNEL_WINDOW + start, KERNEL_WINDOW + end, start, bits);
}

BOOT_CODE static void map_device(paddr_t page)
{
    map_window(page, page + BIT(PAGE_BITS), KERNEL_DEVICE);
}

/* All of a bank of RAM: what of the image must not be written, read-only. */
BOOT_CODE static void map_bank(struct phys_range bank)
{
    paddr_t text = mmu_image_paddr_of(ki_boot_end);
    paddr_t data = mmu_image_paddr_of(ki_rodata_end);

    if (text < bank.start || text >= bank.end) {
        map_window(bank.start, bank.end, KERNEL_RW);
        return;
    }
    map_window(bank.start, text, KERNEL_RW);
    map_window(text, data, KERNEL_RO);
    map_window(data, bank.end, KERNEL_RW);
}

BOOT_CODE static void map_kernel(void)
{
    map_image(ki_start, ki_text_end, KERNEL_RX);
    map_image(ki_text_end, ki_rodata_end, KERNEL_RO);
    map_image(ki_rodata_end, ki_end, KERNEL_RW);
    *entry_of((vaddr_t)kernel_stack_guard, LEVEL_PAGE) = 0;

    for (unsigned i = 0; i < board.ram_count; i++) {
        map_bank(board.ram[i]);
    }
    map_device(BOARD_GICD_PADDR);
    map_device(BOARD_GICC_PADDR);
    MAP_LEVEL_DEVICES(map_device);
    if (CONFIG_DEBUG_BUILD) {
        map_device(BOARD_UART_PADDR);
    }
}

BOOT_CODE paddr_t mmu_boot(void)
{
    mmu_image_paddr = find_image();
    mmu_empty_paddr = mmu_image_paddr_of(mmu_empty_root);
    map_kernel();
    mmu_level_enter();
    return mmu_image_paddr;
}
