/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two queues of an SMMU, which is an array here: what is handed over between
 * two barriers it has done at the second, or refuses.  The layout of commands
 * and events is written from Arm IHI 0070 3.5, 4 and 7, bit by bit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Before a device looks: here, it looks now. */
static void device_barrier(void);
#define device_barrier barrier_of_the_target
#include "barrier.h"
#undef device_barrier
#include "../../demos/common/device/smmu.c"

enum { COMMANDS = 4, EVENTS = 4, STREAMS = 16 };

static _Alignas(8) uint8_t registers[SMMU_REGISTER_BYTES];
static uint64_t commands[COMMANDS * 2], events[EVENTS * 4], streams[STREAMS * 8];
static uint64_t done[64][2];
static unsigned done_count;
static struct smmu *model;
static bool stuck;

static uint32_t *reg(unsigned offset)
{
    return (uint32_t *)(void *)(registers + offset);
}

/* Takes the commands up to where the driver is, for it will say so next; the index has one bit more
   than the entries need. */
static void device_barrier(void)
{
    while (!stuck && *reg(0x9c) != model->command_at) {
        memcpy(done[done_count++], &commands[2 * (*reg(0x9c) % COMMANDS)], sizeof(done[0]));
        *reg(0x9c) = (*reg(0x9c) + 1) % (2 * COMMANDS);
    }
}

static struct smmu fresh(void)
{
    static const struct smmu_config config = {
        .registers = registers,
        .streams = {streams, 0xa0010000, sizeof(streams)},
        .commands = {commands, 0xa0011000, sizeof(commands)},
        .events = {events, 0xa0012000, sizeof(events)},
    };

    memset(registers, 0, sizeof(registers));
    memset(streams, 0, sizeof(streams));
    done_count = 0;
    stuck = false;
    return (struct smmu){&config, 0, 0};
}

static void test_a_stream_is_attached_and_the_smmu_told(void **state)
{
    struct smmu smmu = fresh();
    struct smmu_space space = {{0, 0xa0018000, 0}, 0, 7};

    (void)state;
    model = &smmu;
    assert_int_equal(smmu_stream_attach(&smmu, 8, &space), SMMU_OK);
    assert_int_equal(streams[8 * 8] & 1, 1);                 /* V */
    assert_int_equal(streams[8 * 8] >> 1 & 7, 5);            /* Config: stage 1 */
    assert_int_equal(streams[8 * 8] & 0xfffffffffffc0, 0xa0018000);
    assert_int_equal(streams[8 * 8] >> 59, 0);               /* S1CDMax: one descriptor */
    assert_int_equal(streams[8 * 8 + 1] >> 30 & 3, 0);       /* STRW: EL1 */
    assert_int_equal(done_count, 2);
    assert_int_equal(done[0][0] & 0xff, 0x03);               /* CMD_CFGI_STE */
    assert_int_equal(done[0][0] >> 32, 8);
    assert_int_equal(done[1][0] & 0xff, 0x46);               /* CMD_SYNC */

    assert_int_equal(smmu_stream_detach(&smmu, 8), SMMU_OK);
    assert_int_equal(streams[8 * 8], 0);
    assert_int_equal(done[2][0] & 0xff, 0x03);
    assert_int_equal(smmu_stream_attach(&smmu, STREAMS, &space), SMMU_TOO_FAR);
    assert_int_equal(done_count, 4);
}

/* The queue comes round many times; each command is done once, in its order. */
static void test_invalidations_name_the_space_however_often(void **state)
{
    struct smmu smmu = fresh();

    (void)state;
    model = &smmu;
    for (unsigned i = 0; i < 15; i++) {
        struct smmu_space space = {{0, 0, 0}, 0, (uint16_t)(0xff00 + i)};

        assert_int_equal(smmu_invalidate(&smmu, &space), SMMU_OK);
        assert_int_equal(done[2 * i][0] & 0xff, 0x11); /* CMD_TLBI_NH_ASID */
        assert_int_equal(done[2 * i][0] >> 48, 0xff00 + i);
        assert_int_equal(done[2 * i + 1][0] & 0xff, 0x46);
        assert_int_equal(*reg(0x98), *reg(0x9c));
    }
}

static void test_an_smmu_that_does_not_do_it_is_no_success(void **state)
{
    struct smmu smmu = fresh();
    struct smmu_space space = {{0, 0, 0}, 0, 1};

    (void)state;
    model = &smmu;
    *reg(0x60) = 1; /* GERROR: a command was refused, and nobody has acknowledged that */
    assert_int_equal(smmu_invalidate(&smmu, &space), SMMU_NO_ANSWER);
    stuck = true;
    *reg(0x60) = 0;
    assert_int_equal(smmu_invalidate(&smmu, &space), SMMU_NO_ANSWER);
}

static void produce(uint32_t at, uint64_t type, uint64_t stream, bool read, uint64_t address)
{
    uint64_t *words = &events[4 * (at % EVENTS)];

    words[0] = type | stream << 32;
    words[1] = (uint64_t)read << 35;
    words[2] = address;
    *reg(0x100a8) = (at + 1) % (2 * EVENTS);
}

static void test_events_come_in_order_and_once(void **state)
{
    struct smmu smmu = fresh();
    struct smmu_event event;

    (void)state;
    model = &smmu;
    assert_false(smmu_next_event(&smmu, &event));
    for (uint32_t i = 0; i < 3 * EVENTS; i += 2) {
        produce(i, EVENT_TRANSLATION, 8, true, 0x1000 * i);
        produce(i + 1, EVENT_PERMISSION, 9, false, 0x1000 * i + 8);
        assert_true(smmu_next_event(&smmu, &event));
        assert_int_equal(event.type, EVENT_TRANSLATION);
        assert_int_equal(event.stream, 8);
        assert_int_equal(event.address, 0x1000 * i);
        assert_true(event.read);
        assert_true(smmu_next_event(&smmu, &event));
        assert_int_equal(event.type, EVENT_PERMISSION);
        assert_int_equal(event.stream, 9);
        assert_false(event.read);
        assert_false(smmu_next_event(&smmu, &event));
        assert_int_equal(*reg(0x100ac), *reg(0x100a8)); /* so there is room again */
    }
}

/* Bit 31 of PROD tells that some were lost, each time by being another than in CONS. */
static void test_lost_events_are_told_once_after_those_that_are_there(void **state)
{
    struct smmu smmu = fresh();
    struct smmu_event event;

    (void)state;
    model = &smmu;
    for (uint32_t turn = 1; turn <= 2; turn++) {
        uint32_t lost = (turn & 1) << 31;

        for (uint32_t i = 0; i < EVENTS; i++) {
            produce((turn - 1) * EVENTS + i, EVENT_TRANSLATION, 8, true, i);
        }
        *reg(0x100a8) |= lost;
        for (uint32_t i = 0; i < EVENTS; i++) {
            assert_true(smmu_next_event(&smmu, &event));
            assert_int_equal(event.type, EVENT_TRANSLATION);
            assert_int_equal(event.address, i);
        }
        assert_true(smmu_next_event(&smmu, &event));
        assert_int_equal(event.type, EVENT_LOST);
        assert_int_equal(*reg(0x100ac), *reg(0x100a8)); /* acknowledged */
        assert_false(smmu_next_event(&smmu, &event));
    }
}

static void test_only_structures_of_their_size_are_taken(void **state)
{
    struct smmu smmu = fresh();
    struct smmu_config config = *smmu.config;

    (void)state;
    model = &smmu;
    assert_int_equal(smmu_init(&smmu, &config), SMMU_UNSUITABLE); /* it can do nothing at all */
    config.events.paddr += 64;
    assert_int_equal(smmu_init(&smmu, &config), SMMU_NOT_ALIGNED);
    config = *fresh().config;
    config.streams.bytes -= 64;
    assert_int_equal(smmu_init(&smmu, &config), SMMU_NOT_ALIGNED);
    config = *fresh().config;
    config.commands.bytes = 16;
    assert_int_equal(smmu_init(&smmu, &config), SMMU_NOT_ALIGNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stream_is_attached_and_the_smmu_told),
        cmocka_unit_test(test_invalidations_name_the_space_however_often),
        cmocka_unit_test(test_an_smmu_that_does_not_do_it_is_no_success),
        cmocka_unit_test(test_events_come_in_order_and_once),
        cmocka_unit_test(test_lost_events_are_told_once_after_those_that_are_there),
        cmocka_unit_test(test_only_structures_of_their_size_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
