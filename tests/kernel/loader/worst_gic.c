/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A loader that leaves the interrupt controller in the worst state it can: ours, linked with
 * `--wrap=tables_install` and this.  What the kernel does not set up itself it then lacks.
 *
 * Source: Arm GIC architecture specification, version 2.0 (IHI 0048B), chapter 4;
 * Arm PL031 real-time clock (DDI 0224), in QEMU's "virt".
 */
#include "board_devices.h"
#include "loader.h"

enum { LINES = 288, GROUP_1 = 40, GROUP_0 = 41, SGI = 3 };

static void write32(uint64_t address, uint32_t value)
{
    __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory");
}

static uint32_t read32(uint64_t address)
{
    uint32_t value;

    __asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address) : "memory");
    return value;
}

/* The same value to all registers of the distributor from `offset` on that have `bits` for each
   interrupt. */
static void all_lines(unsigned offset, unsigned bits, uint32_t value)
{
    for (unsigned irq = 0; irq < LINES; irq += 32 / bits) {
        write32(BOARD_GICD_PADDR + offset + irq * bits / 8, value);
    }
}

/* An interrupt that is taken and never ended; nothing if another one comes. */
static unsigned acknowledge(unsigned irq)
{
    write32(BOARD_GICD_PADDR + 0x100 + irq / 32 * 4, 1u << irq % 32); /* ISENABLER */
    write32(BOARD_GICD_PADDR + 0x200 + irq / 32 * 4, 1u << irq % 32); /* ISPENDR */
    return read32(BOARD_GICC_PADDR + 0x00c) == irq;                   /* IAR */
}

/* One of each group, for the core keeps track of them apart; the second is more urgent. */
static void acknowledge_two(void)
{
    unsigned count;

    write32(BOARD_GICD_PADDR + 0x000, 3);    /* CTLR: both groups */
    write32(BOARD_GICC_PADDR + 0x000, 7);    /* CTLR: both groups, AckCtl */
    write32(BOARD_GICC_PADDR + 0x004, 0xff); /* PMR */
    count = acknowledge(GROUP_1);
    write32(BOARD_GICD_PADDR + 0x080 + GROUP_0 / 32 * 4, ~(1u << GROUP_0 % 32)); /* IGROUPR */
    all_lines(0x400, 8, 0); /* IPRIORITYR: the highest */
    count += acknowledge(GROUP_0);
    print_text(count == 2 ? "worst GIC: two are acknowledged\n"
                          : "worst GIC: two could not be acknowledged\n");
}

/* A device asks for attention before there is a driver: the clock's alarm is now. */
static void raise_clock(void)
{
    const uint64_t clock = BOARD_INTERRUPTER_PADDR;

    write32(clock + 0x010, 1);                     /* IMSC */
    write32(clock + 0x004, read32(clock + 0x000)); /* MR := DR */
}

static void make_worst(void)
{
    raise_clock();
    all_lines(0x080, 1, UINT32_MAX); /* IGROUPR: Group 1 */
    all_lines(0x400, 8, 0x40404040); /* IPRIORITYR */
    all_lines(0x800, 8, 0x01010101); /* ITARGETSR: this core */
    acknowledge_two();
    all_lines(0x080, 1, UINT32_MAX); /* IGROUPR: Group 1 */
    all_lines(0x100, 1, UINT32_MAX); /* ISENABLER */
    all_lines(0xc00, 2, 0xaaaaaaaa); /* ICFGR: edge */
    all_lines(0x200, 1, UINT32_MAX); /* ISPENDR */
    all_lines(0x300, 1, UINT32_MAX); /* ISACTIVER */
    all_lines(0x400, 8, UINT32_MAX); /* IPRIORITYR: the lowest */
    all_lines(0x800, 8, 0xfefefefe); /* ITARGETSR: all other cores */
    write32(BOARD_GICD_PADDR + 0xf00, 1u << 16 | SGI);      /* SGIR: to this core */
    write32(BOARD_GICD_PADDR + 0xf20 + SGI / 4 * 4, UINT32_MAX); /* SPENDSGIR: from all */
    write32(BOARD_GICD_PADDR + 0x000, 2);     /* CTLR: Group 1 only */
    write32(BOARD_GICC_PADDR + 0x000, 0x21e); /* CTLR: EOImode, CBPR, FIQEn, AckCtl, Group 1 */
    write32(BOARD_GICC_PADDR + 0x004, 0);     /* PMR: none is urgent enough */
    write32(BOARD_GICC_PADDR + 0x008, 7);     /* BPR */
}

void __wrap_tables_install(uint64_t base, uint64_t end, uint64_t kernel_vaddr,
                           uint64_t kernel_paddr, uint64_t mmfr0);
void __real_tables_install(uint64_t base, uint64_t end, uint64_t kernel_vaddr,
                           uint64_t kernel_paddr, uint64_t mmfr0);

void __wrap_tables_install(uint64_t base, uint64_t end, uint64_t kernel_vaddr,
                           uint64_t kernel_paddr, uint64_t mmfr0)
{
    make_worst();
    __real_tables_install(base, end, kernel_vaddr, kernel_paddr, mmfr0);
}
