/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader says of machines on which the kernel cannot run.  tests/system boots those that
 * QEMU can be made to play; the others are only here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "board_devices.h"
#include "fixture.h"

/* QEMU's cortex-a53 on the board. */
static struct machine board(void)
{
    return (struct machine){.pfr0 = 0x1000002222,
                            .dfr0 = 0x10305106,
                            .mmfr0 = 0x1122,
                            .timer_hz = BOARD_TIMER_HZ,
                            .ram_size = BOARD_RAM_END - BOARD_RAM_START,
                            .gic_version = 2,
                            .level = 2};
}

static void expect_refused(const struct machine *machine, const char *why)
{
    char expected[512];

    said[0] = '\0';
    assert_false(machine_check(machine));
    (void)snprintf(expected, sizeof(expected),
                   "Bulkhead loader: cannot start on this machine: %s.\n", why);
    assert_string_equal(said, expected);
}

static void the_board_is_accepted_in_silence(void **state)
{
    struct machine machine = board();

    (void)state;
    said[0] = '\0';
    assert_true(machine_check(&machine));
    assert_string_equal(said, "");
}

static void a_processor_without_floating_point_is_refused(void **state)
{
    static const char why[] = "its processor has no floating point (ID_AA64PFR0_EL1), "
                              "which the kernel switches between threads";
    struct machine machine = board();

    (void)state;
    machine.pfr0 |= 0xf << 16;
    expect_refused(&machine, why);
    machine = board();
    machine.pfr0 |= 0xf << 20;
    expect_refused(&machine, why);
}

static void a_processor_without_performance_monitors_is_refused(void **state)
{
    static const char why[] = "its processor has no performance monitors (ID_AA64DFR0_EL1), "
                              "which the kernel closes or opens to users";
    struct machine machine = board();

    (void)state;
    machine.dfr0 &= ~0xf00ull;
    expect_refused(&machine, why);
    machine.dfr0 |= 0xf00;
    expect_refused(&machine, why);
}

static void a_processor_with_short_asids_is_refused(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.mmfr0 &= ~0xf0ull;
    expect_refused(&machine,
                   "its processor has ASIDs of 8 bits (ID_AA64MMFR0_EL1), the kernel needs 16");
}

static void a_processor_without_small_pages_is_refused(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.mmfr0 |= 0xfull << 28;
    expect_refused(&machine, "its processor has no pages of 4 KiB (ID_AA64MMFR0_EL1)");
}

static void another_layout_of_el2_is_refused_where_the_loader_has_to_set_it(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.mmfr4 = 0xeull << 24;
    expect_refused(&machine,
                   "its processor has EL2 only with host extensions (ID_AA64MMFR4_EL1), and the "
                   "controls of traps in other places than this loader sets");
    machine.level = 1;
    said[0] = '\0';
    assert_true(machine_check(&machine));
    assert_string_equal(said, "");
}

static void another_interrupt_controller_is_refused(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.gic_version = 4;
    expect_refused(&machine, "the version of its interrupt controller (GIC) is 4, expected 2 as on "
                             "the board");
}

static void another_frequency_of_the_timer_is_refused(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.timer_hz = 0;
    expect_refused(&machine, "the frequency of its timer (CNTFRQ_EL0) is 0 Hz, expected "
                             "62500000 Hz as on the board (in QEMU: -cpu NAME,cntfrq=62500000)");
}

static void less_memory_is_refused(void **state)
{
    struct machine machine = board();

    (void)state;
    machine.ram_size -= 0x100000;
    expect_refused(&machine, "its memory is 2047 MiB, expected 2048 MiB as on the board");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_board_is_accepted_in_silence),
        cmocka_unit_test(a_processor_without_floating_point_is_refused),
        cmocka_unit_test(a_processor_without_performance_monitors_is_refused),
        cmocka_unit_test(a_processor_with_short_asids_is_refused),
        cmocka_unit_test(a_processor_without_small_pages_is_refused),
        cmocka_unit_test(another_layout_of_el2_is_refused_where_the_loader_has_to_set_it),
        cmocka_unit_test(another_interrupt_controller_is_refused),
        cmocka_unit_test(another_frequency_of_the_timer_is_refused),
        cmocka_unit_test(less_memory_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
