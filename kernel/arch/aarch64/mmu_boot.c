/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's address space, built once while the loader's is still in use:
 *
 *   0xffffff80_00000000 + p      RAM, and device pages the kernel drives; the
 *                                image's .text and .rodata read-only
 *   0xffffffff_c0000000          image: .boot and .text executable, .rodata
 *                                read-only, data read-write; the page below
 *                                the stack is left out
 *
 * Nothing is executable here and, there or elsewhere, writable.  (.boot is, until
 * boot is over: then it is unmapped above, and the users' memory.)  And nothing is
 * Normal memory but RAM: what is may be read speculatively, devices too.
 *
 * SCTLR_EL1.WXN would say so once more, but for users as well, who may map what
 * they like: the ABI has the initial task's image writable and executable.
 */
#include "mmu.h"

#include "arch.h"
#include "board.h"
#include "board_devices.h"
#include "pte.h"
#include "sysreg.h"

enum { LEVEL_GIB = 1, LEVEL_BLOCK = 2, LEVEL_PAGE = 3, PAGE_BITS = 12 };

#define KERNEL_RO (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_KERNEL_XN | PTE_READ_ONLY)
#define KERNEL_RX (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_READ_ONLY)
#define KERNEL_RW (pte_type(MEMORY_NORMAL) | PTE_USER_XN | PTE_KERNEL_XN)
#define KERNEL_DEVICE (pte_type(MEMORY_DEVICE) | PTE_USER_XN | PTE_KERNEL_XN)

/* The identity map: the part of the image that boots.  Gone after boot. */
BOOT_DATA static word_t identity_root[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_gib[512] __attribute__((aligned(4096)));
BOOT_DATA static word_t identity_blocks[512] __attribute__((aligned(4096)));
BOOT_DATA static unsigned tables_used;

BOOT_CODE static paddr_t image_paddr_of(const void *pointer)
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

    at_s1e1r((word_t)ki_start);
    isb();
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
    return image_paddr_of(mmu_tables[tables_used++]);
}

BOOT_CODE static word_t *entry_of(vaddr_t address, unsigned level)
{
    word_t *table = mmu_kernel_root;

    for (unsigned l = 0;; l++) {
        unsigned bits = vspace_level_bits(l);
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

    while (!is_aligned(address | physical, vspace_level_bits(level)) ||
           end - address < BIT(vspace_level_bits(level))) {
        level++;
    }
    return level;
}

/* Map [address, end), page aligned, with the largest blocks that fit. */
BOOT_CODE static void map(vaddr_t address, vaddr_t end, paddr_t physical, word_t bits)
{
    while (address < end) {
        unsigned level = level_of(address, end, physical);
        unsigned shift = vspace_level_bits(level);
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
    map((vaddr_t)start, (vaddr_t)end, image_paddr_of(start), bits);
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
    paddr_t text = image_paddr_of(ki_boot_end);
    paddr_t data = image_paddr_of(ki_rodata_end);

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
    if (CONFIG_DEBUG_BUILD) {
        map_device(BOARD_UART_PADDR);
    }
}

/* By blocks of 2 MiB, as RAM begins and ends; all in the GiB in which the image
   starts. */
BOOT_CODE static void map_identity(void)
{
    unsigned bits = vspace_level_bits(LEVEL_BLOCK);
    paddr_t block = align_down(mmu_image_paddr, bits);

    identity_root[bits_get(block, 47, 39)] = pte_table(image_paddr_of(identity_gib));
    identity_gib[bits_get(block, 38, 30)] = pte_table(image_paddr_of(identity_blocks));
    for (; block < image_paddr_of(ki_boot_end); block += BIT(bits)) {
        identity_blocks[bits_get(block, 29, 21)] = pte_leaf(block, LEVEL_BLOCK, KERNEL_RX);
    }
}

/* TCR_EL1.IPS: the processor's physical address size, at most 48 bits. */
BOOT_CODE static word_t translation_control(void)
{
    word_t size = min_word(bits_get(sysreg_get_id_aa64mmfr0_el1(), 3, 0), 5);

    return TCR_VALUE | size << TCR_IPS_SHIFT;
}

/* ID_AA64MMFR1_EL1.PAN: is there PSTATE.PAN, by which the kernel cannot use what is
   mapped for users?  SPAN is 1 where there is not; 0 lets each exception set it. */
BOOT_CODE static bool cpu_has_pan(void)
{
    return bits_get(sysreg_get_id_aa64mmfr1_el1(), 23, 20) != 0;
}

BOOT_CODE static word_t system_control(void)
{
    return cpu_has_pan() ? SCTLR_VALUE & ~SCTLR_SPAN : SCTLR_VALUE;
}

BOOT_CODE paddr_t mmu_boot(void)
{
    mmu_image_paddr = find_image();
    mmu_empty_paddr = image_paddr_of(mmu_empty_root);
    map_kernel();
    map_identity();
    dsb_nsh(); /* tables written before they are walked */
    mmu_install(image_paddr_of(mmu_kernel_root), image_paddr_of(identity_root),
                mmu_empty_paddr, MAIR_VALUE, translation_control(),
                system_control(), mmu_image_paddr - (word_t)ki_start);
    if (cpu_has_pan()) {
        pan_set();
    }
    return mmu_image_paddr;
}
