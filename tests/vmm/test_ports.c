/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The switch: a frame reaches who it is for and nobody else, and nobody sends in another's name.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "ports.h"

enum { ALL = (1 << PORTS) - 1, OUT = 1 << PORT_OUT };
static const uint8_t everybody[PORT_ADDRESS] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const uint8_t group[PORT_ADDRESS] = {0x33, 0x33, 0, 0, 0, 1};
static const uint8_t stranger[PORT_ADDRESS] = {0x52, 0x55, 0x0a, 0, 2, 2};

/* The address of a guest's port. */
static const uint8_t *at(uint8_t port)
{
    static uint8_t addresses[8][PORT_ADDRESS];

    memcpy(addresses[port], (const uint8_t[]){0x52, 0x54, 0, 0, 0, port}, PORT_ADDRESS);
    return addresses[port];
}

/* Where it goes; -1 if it is forged, and then nowhere. */
static int goes(const uint8_t *destination, const uint8_t *source, unsigned from, uint32_t there)
{
    uint8_t frame[2 * PORT_ADDRESS];
    uint32_t to = 0xffffffff;
    enum ports_verdict verdict;

    memcpy(frame, destination, PORT_ADDRESS);
    memcpy(frame + PORT_ADDRESS, source, PORT_ADDRESS);
    verdict = ports_for(frame, from, there, &to);
    if (verdict == PORTS_FORGED) {
        assert_int_equal(to, 0);
        return -1;
    }
    return (int)to;
}

static void test_ports_have_addresses(void **state)
{
    (void)state;
    for (uint8_t port = 1; port < PORTS; port++) {
        for (unsigned i = 0; i < PORT_ADDRESS; i++) {
            assert_int_equal((uint8_t)(ports_address(port) >> 8 * i), at(port)[i]);
        }
    }
}

static void test_ports_to_one_guest(void **state)
{
    (void)state;
    assert_int_equal(goes(at(2), at(1), 1, ALL), 1 << 2);
    assert_int_equal(goes(at(1), at(2), 2, ALL), 1 << 1);
    assert_int_equal(goes(at(3), stranger, PORT_OUT, ALL), 1 << 3);
}

static void test_ports_to_a_group(void **state)
{
    (void)state;
    assert_int_equal(goes(everybody, at(1), 1, ALL), ALL & ~(1 << 1));
    assert_int_equal(goes(group, at(2), 2, ALL), ALL & ~(1 << 2));
    assert_int_equal(goes(everybody, stranger, PORT_OUT, ALL), ALL & ~OUT);
}

static void test_ports_what_no_guest_has_goes_out(void **state)
{
    (void)state;
    assert_int_equal(goes(stranger, at(1), 1, ALL), OUT);
    assert_int_equal(goes(at(PORTS), at(1), 1, ALL), OUT);
    assert_int_equal(goes(at(0), at(1), 1, ALL), OUT);
    assert_int_equal(goes(stranger, stranger, PORT_OUT, ALL), 0); /* not back to where it was */
}

static void test_ports_not_back_to_who_sent_it(void **state)
{
    (void)state;
    assert_int_equal(goes(at(1), at(1), 1, ALL), 0);
}

static void test_ports_only_to_those_that_are_there(void **state)
{
    (void)state;
    assert_int_equal(goes(at(3), at(1), 1, 0x7), 0);
    assert_int_equal(goes(everybody, at(1), 1, 0x6), 1 << 2);
    assert_int_equal(goes(stranger, at(1), 1, 0x6), 0);
}

static void test_ports_nobody_has_anothers_name(void **state)
{
    uint8_t nearly[PORT_ADDRESS];

    (void)state;
    assert_int_equal(goes(at(2), at(3), 1, ALL), -1);
    assert_int_equal(goes(everybody, at(2), 1, ALL), -1);
    assert_int_equal(goes(stranger, stranger, 1, ALL), -1);
    assert_int_equal(goes(at(2), everybody, 1, ALL), -1);
    for (unsigned bit = 0; bit < 8 * PORT_ADDRESS; bit++) {
        memcpy(nearly, at(1), PORT_ADDRESS);
        nearly[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(goes(at(2), nearly, 1, ALL), -1);
    }
}

static void test_ports_nobody_outside_has_a_guests_name(void **state)
{
    (void)state;
    for (uint8_t port = 1; port < PORTS; port++) {
        assert_int_equal(goes(everybody, at(port), PORT_OUT, ALL), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ports_have_addresses),
        cmocka_unit_test(test_ports_to_one_guest),
        cmocka_unit_test(test_ports_to_a_group),
        cmocka_unit_test(test_ports_what_no_guest_has_goes_out),
        cmocka_unit_test(test_ports_not_back_to_who_sent_it),
        cmocka_unit_test(test_ports_only_to_those_that_are_there),
        cmocka_unit_test(test_ports_nobody_has_anothers_name),
        cmocka_unit_test(test_ports_nobody_outside_has_a_guests_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
