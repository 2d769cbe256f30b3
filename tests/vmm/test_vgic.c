/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's interrupt controller: what is delivered, in which order, and what its
 * registers say.
 */
#include "cmocka_headers.h"
#include "fake_platform.h"
#include "vgic.h"

enum { CTLR = 0, IGROUPR = 0x80, ISENABLER = 0x100, ICENABLER = 0x180, ISPENDR = 0x200,
       ICPENDR = 0x280, ISACTIVER = 0x300, ICACTIVER = 0x380, IPRIORITYR = 0x400,
       ITARGETSR = 0x800, ICFGR = 0xc00, SGIR = 0xf00, CPENDSGIR = 0xf10, SPENDSGIR = 0xf20 };

static struct vgic gic;

static uint32_t read32(uint64_t offset)
{
    return (uint32_t)vgic_read(&gic, offset, 4);
}

static void write32(uint64_t offset, uint32_t value)
{
    vgic_write(&gic, offset, 4, value);
}

static int start(void **state)
{
    (void)state;
    fake_reset();
    vgic_init(&gic);
    return 0;
}

/* With all interrupts enabled and forwarded. */
static int start_open(void **state)
{
    start(state);
    write32(CTLR, 1);
    for (unsigned word = 0; word < VGIC_WORDS; word++) {
        write32(ISENABLER + 4 * word, UINT32_MAX);
    }
    return 0;
}

static void end(unsigned irq)
{
    unsigned i = fake_list_of(irq);

    assert_int_not_equal(i, LIST_REGISTERS);
    fake_end(i);
    vgic_end(&gic, i);
}

static void pulse(unsigned irq)
{
    vgic_set_line(&gic, irq, true);
    vgic_set_line(&gic, irq, false);
}

static bool listed(unsigned irq)
{
    return fake_list_of(irq) != LIST_REGISTERS;
}

static void test_vgic_says_what_it_is(void **state)
{
    (void)state;
    assert_int_equal(read32(4), VGIC_WORDS - 1); /* lines, one processor, no security */
    assert_int_equal(read32(0xfe8) >> 4 & 15, 2); /* GICv2 */
    assert_int_equal(read32(ISENABLER), 0xffff);
    assert_int_equal(read32(ICFGR), 0xaaaaaaaa);
    for (uint64_t offset = ITARGETSR; offset < ICFGR; offset += 4) {
        write32(offset, UINT32_MAX);
        assert_int_equal(read32(offset), 0);
    }
}

static void test_vgic_delivers_nothing_that_is_not_enabled(void **state)
{
    (void)state;
    vgic_set_line(&gic, 33, true);
    assert_int_equal(fake.injected, 0); /* neither enabled nor forwarded */
    write32(ISENABLER + 4, 2);
    assert_int_equal(fake.injected, 0);
    assert_false(vgic_waits(&gic));
    write32(CTLR, 2); /* forwards group 1, and this one is of group 0 */
    assert_int_equal(fake.injected, 0);
    write32(CTLR, 1);
    assert_true(listed(33));
    assert_true(vgic_waits(&gic));
    assert_int_equal(fake.group[0], 0);
}

static void test_vgic_forwards_a_group_by_its_own_bit(void **state)
{
    (void)state;
    write32(IGROUPR + 4, 2);
    vgic_set_line(&gic, 33, true);
    assert_false(listed(33));
    write32(CTLR, 3);
    assert_true(listed(33));
    assert_int_equal(fake.group[fake_list_of(33)], 1);
}

static void test_vgic_level_is_delivered_as_long_as_it_is_high(void **state)
{
    (void)state;
    vgic_set_line(&gic, 33, true);
    assert_int_equal(fake.injected, 1);
    vgic_set_line(&gic, 33, true);
    assert_int_equal(fake.injected, 1); /* once, while it is in a list register */
    end(33);
    assert_int_equal(fake.injected, 2);
    vgic_set_line(&gic, 33, false);
    end(33);
    assert_int_equal(fake.injected, 2);
    assert_false(vgic_waits(&gic));
}

static void test_vgic_edge_is_delivered_once_for_each_rise(void **state)
{
    (void)state;
    write32(ICFGR + 8, 0x8); /* 33 */
    vgic_set_line(&gic, 33, true);
    end(33);
    assert_int_equal(fake.injected, 1);
    vgic_set_line(&gic, 33, false);
    vgic_set_line(&gic, 33, true);
    pulse(33); /* no rise: it was high; then low */
    assert_int_equal(fake.injected, 2);
    pulse(33); /* while it is in a list register: it comes again */
    end(33);
    assert_int_equal(fake.injected, 3);
    end(33);
    assert_int_equal(fake.injected, 3);
}

static void test_vgic_most_urgent_first_then_the_smallest_number(void **state)
{
    static const unsigned order[] = {70, 40, 41, 42, 90};

    (void)state;
    write32(CTLR, 0);
    write32(IPRIORITYR + 40, 0xa0a0a0a0);
    write32(IPRIORITYR + 68, 0x00100000); /* 70 */
    vgic_write(&gic, IPRIORITYR + 90, 1, 0xff);
    for (unsigned i = 0; i < 5; i++) {
        vgic_set_line(&gic, order[i], true);
    }
    write32(CTLR, 1);
    for (unsigned i = 0; i < LIST_REGISTERS; i++) {
        assert_int_equal(fake.list[i], order[i]);
    }
    assert_int_equal(fake.priority[0], 0x10 >> 3);
    assert_int_equal(fake.priority[1], 0xa0 >> 3);
}

static void test_vgic_more_than_four_wait_and_none_is_lost(void **state)
{
    unsigned ended = 0;

    (void)state;
    for (unsigned irq = 32; irq < VGIC_INTERRUPTS; irq++) {
        write32(ICFGR + irq / 16 * 4, UINT32_MAX);
        pulse(irq);
    }
    assert_int_equal(fake.injected, LIST_REGISTERS);
    while (vgic_waits(&gic)) {
        unsigned i = ended++ % LIST_REGISTERS;

        if (fake.list[i] != FAKE_EMPTY) {
            end(fake.list[i]);
        }
        assert_true(ended < 1000);
    }
    assert_int_equal(fake.injected, VGIC_INTERRUPTS - 32);
    assert_false(fake.overwritten);
}

static void test_vgic_disabled_and_active_ones_wait(void **state)
{
    (void)state;
    write32(ISACTIVER + 4, 2);
    write32(ICENABLER + 4, 4);
    vgic_set_line(&gic, 33, true);
    vgic_set_line(&gic, 34, true);
    assert_int_equal(fake.injected, 0);
    assert_int_equal(read32(ISPENDR + 4), 6);
    assert_int_equal(read32(ISACTIVER + 4), 2);
    assert_int_equal(read32(ICACTIVER + 4), 2);
    write32(ICACTIVER + 4, UINT32_MAX);
    assert_true(listed(33));
    write32(ISENABLER + 4, 4);
    assert_true(listed(34));
}

static void test_vgic_pending_is_set_and_cleared(void **state)
{
    (void)state;
    write32(CTLR, 0);
    write32(ISPENDR + 4, 0x82);
    assert_int_equal(read32(ICPENDR + 4), 0x82);
    write32(ICPENDR + 4, 0x80);
    write32(ICPENDR, UINT32_MAX);
    assert_int_equal(read32(ISPENDR + 4), 2);
    write32(CTLR, 1);
    assert_true(listed(33));
    assert_int_equal(read32(ISPENDR + 4), 2); /* whether it was taken is not known */
    assert_false(listed(39));
    vgic_set_line(&gic, 40, true); /* a level stays, whatever is written */
    write32(CTLR, 0);
    end(40);
    write32(ICPENDR + 4, UINT32_MAX);
    assert_int_equal(read32(ISPENDR + 4) & 0x100, 0x100);
}

static void test_vgic_software_interrupts_come_from_sgir_alone(void **state)
{
    (void)state;
    write32(ICENABLER, UINT32_MAX); /* these are always enabled */
    assert_int_equal(read32(ISENABLER), 0xffff);
    write32(ISPENDR, 0xffff); /* read-only for them */
    assert_int_equal(fake.injected, 0);
    write32(SGIR, 0x00010003); /* to processor 0 */
    write32(SGIR, 0x00020004); /* to processor 1, which is not there */
    write32(SGIR, 0x01010005); /* to all others */
    write32(SGIR, 0x02000006); /* to itself */
    assert_int_equal(fake.injected, 2);
    assert_true(listed(3) && listed(6));
    write32(ICFGR, 0); /* always edges */
    end(3);
    assert_int_equal(fake.injected, 2);
}

static void test_vgic_software_interrupts_have_senders(void **state)
{
    (void)state;
    write32(CTLR, 0);
    write32(SPENDSGIR + 4, 0x01000100); /* 5 and 7 from processor 0 */
    vgic_write(&gic, SPENDSGIR + 9, 1, 0x02); /* 9 from processor 1 */
    assert_int_equal(read32(SPENDSGIR + 4), 0x01000100);
    assert_int_equal(read32(CPENDSGIR + 8), 0);
    vgic_write(&gic, CPENDSGIR + 5, 1, 0xff);
    assert_int_equal(read32(CPENDSGIR + 4), 0x01000000);
    write32(CTLR, 1);
    assert_int_equal(fake.injected, 1);
    assert_true(listed(7));
}

static void test_vgic_accesses_of_any_size_agree(void **state)
{
    (void)state;
    vgic_write(&gic, IPRIORITYR + 44, 4, 0x48382818);
    vgic_write(&gic, IPRIORITYR + 46, 1, 0xff); /* five bits are there */
    vgic_write(&gic, IPRIORITYR + 44, 2, 0x0810);
    assert_int_equal(vgic_read(&gic, IPRIORITYR + 44, 8), 0x48f80810);
    assert_int_equal(vgic_read(&gic, IPRIORITYR + 47, 1) & 0xff, 0x48);
    vgic_write(&gic, IPRIORITYR + 40, 8, 0x0807060504030201ull << 3);
    assert_int_equal(vgic_read(&gic, IPRIORITYR + 40, 8), 0x4038302820181008ull);
    vgic_write(&gic, ISACTIVER + 5, 1, 0x81);
    assert_int_equal(read32(ISACTIVER + 4), 0x8100);
    vgic_write(&gic, IGROUPR + 6, 2, 0xffff);
    vgic_write(&gic, IGROUPR + 6, 1, 0);
    assert_int_equal(read32(IGROUPR + 4), 0xff000000);
    vgic_write(&gic, ICFGR + 9, 1, 0xff);
    assert_int_equal(read32(ICFGR + 8), 0xaa00);
}

static void test_vgic_registers_beyond_its_interrupts_are_zero(void **state)
{
    static const uint64_t banks[] = {IGROUPR, ISENABLER, ICENABLER, ISPENDR,
                                     ICPENDR, ISACTIVER, ICACTIVER};
    struct vgic before = gic;

    (void)state;
    for (unsigned i = 0; i < 7; i++) {
        for (uint64_t word = VGIC_WORDS; word < 32; word++) {
            write32(banks[i] + 4 * word, UINT32_MAX);
            assert_int_equal(read32(banks[i] + 4 * word), 0);
        }
    }
    for (uint64_t offset = IPRIORITYR + VGIC_INTERRUPTS; offset < ITARGETSR; offset += 4) {
        write32(offset, UINT32_MAX);
        assert_int_equal(read32(offset), 0);
    }
    assert_memory_equal(&before, &gic, sizeof(gic));
    vgic_set_line(&gic, VGIC_INTERRUPTS, true);
    vgic_set_line(&gic, UINT32_MAX, true);
    assert_memory_equal(&before, &gic, sizeof(gic));
}

/* The kernel reports an end of nothing as -1, and a VMM must not rely on it either. */
static void test_vgic_ends_of_nothing_are_ignored(void **state)
{
    struct vgic before;

    (void)state;
    pulse(33);
    before = gic;
    vgic_end(&gic, UINT64_MAX);
    vgic_end(&gic, LIST_REGISTERS);
    vgic_end(&gic, 1);
    assert_memory_equal(&before, &gic, sizeof(gic));
    assert_int_equal(fake.acked, 0);
}

static void test_vgic_timer_is_acknowledged_when_the_guest_ended_it(void **state)
{
    (void)state;
    vgic_set_line(&gic, VGIC_TIMER, true);
    assert_true(listed(VGIC_TIMER));
    write32(ICPENDR, 1u << VGIC_TIMER); /* takes nothing back */
    assert_int_equal(fake.acked, 0);
    end(VGIC_TIMER);
    assert_int_equal(fake.acked, 1);
    assert_int_equal(fake.injected, 1); /* the kernel says when it is due again */
    vgic_set_line(&gic, VGIC_TIMER, true);
    assert_int_equal(fake.injected, 2);
}

static void test_vgic_reset_keeps_what_is_in_list_registers(void **state)
{
    (void)state;
    vgic_set_line(&gic, 33, true);
    write32(SGIR, 0x02000000);
    vgic_set_line(&gic, VGIC_TIMER, true);
    vgic_reset(&gic);
    assert_int_equal(fake.acked, 0);
    vgic_set_line(&gic, 33, false);
    assert_int_equal(read32(CTLR), 0);
    assert_int_equal(read32(ISENABLER + 4), 0);
    start_open(state);
    vgic_set_line(&gic, 33, true);
    vgic_reset(&gic);
    write32(CTLR, 1);
    write32(ISENABLER + 4, 2);
    assert_int_equal(fake.injected, 1); /* it is there, so it is not put there again */
    end(33);
    assert_int_equal(fake.injected, 2);
    assert_false(fake.overwritten);
}

static void test_vgic_reset_lets_a_timer_that_waits_come_again(void **state)
{
    (void)state;
    write32(ICENABLER, UINT32_MAX);
    vgic_set_line(&gic, VGIC_TIMER, true);
    assert_int_equal(fake.injected, 0);
    vgic_reset(&gic);
    assert_int_equal(fake.acked, 1);
    assert_int_equal(read32(ISPENDR), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_vgic_says_what_it_is, start),
        cmocka_unit_test_setup(test_vgic_delivers_nothing_that_is_not_enabled, start),
        cmocka_unit_test_setup(test_vgic_forwards_a_group_by_its_own_bit, start_open),
        cmocka_unit_test_setup(test_vgic_level_is_delivered_as_long_as_it_is_high, start_open),
        cmocka_unit_test_setup(test_vgic_edge_is_delivered_once_for_each_rise, start_open),
        cmocka_unit_test_setup(test_vgic_most_urgent_first_then_the_smallest_number, start_open),
        cmocka_unit_test_setup(test_vgic_more_than_four_wait_and_none_is_lost, start_open),
        cmocka_unit_test_setup(test_vgic_disabled_and_active_ones_wait, start_open),
        cmocka_unit_test_setup(test_vgic_pending_is_set_and_cleared, start_open),
        cmocka_unit_test_setup(test_vgic_software_interrupts_come_from_sgir_alone, start_open),
        cmocka_unit_test_setup(test_vgic_software_interrupts_have_senders, start_open),
        cmocka_unit_test_setup(test_vgic_accesses_of_any_size_agree, start),
        cmocka_unit_test_setup(test_vgic_registers_beyond_its_interrupts_are_zero, start_open),
        cmocka_unit_test_setup(test_vgic_ends_of_nothing_are_ignored, start_open),
        cmocka_unit_test_setup(test_vgic_timer_is_acknowledged_when_the_guest_ended_it, start_open),
        cmocka_unit_test_setup(test_vgic_reset_keeps_what_is_in_list_registers, start_open),
        cmocka_unit_test_setup(test_vgic_reset_lets_a_timer_that_waits_come_again, start_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
