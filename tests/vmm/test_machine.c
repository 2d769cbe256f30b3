/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Accesses of the guest's to its devices and to where there is nothing, and what a
 * restart leaves of the guest that was there before.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "driver.h"
#include "fake_platform.h"
#include "guest_map.h"

#define PC 0x40081000ull

enum { WRITE_BIT = 1 << 6, SIGN = 1 << 21, WIDE = 1 << 15, LEVEL_3 = 7 };

static struct guest_registers registers;

static int start(void **state)
{
    (void)state;
    driver_machine();
    for (unsigned i = 0; i < 31; i++) {
        registers.x[i] = 0xf0f1f2f3f4f5f600ull + i;
    }
    registers.pc = PC;
    registers.pstate = 0x3c5;
    return 0;
}

/* The syndrome of an access of 1 << size bytes with register `which`. */
static uint64_t syndrome(unsigned size, unsigned which, uint64_t more)
{
    return 0x24ull << 26 | 1 << 25 | 1 << 24 | (uint64_t)size << 22 | which << 16 | LEVEL_3 | more;
}

static void access(uint64_t address, uint64_t esr)
{
    assert_int_equal(machine_access(&machine, &registers, address, esr), NEXT_GO_ON);
}

static bool aborted(void)
{
    return fake.registers[VCPU_ELR] == PC && fake.registers[VCPU_ESR] != 0;
}

static void test_machine_store_reaches_the_device(void **state)
{
    (void)state;
    access(GUEST_GICD + 0x420, syndrome(2, 5, WRITE_BIT));
    assert_int_equal(vgic_read(&machine.gic, 0x420, 4), 0xf0f0f000); /* five bits of each byte */
    assert_int_equal(registers.pc, PC + 4);
    registers.pc = PC;
    access(GUEST_GICD + 0x421, syndrome(0, 31, WRITE_BIT)); /* the zero register */
    assert_int_equal(vgic_read(&machine.gic, 0x420, 4), 0xf0f00000);
    access(GUEST_GICD + 0x428, syndrome(3, 8, WRITE_BIT));
    assert_int_equal(vgic_read(&machine.gic, 0x428, 8), 0xf0f0f0f0f0f0f008ull);
}

static void test_machine_load_extends_as_the_instruction_says(void **state)
{
    static const struct {
        unsigned size;
        uint64_t more;
        uint64_t value;
    } loads[] = {
        {0, 0, 0xc8}, {0, WIDE, 0xc8},
        {0, SIGN, 0xffffffc8}, {0, SIGN | WIDE, 0xffffffffffffffc8},
        {1, 0, 0xb8c8}, {1, SIGN, 0xffffb8c8}, {1, SIGN | WIDE, 0xffffffffffffb8c8},
        {2, 0, 0x98a8b8c8}, {2, WIDE, 0x98a8b8c8}, {2, SIGN | WIDE, 0xffffffff98a8b8c8},
        {3, WIDE, 0x1828384898a8b8c8},
    };

    for (unsigned i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
        start(state);
        vgic_write(&machine.gic, 0x428, 8, 0x1828384898a8b8c8);
        access(GUEST_GICD + 0x428, syndrome(loads[i].size, 9, loads[i].more));
        assert_int_equal(registers.x[9], loads[i].value);
        assert_int_equal(registers.x[8], 0xf0f1f2f3f4f5f608ull);
        assert_int_equal(registers.pc, PC + 4);
    }
    start(state);
    access(GUEST_GICD + 0x428, syndrome(3, 31, WIDE));
    assert_int_equal(registers.pc, PC + 4);
    access(GUEST_GICD + 0x428, syndrome(2, 1, 0) & ~(1ull << 25)); /* of two bytes, in AArch32 */
    assert_int_equal(registers.pc, PC + 6);
}

static void test_machine_nowhere_is_an_abort_of_the_guests(void **state)
{
    static const uint64_t nowhere[] = {
        0, GUEST_GICD - 4, GUEST_GICD + GUEST_GICD_BYTES, GUEST_GICC, GUEST_UART - 4,
        GUEST_UART + GUEST_UART_BYTES + 4, GUEST_DISK - 4, GUEST_CONSOLE + 0x200,
        0x60000000, 0x40000000 - 8, 1ull << 39, UINT64_MAX - 3,
    };

    for (unsigned i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
        start(state);
        access(nowhere[i], syndrome(2, 1, i % 2 == 0 ? WRITE_BIT : 0));
        assert_true(aborted());
        assert_int_equal(registers.x[1], 0xf0f1f2f3f4f5f601ull);
    }
}

/* Whoever it is that a syndrome does not describe, nothing is done for it. */
static void test_machine_other_accesses_are_aborts_of_the_guests(void **state)
{
    static const uint64_t wrong[] = {
        0x24ull << 26 | LEVEL_3 | WRITE_BIT,         /* no valid syndrome: several registers */
        0x24ull << 26 | 1 << 24 | 2 << 22 | LEVEL_3 | 1 << 7 | WRITE_BIT, /* a table's walk */
        0x24ull << 26 | 1 << 24 | 2 << 22 | LEVEL_3 | 1 << 8 | WRITE_BIT, /* cache maintenance */
        0x24ull << 26 | 1 << 24 | 2 << 22 | 0x0f | WRITE_BIT,     /* permission, not translation */
        0x24ull << 26 | 1 << 24 | 2 << 22 | 0x21 | WRITE_BIT,     /* alignment */
        0x20ull << 26 | 1 << 24 | 2 << 22 | LEVEL_3 | WRITE_BIT,  /* a fetch */
        0x25ull << 26 | 1 << 24 | 2 << 22 | LEVEL_3 | WRITE_BIT,  /* not from a guest */
        0,
    };
    struct machine before;

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        start(state);
        before = machine;
        access(GUEST_UART, wrong[i]);
        assert_true(aborted());
        assert_int_equal(fake.text_count, 0);
        assert_int_equal(machine.refused, before.refused + 1);
        before.refused++;
        assert_memory_equal(&before, &machine, sizeof(machine));
    }
    start(state);
    access(GUEST_UART + 2, syndrome(2, 0, WRITE_BIT)); /* not aligned */
    assert_true(aborted());
}

static void test_machine_last_bytes_of_a_device_are_its_own(void **state)
{
    (void)state;
    access(GUEST_UART + GUEST_UART_BYTES - 4, syndrome(2, 3, 0));
    assert_int_equal(registers.x[3], 0xb1);
    access(GUEST_CONSOLE + 0x1f8, syndrome(3, 3, WIDE));
    assert_int_equal(registers.x[3], 0);
    assert_false(aborted());
}

static void test_machine_timer_is_an_interrupt(void **state)
{
    (void)state;
    driver_write(GUEST_GICD, 0, 1);
    driver_write(GUEST_GICD, 0x100, 1 << VGIC_TIMER);
    machine_timer(&machine);
    assert_int_equal(fake.list[0], VGIC_TIMER);
}

static void test_machine_restart_leaves_nothing_of_the_guest(void **state)
{
    struct machine fresh;

    (void)state;
    fresh = machine;
    driver_enable_interrupts();
    driver_start(GUEST_DISK, 1);
    driver_start(GUEST_NET, 2);
    driver_start(GUEST_CONSOLE, 2);
    driver_write(GUEST_UART, 0x30, 0x301);
    (void)pl011_receive(&machine.uart, 'x');
    driver_write(GUEST_GICD, 0x408, 0x80808080);
    driver_write(GUEST_GICD, 0xc08, UINT32_MAX);
    for (unsigned i = 0; i < VCPU_REGISTERS; i++) {
        fake.registers[i] = 0x5ec7e7;
    }
    machine.refused = 5;
    machine_reset(&machine, &registers, 0x47fff000);
    assert_int_equal(machine.refused, 0);
    fresh.disk.chain = machine.disk.chain; /* scratch, overwritten before it is used */
    fresh.net.chain = machine.net.chain;
    fresh.console.chain = machine.console.chain;
    assert_memory_equal(&fresh.gic, &machine.gic, sizeof(fresh.gic));
    assert_memory_equal(&fresh.uart, &machine.uart, sizeof(fresh.uart));
    assert_memory_equal(&fresh.disk.virtio, &machine.disk.virtio, sizeof(fresh.disk.virtio));
    assert_memory_equal(&fresh.net.virtio, &machine.net.virtio, sizeof(fresh.net.virtio));
    assert_memory_equal(&fresh.console.virtio, &machine.console.virtio,
                        sizeof(fresh.console.virtio));
    assert_int_equal(registers.pc, 0x47fff000);
    assert_int_equal(registers.pstate, 0x3c5);
    for (unsigned i = 0; i < 31; i++) {
        assert_int_equal(registers.x[i], 0);
    }
    for (unsigned i = 0; i < VCPU_REGISTERS; i++) {
        assert_int_equal(fake.registers[i], i == VCPU_SCTLR    ? 0x34d58820
                                            : i == VCPU_MPIDR  ? 1u << 31 : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_machine_store_reaches_the_device, start),
        cmocka_unit_test_setup(test_machine_load_extends_as_the_instruction_says, start),
        cmocka_unit_test_setup(test_machine_nowhere_is_an_abort_of_the_guests, start),
        cmocka_unit_test_setup(test_machine_other_accesses_are_aborts_of_the_guests, start),
        cmocka_unit_test_setup(test_machine_last_bytes_of_a_device_are_its_own, start),
        cmocka_unit_test_setup(test_machine_timer_is_an_interrupt, start),
        cmocka_unit_test_setup(test_machine_restart_leaves_nothing_of_the_guest, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
