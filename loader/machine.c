/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel relies on without looking: the board's memory, timer and
 * interrupt controller, and what a processor may lack.  Checked here, because
 * the loader prints in every configuration.
 *
 * Source: Arm ARM, "AArch64 System Register Descriptions".
 */
#include "board_devices.h"
#include "loader.h"

#define MIB 0x100000ull

static void begin(void)
{
    print_text("Bulkhead loader: cannot start on this machine: ");
}

static bool refuse(const char *why)
{
    begin();
    print_text(why);
    print_text(".\n");
    return false;
}

/* A number that the machine has and the one that the board has. */
static void begin_number(const char *what, uint64_t found, uint64_t expected, const char *unit)
{
    begin();
    print_text(what);
    print_text(" is ");
    print_decimal(found);
    print_text(unit);
    print_text(", expected ");
    print_decimal(expected);
    print_text(unit);
    print_text(" as on the board");
}

static bool refuse_number(const char *what, uint64_t found, uint64_t expected, const char *unit)
{
    begin_number(what, found, expected, unit);
    print_text(".\n");
    return false;
}

/* QEMU's newer processors have a timer of 1 GHz, but take another frequency. */
static bool refuse_timer(uint64_t found)
{
    begin_number("the frequency of its timer (CNTFRQ_EL0)", found, BOARD_TIMER_HZ, " Hz");
    print_text(" (in QEMU: -cpu NAME,cntfrq=");
    print_decimal(BOARD_TIMER_HZ);
    print_text(").\n");
    return false;
}

static unsigned field(uint64_t id_register, unsigned shift)
{
    return (unsigned)(id_register >> shift & 15);
}

static bool check_processor(const struct machine *machine)
{
    if (machine->level < BOARD_EXCEPTION_LEVEL) {
        return refuse("it starts at EL1, and the kernel of this board runs at EL2 (in QEMU: "
                      "-machine virt,virtualization=on)");
    }
    if (field(machine->pfr0, 16) == 15 || field(machine->pfr0, 20) == 15) { /* FP, AdvSIMD */
        return refuse("its processor has no floating point (ID_AA64PFR0_EL1), "
                      "which the kernel switches between threads");
    }
    if (field(machine->dfr0, 8) == 0 || field(machine->dfr0, 8) == 15) { /* PMUVer */
        return refuse("its processor has no performance monitors (ID_AA64DFR0_EL1), "
                      "which the kernel closes or opens to users");
    }
    if (field(machine->mmfr0, 4) != 2) { /* ASIDBits */
        return refuse("its processor has ASIDs of 8 bits (ID_AA64MMFR0_EL1), "
                      "the kernel needs 16");
    }
    if (field(machine->mmfr0, 28) == 15) { /* TGran4 */
        return refuse("its processor has no pages of 4 KiB (ID_AA64MMFR0_EL1)");
    }
    if (machine->level >= 2 && field(machine->mmfr4, 24) != 0) { /* E2H0 */
        return refuse("its processor has EL2 only with host extensions (ID_AA64MMFR4_EL1), "
                      "and the controls of traps in other places than this loader sets");
    }
    return true;
}

static uint64_t board_ram_size(void)
{
    static const struct bank ram[] = {BOARD_RAM};
    uint64_t size = 0;

    for (unsigned i = 0; i < sizeof ram / sizeof ram[0]; i++) {
        size += ram[i].end - ram[i].start;
    }
    return size;
}

bool machine_check(const struct machine *machine)
{
    if (!check_processor(machine)) {
        return false;
    }
    if (machine->gic_version != 2) {
        return refuse_number("the version of its interrupt controller (GIC)",
                             machine->gic_version, 2, "");
    }
    if (machine->timer_hz != BOARD_TIMER_HZ) {
        return refuse_timer(machine->timer_hz);
    }
    if (machine->ram_size != board_ram_size()) {
        return refuse_number("its memory", machine->ram_size / MIB, board_ram_size() / MIB,
                             " MiB");
    }
    return true;
}
