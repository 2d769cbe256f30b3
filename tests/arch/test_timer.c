/* SPDX-License-Identifier: BSD-2-Clause */
/* The timer and the interrupt controller: what must have happened before what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mmu.h"

#include "arch.h"
#include "board.h"
#include "record.h"

#undef BOOT_CODE
#define BOOT_CODE
#include "../../kernel/arch/aarch64/device/gic.c"
#include "../../kernel/arch/aarch64/device/timer.c"

const struct board board = {.timer_irq = 27, .timer_hz = BOARD_TIMER_HZ};
paddr_t mmu_image_paddr;

enum { SPI = 40, SPI_BIT = 1 << 8, SPI_EDGE = 2 << 16 };

static int setup(void **state)
{
    (void)state;
    record_reset();
    return 0;
}

static void assert_store(unsigned index, paddr_t device, unsigned offset, uint32_t value)
{
    assert_true(index < operation_count);
    assert_int_equal(operations[index].op, OP_STORE);
    assert_int_equal(operations[index].address, (word_t)phys_ptr(device) + offset);
    assert_int_equal(operations[index].value, value);
}

static void test_the_timer_stops_before_its_interrupt_is_completed(void **state)
{
    (void)state;
    arch_timer_stop();
    arch_irq_complete(board.timer_irq);
    ASSERT_OPERATIONS(OP_DEADLINE, OP_ISB, OP_DSB, OP_STORE);
    assert_int_equal(operations[0].value, UINT64_MAX);
    assert_store(3, BOARD_GICC_PADDR, GICC_EOIR, board.timer_irq);
}

static void test_a_line_is_masked_before_its_interrupt_is_completed(void **state)
{
    (void)state;
    arch_irq_mask(SPI, true);
    arch_irq_complete(SPI);
    ASSERT_OPERATIONS(OP_STORE, OP_DSB, OP_STORE);
    assert_store(0, BOARD_GICD_PADDR, GICD_ICENABLER + 4, SPI_BIT);
    assert_store(2, BOARD_GICC_PADDR, GICC_EOIR, SPI);
}

static void test_a_line_is_masked_while_its_trigger_changes(void **state)
{
    (void)state;
    processor.device = SPI_BIT; /* enabled; no trigger is by edge that would be */
    arch_irq_set_trigger(SPI, true);
    ASSERT_OPERATIONS(OP_LOAD, OP_LOAD, OP_STORE, OP_STORE, OP_STORE);
    assert_store(2, BOARD_GICD_PADDR, GICD_ICENABLER + 4, SPI_BIT);
    assert_store(3, BOARD_GICD_PADDR, GICD_ICFGR + SPI / 16 * 4, SPI_BIT | SPI_EDGE);
    assert_store(4, BOARD_GICD_PADDR, GICD_ISENABLER + 4, SPI_BIT);
}

static void test_who_is_signalled_sees_what_was_written_before(void **state)
{
    (void)state;
    arch_sgi_send(5, 1);
    ASSERT_OPERATIONS(OP_DSB, OP_STORE);
    assert_store(1, BOARD_GICD_PADDR, GICD_SGIR, 1u << 17 | 5);
}

static void test_all_is_done_before_the_core_sleeps(void **state)
{
    (void)state;
    arch_wait_for_interrupt();
    ASSERT_OPERATIONS(OP_ISB, OP_DSB, OP_WFI);
}

static void test_the_timer_has_no_deadline_when_it_is_enabled(void **state)
{
    (void)state;
    processor.timer_hz = BOARD_TIMER_HZ;
    timer_boot();
    ASSERT_OPERATIONS(OP_DEADLINE, OP_TIMER_CONTROL, OP_TIMER_RIGHTS);
    assert_int_equal(operations[0].value, UINT64_MAX);
}

static void test_the_controller_is_off_while_it_is_set_up(void **state)
{
    (void)state;
    gic_boot();
    assert_store(0, BOARD_GICD_PADDR, GICD_CTLR, 0);
    assert_store(1, BOARD_GICC_PADDR, GICC_CTLR, 0);
    assert_store(operation_count - 2, BOARD_GICD_PADDR, GICD_CTLR, CTLR_ENABLE);
    assert_store(operation_count - 1, BOARD_GICC_PADDR, GICC_CTLR, CTLR_ENABLE);
}

#define ORDER_TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ORDER_TEST(test_the_timer_stops_before_its_interrupt_is_completed),
        ORDER_TEST(test_a_line_is_masked_before_its_interrupt_is_completed),
        ORDER_TEST(test_a_line_is_masked_while_its_trigger_changes),
        ORDER_TEST(test_who_is_signalled_sees_what_was_written_before),
        ORDER_TEST(test_all_is_done_before_the_core_sleeps),
        ORDER_TEST(test_the_timer_has_no_deadline_when_it_is_enabled),
        ORDER_TEST(test_the_controller_is_off_while_it_is_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
