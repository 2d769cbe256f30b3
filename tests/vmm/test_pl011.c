/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's serial port.
 */
#include "cmocka_headers.h"
#include "fake_platform.h"
#include "pl011.h"

enum { DR = 0x00, FR = 0x18, LCR_H = 0x2c, CR = 0x30, IFLS = 0x34, IMSC = 0x38, RIS = 0x3c,
       MIS = 0x40, ICR = 0x44 };
enum { RX = 0x10, TX = 0x20, RT = 0x40, EMPTY = 0x10, FULL = 0x40 };
enum { IRQ = 33 };

static struct vgic gic;
static struct pl011 uart;

static uint32_t read32(uint64_t offset)
{
    return (uint32_t)pl011_read(&uart, offset, 4);
}

static void write32(uint64_t offset, uint32_t value)
{
    pl011_write(&uart, offset, 4, value);
}

/* On, with FIFOs, as a driver leaves it. */
static int start(void **state)
{
    (void)state;
    fake_reset();
    vgic_init(&gic);
    vgic_write(&gic, 0, 4, 1);
    vgic_write(&gic, 0x104, 4, UINT32_MAX);
    pl011_reset(&uart, &gic, IRQ);
    write32(LCR_H, 0x70);
    write32(CR, 0x301);
    return 0;
}

static bool interrupts(void)
{
    return (gic.line[1] & 2) != 0;
}

static void test_pl011_is_known_by_its_numbers(void **state)
{
    static const uint8_t identity[8] = {0x11, 0x10, 0x34, 0, 0x0d, 0xf0, 0x05, 0xb1};

    (void)state;
    for (unsigned i = 0; i < 8; i++) {
        assert_int_equal(read32(0xfe0 + 4 * i), identity[i]);
    }
    assert_int_equal(read32(0xffc), 0xb1);
    assert_int_equal(pl011_read(&uart, 0xfff, 1), 0xb1);
}

static void test_pl011_prints_what_is_sent(void **state)
{
    (void)state;
    write32(DR, 'o');
    write32(DR, 0xffff0000 | 'k');
    assert_string_equal(fake.text, "ok");
    assert_int_equal(read32(FR) & 0xa8, 0x80); /* empty, not full, not busy */
    write32(CR, 0x201);
    write32(DR, '!');
    assert_int_equal(fake.text_count, 2);
}

static void test_pl011_says_when_there_is_room_to_send(void **state)
{
    (void)state;
    assert_int_equal(read32(RIS), 0);
    write32(IMSC, TX);
    assert_false(interrupts());
    write32(DR, 'a');
    assert_int_equal(read32(MIS), TX);
    assert_true(interrupts());
    assert_int_equal(fake.list[0], IRQ);
    write32(ICR, TX);
    assert_false(interrupts());
    write32(DR, 'b');
    assert_true(interrupts());
    write32(IMSC, 0);
    assert_false(interrupts());
    assert_int_equal(read32(MIS), 0);
}

static void test_pl011_gives_what_was_typed_in_order(void **state)
{
    (void)state;
    write32(IMSC, RX | RT);
    assert_int_equal(read32(FR) & EMPTY, EMPTY);
    for (unsigned round = 0; round < 3; round++) { /* round the end of the FIFO */
        for (unsigned i = 0; i < 20; i++) {
            assert_true(pl011_receive(&uart, (uint8_t)('a' + i)));
            assert_true(interrupts());
        }
        for (unsigned i = 0; i < 20; i++) {
            assert_int_equal(read32(DR), 'a' + i);
        }
        assert_int_equal(read32(FR) & EMPTY, EMPTY);
        assert_false(interrupts());
        assert_int_equal(read32(DR), 0);
    }
}

static void test_pl011_full_is_full(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PL011_FIFO; i++) {
        assert_int_equal(read32(FR) & FULL, 0);
        assert_true(pl011_receive(&uart, 'x'));
    }
    assert_int_equal(read32(FR) & FULL, FULL);
    assert_false(pl011_receive(&uart, 'y'));
    assert_int_equal(read32(DR), 'x');
    assert_true(pl011_receive(&uart, 'z'));
}

static void test_pl011_level_is_what_is_chosen(void **state)
{
    static const uint8_t levels[8] = {4, 8, 16, 24, 28, 16, 16, 16};

    (void)state;
    for (uint32_t i = 0; i < 8; i++) {
        start(state);
        write32(IFLS, i << 3);
        for (unsigned n = 1; n <= levels[i]; n++) {
            assert_int_equal(read32(RIS) & RX, 0);
            assert_true(pl011_receive(&uart, 'x'));
            assert_int_equal(read32(RIS) & RT, RT);
        }
        assert_int_equal(read32(RIS) & RX, RX);
        (void)read32(DR);
        assert_int_equal(read32(RIS) & RX, 0);
    }
}

static void test_pl011_without_fifos_has_room_for_one(void **state)
{
    (void)state;
    assert_true(pl011_receive(&uart, 'x'));
    write32(LCR_H, 0x60); /* which loses it */
    assert_int_equal(read32(FR) & EMPTY, EMPTY);
    assert_int_equal(read32(RIS), 0);
    assert_true(pl011_receive(&uart, 'y'));
    assert_int_equal(read32(RIS), RX | RT);
    assert_false(pl011_receive(&uart, 'z'));
    assert_int_equal(read32(DR), 'y');
}

static void test_pl011_off_receives_nothing(void **state)
{
    (void)state;
    write32(CR, 0x300);
    assert_false(pl011_receive(&uart, 'x'));
    write32(CR, 0x101);
    assert_false(pl011_receive(&uart, 'x'));
    pl011_reset(&uart, &gic, IRQ);
    assert_false(pl011_receive(&uart, 'x'));
    assert_int_equal(read32(CR), 0x300);
    assert_int_equal(read32(IFLS), 0x12);
}

static void test_pl011_reset_takes_its_interrupt_back(void **state)
{
    (void)state;
    write32(IMSC, TX);
    write32(DR, 'a');
    assert_true(interrupts());
    pl011_reset(&uart, &gic, IRQ);
    assert_false(interrupts());
}

/* Any value in any register, of any size: it stays a serial port. */
static void test_pl011_survives_anything(void **state)
{
    uint32_t random = 1;

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        random = random * 1664525 + 1013904223;
        pl011_write(&uart, random >> 8 & 0xfff, 1u << (random >> 30), random * 2654435761u);
        (void)pl011_read(&uart, random >> 12 & 0xfff, 1u << (random >> 30));
        (void)pl011_receive(&uart, (uint8_t)random);
        assert_true(uart.count <= PL011_FIFO && uart.first < PL011_FIFO);
        assert_int_equal(interrupts(), (uart.raw & uart.mask) != 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_pl011_is_known_by_its_numbers, start),
        cmocka_unit_test_setup(test_pl011_prints_what_is_sent, start),
        cmocka_unit_test_setup(test_pl011_says_when_there_is_room_to_send, start),
        cmocka_unit_test_setup(test_pl011_gives_what_was_typed_in_order, start),
        cmocka_unit_test_setup(test_pl011_full_is_full, start),
        cmocka_unit_test_setup(test_pl011_level_is_what_is_chosen, start),
        cmocka_unit_test_setup(test_pl011_without_fifos_has_room_for_one, start),
        cmocka_unit_test_setup(test_pl011_off_receives_nothing, start),
        cmocka_unit_test_setup(test_pl011_reset_takes_its_interrupt_back, start),
        cmocka_unit_test_setup(test_pl011_survives_anything, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
