/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What boot closes to user mode, also of processors and debug hardware that no emulator has.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mmu.h"

#include "arch.h"
#include "entry.h"
#include "gic.h"
#include "record.h"
#include "timer.h"

#undef BOOT_CODE
#define BOOT_CODE
#include "../../kernel/arch/aarch64/boot.c"

/* What else boot does is not under test here. */
unsigned char ki_start[1];
unsigned char ki_boot_end[1];
unsigned char ki_end[1];
paddr_t mmu_image_paddr;

void gic_boot(void)
{
}

void timer_boot(void)
{
}

void kernel_boot(const struct boot_handover *handover)
{
    (void)handover;
}

/* Arm ARM: ID_AA64PFR0_EL1.AMU, and the bits of what is closed. */
#define AMU_V1 (1ull << 44)
#define NOT_AMU (~(15ull << 44))
enum { CPACR_TRAPS_EL0_FP_ONLY = 1 << 20, MDSCR_TDCC = 1 << 12 };

static void boot(word_t pfr0)
{
    record_reset();
    processor.pfr0 = pfr0;
    cpu_boot();
}

static void test_boot_closes_what_every_processor_has(void **state)
{
    (void)state;
    boot(NOT_AMU);
    ASSERT_OPERATIONS(OP_USER_FP, OP_USER_DEBUG, OP_USER_MONITORS, OP_ISB);
    assert_int_equal(operations[0].value, CPACR_TRAPS_EL0_FP_ONLY);
    assert_int_equal(operations[1].value, MDSCR_TDCC);
    assert_int_equal(operations[2].value, 0);
}

static void test_activity_monitors_are_closed_where_there_are_any(void **state)
{
    (void)state;
    boot(AMU_V1);
    ASSERT_OPERATIONS(OP_USER_FP, OP_USER_DEBUG, OP_USER_MONITORS, OP_USER_ACTIVITY, OP_ISB);
    assert_int_equal(operations[3].value, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boot_closes_what_every_processor_has),
        cmocka_unit_test(test_activity_monitors_are_closed_where_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
