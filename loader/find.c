/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds out what the machine has, and leaves it as it was: other boards, other
 * processors and emulators with other options run the same image.
 *
 * Sources: Arm ARM, "AArch64 System Register Descriptions"; Arm GIC architecture
 * specifications, version 2.0 (IHI 0048B) and versions 3 and 4 (IHI 0069).
 */
#include "board_devices.h"
#include "loader.h"

#define MIB 0x100000ull

enum gic_register {
    GICD_TYPER = 0x004,   /* ro  bits 4:0: blocks of 32 interrupts, less 1 */
    GICD_IGROUPR = 0x080, /* rw  group, one bit for each interrupt */
    GICD_PIDR2 = 0xfe8,   /* ro  bits 7:4: version of the architecture ... */
    GICD_PIDR2_V3 = 0xffe8, /* ro  ... and from version 3 on */
    GICC_PMR = 0x004      /* rw  priority mask */
};

static void write32(uint64_t address, uint32_t value)
{
    __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory");
}

/* Below version 3 there is nothing at GICD_PIDR2_V3, from then on nothing at
   GICD_PIDR2. */
static unsigned gic_version(void)
{
    unsigned version = probe_read(BOARD_GICD_PADDR + GICD_PIDR2) >> 4 & 15;

    return version != 0 ? version : probe_read(BOARD_GICD_PADDR + GICD_PIDR2_V3) >> 4 & 15;
}

static const struct bank ram[] = {BOARD_RAM};

/* One way to have less memory than the board is an emulator's option, and then
   it ends somewhere; holes in a bank are not looked for. */
static uint64_t bank_size(const struct bank *bank)
{
    uint64_t there = bank->start;
    uint64_t missing = bank->end;

    if (probe_memory(bank->end - 8)) {
        return bank->end - bank->start;
    }
    while (missing - there > MIB) {
        uint64_t middle = there + (missing - there) / 2 / MIB * MIB;
        if (probe_memory(middle - 8)) {
            there = middle;
        } else {
            missing = middle;
        }
    }
    return there - bank->start;
}

static uint64_t ram_size(void)
{
    uint64_t size = 0;

    for (unsigned i = 0; i < sizeof ram / sizeof ram[0]; i++) {
        size += bank_size(&ram[i]);
    }
    return size;
}

struct machine machine_find(unsigned level)
{
    struct machine machine = {
        .ram_size = ram_size(), .gic_version = gic_version(), .level = level};

    __asm__("mrs %0, id_aa64pfr0_el1" : "=r"(machine.pfr0));
    __asm__("mrs %0, id_aa64dfr0_el1" : "=r"(machine.dfr0));
    __asm__("mrs %0, id_aa64mmfr0_el1" : "=r"(machine.mmfr0));
    __asm__("mrs %0, s3_0_c0_c7_4" : "=r"(machine.mmfr4)); /* older assemblers lack its name */
    __asm__("mrs %0, cntfrq_el0" : "=r"(machine.timer_hz));
    return machine;
}

/* The Non-secure world can set a priority mask only if the Secure one's lets
   the lower half of all priorities through, which are the Non-secure ones. */
void secure_release(void)
{
    uint32_t blocks;

    if (gic_version() != 2) {
        return;
    }
    blocks = (probe_read(BOARD_GICD_PADDR + GICD_TYPER) & 31) + 1;
    for (uint32_t i = 0; i < blocks; i++) {
        write32(BOARD_GICD_PADDR + GICD_IGROUPR + 4 * i, UINT32_MAX);
    }
    write32(BOARD_GICC_PADDR + GICC_PMR, 0xff);
}
