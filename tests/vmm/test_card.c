/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network card's driver, with a card that keeps to VIRTIO 1.1 as long as a test wants: frames
 * come and go, and neither the card's numbers nor the other end of the wire's make the driver
 * read or write what it should not.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"
#include "processor.h"
#include "virtio_registers.h"

/* What it remembers can be cleared only here. */
#include "driver/card.c"

enum { REGION = 0x12000, FRAME = 60 };

#define REGISTERS 0xa000000u
#define PHYSICAL 0x1234560000ull /* where the card sees the region */

static const uint8_t address[] = {0x52, 0x54, 0x11, 0x22, 0x33, 0x44};

/* The card, and what a test makes of it. */
static struct {
    uint32_t magic;
    uint32_t version;
    uint32_t device;
    uint32_t most;    /* entries of a queue */
    bool refuses;     /* the features */
    uint32_t status;
    uint32_t features[2];
    uint32_t half;
    uint32_t selected;
    uint32_t notified[QUEUES];
    uint32_t interrupts; /* InterruptStatus */
    uint16_t available[QUEUES]; /* so many buffers it has taken */
    struct {
        uint32_t entries;
        uint32_t ready;
        uint32_t places[12]; /* QUEUE_DESC to QUEUE_DEVICE + 4, a word each */
    } queues[QUEUES];
} nic;

static uint8_t region[REGION] __attribute__((aligned(4096)));
static struct wire_end near_end;
static struct wire_end far_end;
static const struct wire far = {&far_end, &near_end};
static uint8_t frame[WIRE_MOST];
static uint8_t got[WIRE_MOST];

static uint32_t nic_read(uintptr_t at)
{
    uintptr_t offset = at - REGISTERS;

    if (offset >= CONFIG && offset < CONFIG + sizeof(address)) {
        return address[offset - CONFIG];
    }
    switch (offset) {
    case MAGIC_VALUE: return nic.magic;
    case VERSION: return nic.version;
    case DEVICE_ID: return nic.device;
    case QUEUE_NUM_MAX: return nic.most;
    case INTERRUPT_STATUS: return nic.interrupts;
    case STATUS: return nic.status;
    default: fail_msg("a register that cannot be read: 0x%lx", (unsigned long)offset); return 0;
    }
}

static void nic_write(uintptr_t at, uint32_t value)
{
    uintptr_t offset = at - REGISTERS;

    assert_true(nic.selected < QUEUES);
    if (offset >= QUEUE_DESC && offset < QUEUE_DESC + 4 * 12) {
        nic.queues[nic.selected].places[(offset - QUEUE_DESC) / 4] = value;
        return;
    }
    switch (offset) {
    case DRIVER_FEATURES_SEL: nic.half = value & 1; break;
    case DRIVER_FEATURES: nic.features[nic.half] = value; break;
    case QUEUE_SEL: nic.selected = value; break;
    case QUEUE_NUM: nic.queues[nic.selected].entries = value; break;
    case QUEUE_READY: nic.queues[nic.selected].ready = value; break;
    case QUEUE_NOTIFY: nic.notified[value & 1]++; break;
    case INTERRUPT_ACK: nic.interrupts &= ~value; break;
    case STATUS: nic.status = nic.refuses ? value & ~(uint32_t)FEATURES_OK : value; break;
    default: fail_msg("a register that cannot be written: 0x%lx", (unsigned long)offset);
    }
}

/* What the card sees at this address: all of it is in the region. */
static uint8_t *seen_by_card(uint64_t at, uint64_t bytes)
{
    assert_true(at >= PHYSICAL && at - PHYSICAL <= REGION && bytes <= REGION - (at - PHYSICAL));
    return region + (at - PHYSICAL);
}

/* One of the three parts of a queue. */
static void *part(unsigned index, unsigned offset, uint64_t bytes)
{
    const uint32_t *words = &nic.queues[index].places[(offset - QUEUE_DESC) / 4];

    return seen_by_card(words[0] | (uint64_t)words[1] << 32, bytes);
}

/* The next buffer that the driver has put into this queue; -1 if there is none. */
static int next_buffer(unsigned index)
{
    const uint16_t *ring = part(index, QUEUE_DRIVER, 4 + 2 * ENTRIES);

    if (nic.available[index] == ring[1]) {
        return -1;
    }
    return ring[2 + nic.available[index]++ % ENTRIES];
}

/* Gives a buffer back, or whatever number that is. */
static void give_back(unsigned index, uint32_t id, uint32_t bytes)
{
    uint16_t *ring = part(index, QUEUE_DEVICE, 4 + 8 * ENTRIES);
    uint32_t *entry = (uint32_t *)(void *)(ring + 2) + ring[1] % ENTRIES * 2;

    entry[0] = id;
    entry[1] = bytes;
    ring[1]++;
}

static uint8_t *described(unsigned index, int buffer, uint32_t *bytes, unsigned *flags)
{
    const uint8_t *table = part(index, QUEUE_DESC, 16 * ENTRIES);
    uint64_t at;

    assert_true(buffer >= 0 && buffer < ENTRIES);
    *bytes = *(const uint32_t *)(const void *)(table + 16 * buffer + 8);
    *flags = *(const uint16_t *)(const void *)(table + 16 * buffer + 12);
    memcpy(&at, table + 16 * buffer, sizeof(at));
    return seen_by_card(at, *bytes);
}

static void interrupt(void)
{
    nic.interrupts = INTERRUPT_USED;
    notified(CARD_IRQ);
}

/* A frame comes in, behind the card's header. */
static void arrives(uint8_t mark)
{
    uint32_t bytes;
    unsigned flags;
    int buffer = next_buffer(RECEIVE);
    uint8_t *to = described(RECEIVE, buffer, &bytes, &flags);

    memset(to, 0xcc, HEADER_BYTES);
    memset(to + HEADER_BYTES, mark, FRAME);
    give_back(RECEIVE, (uint32_t)buffer, HEADER_BYTES + FRAME);
}

/* How many frames the other end of the wire has got; the last one is in `got`. */
static unsigned frames_out(void)
{
    unsigned count = 0;

    while (wire_look(&far, got) != 0) {
        wire_drop(&far);
        count++;
    }
    return count;
}

/* With a card as it should be, before it is started. */
static int insert(void **state)
{
    (void)state;
    component_reset();
    component.read = nic_read;
    component.write = nic_write;
    memset(&nic, 0, sizeof(nic));
    nic.magic = MAGIC;
    nic.version = VERSION_MODERN;
    nic.device = NETWORK_DEVICE;
    nic.most = 1024;
    memset(region, 0, sizeof(region));
    memset(&near_end, 0, sizeof(near_end));
    memset(&far_end, 0, sizeof(far_end));
    memset(frame, 0x5a, sizeof(frame));
    memset(seen, 0, sizeof(seen));
    memset(busy, 0, sizeof(busy));
    works = seL4_False;
    card = REGISTERS;
    queues = (uintptr_t)region;
    queues_paddr = PHYSICAL;
    wire_here = (uintptr_t)&near_end;
    wire_there = (uintptr_t)&far_end;
    return 0;
}

static int start_card(void **state)
{
    (void)insert(state);
    init();
    return 0;
}

static void test_card_is_started(void **state)
{
    (void)state;
    assert_string_equal(component.said, "");
    assert_int_equal(nic.status, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    assert_int_equal(nic.features[0], FEATURE_MAC);
    assert_int_equal(nic.features[1], FEATURE_VERSION_1);
    for (unsigned i = 0; i < QUEUES; i++) {
        assert_int_equal(nic.queues[i].entries, ENTRIES);
        assert_int_equal(nic.queues[i].ready, 1);
    }
    assert_true(nic.notified[RECEIVE] > 0);
    assert_int_equal(next_buffer(TRANSMIT), -1);
}

/* All of them for the card to write, none over another. */
static void test_card_has_buffers_to_receive(void **state)
{
    uint32_t bytes;
    unsigned flags;

    (void)state;
    for (unsigned i = 0; i < ENTRIES; i++) {
        uint8_t *to = described(RECEIVE, next_buffer(RECEIVE), &bytes, &flags);

        assert_int_equal(bytes, BUFFER_BYTES);
        assert_int_equal(flags, DESCRIPTOR_WRITE);
        for (unsigned n = 0; n < bytes; n++) {
            assert_int_equal(to[n], 0);
        }
        memset(to, 0xaa, bytes);
    }
    assert_int_equal(next_buffer(RECEIVE), -1);
    assert_int_equal(nic.available[RECEIVE], ENTRIES);
    for (unsigned i = 0; i < ENTRIES; i++) { /* nor over the queues */
        assert_int_equal(((uint16_t *)part(RECEIVE, QUEUE_DRIVER, 64))[2 + i], i);
    }
}

/* It says why, drops what is sent, and the guest's card has an address nevertheless. */
static void expect_no_card(const char *why)
{
    init();
    assert_non_null(strstr(component.said, why));
    assert_int_equal(nic.status & DRIVER_OK, 0);
    assert_true(wire_put(&far, frame, FRAME));
    notified(CLIENT);
    assert_int_equal(near_end.got, 1);
    assert_int_equal(component.notified[CLIENT], 0);
    assert_int_equal(protected(CLIENT, microkit_msginfo_new(NETWORK_ADDRESS, 0)).count, 1);
    assert_int_equal(component.words[0], 0x010000005452ull);
}

static void test_card_that_is_none_is_explained(void **state)
{
    nic.device = 0;
    expect_no_card("there is none");
    (void)insert(state);
    nic.magic = 0;
    expect_no_card("there is none");
    (void)insert(state);
    nic.version = 1;
    expect_no_card("force-legacy=false");
    (void)insert(state);
    nic.refuses = true;
    expect_no_card("no address of its own");
    (void)insert(state);
    nic.most = ENTRIES - 1;
    expect_no_card("less than 16 entries");
}

static void test_card_frames_come_in(void **state)
{
    (void)state;
    arrives(1);
    arrives(2);
    interrupt();
    assert_int_equal(nic.interrupts, 0);
    assert_int_equal(component.acked[CARD_IRQ], 1);
    assert_int_equal(component.notified[CLIENT], 1); /* for both */
    assert_int_equal(frames_out(), 2);
    memset(frame, 2, FRAME);
    assert_memory_equal(got, frame, FRAME);
    for (unsigned i = 0; i < 3 * ENTRIES; i++) { /* the buffers are the card's again */
        arrives((uint8_t)i);
        interrupt();
        assert_int_equal(frames_out(), 1);
    }
}

static void test_card_frames_go_out(void **state)
{
    uint32_t bytes;
    unsigned flags;
    uint8_t *sent;

    (void)state;
    assert_true(wire_put(&far, frame, FRAME));
    notified(CLIENT);
    assert_int_equal(component.acked[CARD_IRQ], 0);
    assert_int_equal(near_end.got, 1);
    assert_true(nic.notified[TRANSMIT] > 0);
    sent = described(TRANSMIT, next_buffer(TRANSMIT), &bytes, &flags);
    assert_int_equal(bytes, HEADER_BYTES + FRAME);
    assert_int_equal(flags, 0);
    assert_memory_equal(sent + HEADER_BYTES, frame, FRAME);
    memset(sent, 0xee, HEADER_BYTES); /* by whom ever: the next header is as it must be */
    give_back(TRANSMIT, 0, 0);
    assert_true(wire_put(&far, frame, FRAME));
    interrupt();
    assert_ptr_equal(described(TRANSMIT, next_buffer(TRANSMIT), &bytes, &flags), sent);
    for (unsigned i = 0; i < HEADER_BYTES; i++) {
        assert_int_equal(sent[i], 0);
    }
}

/* A buffer that the card has is not written: what has no buffer waits on the wire. */
static void test_card_frames_wait_for_a_buffer(void **state)
{
    bool out[ENTRIES] = {false};

    (void)state;
    for (unsigned i = 0; i < ENTRIES; i++) {
        assert_true(wire_put(&far, frame, FRAME));
    }
    notified(CLIENT);
    assert_true(wire_put(&far, frame, FRAME + 1));
    notified(CLIENT);
    assert_int_equal(near_end.got, ENTRIES);
    for (unsigned i = 0; i < ENTRIES; i++) {
        int buffer = next_buffer(TRANSMIT);

        assert_true(buffer >= 0 && buffer < ENTRIES);
        assert_false(out[buffer]);
        out[buffer] = true;
    }
    assert_int_equal(next_buffer(TRANSMIT), -1);
    give_back(TRANSMIT, 5, 0);
    interrupt();
    assert_int_equal(near_end.got, ENTRIES + 1);
    assert_int_equal(next_buffer(TRANSMIT), 5);
    assert_int_equal(next_buffer(TRANSMIT), -1);
}

static void test_card_lengths_of_the_card_are_checked(void **state)
{
    static const uint32_t wrong[] = {0, HEADER_BYTES - 1, HEADER_BYTES,
                                     HEADER_BYTES + WIRE_LEAST - 1, HEADER_BYTES + WIRE_MOST + 1,
                                     BUFFER_BYTES, BUFFER_BYTES + 1, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        give_back(RECEIVE, (uint32_t)next_buffer(RECEIVE), wrong[i]);
    }
    interrupt();
    assert_int_equal(frames_out(), 0);
    assert_int_equal(component.notified[CLIENT], 0);
    arrives(1);
    interrupt();
    assert_int_equal(frames_out(), 1);
}

static void test_card_numbers_of_buffers_are_checked(void **state)
{
    static const uint32_t wrong[] = {ENTRIES, ENTRIES + 1, 0x10000, 0x80000000, UINT32_MAX};

    (void)state;
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        give_back(RECEIVE, wrong[i], HEADER_BYTES + FRAME);
        give_back(TRANSMIT, wrong[i], 0);
    }
    give_back(TRANSMIT, 3, 0); /* which it does not have */
    interrupt();
    assert_int_equal(frames_out(), 0);
    arrives(1);
    assert_true(wire_put(&far, frame, FRAME));
    interrupt();
    assert_int_equal(frames_out(), 1);
    assert_int_equal(next_buffer(TRANSMIT), 0);
}

/* However many it says that there are: at most as many as it has buffers, until it interrupts
   again. */
static void test_card_count_of_the_card_is_checked(void **state)
{
    (void)state;
    arrives(1);
    ((uint16_t *)part(RECEIVE, QUEUE_DEVICE, 64))[1] = UINT16_MAX;
    interrupt();
    assert_int_equal(seen[RECEIVE], ENTRIES);
    assert_int_equal(((uint16_t *)part(RECEIVE, QUEUE_DRIVER, 64))[1], ENTRIES + ENTRIES);
    assert_true(frames_out() <= ENTRIES);
}

static void test_card_counts_of_the_other_end_are_checked(void **state)
{
    static const uint32_t wrong[] = {WIRE_SLOTS + 1, 1000, 0x80000000, UINT32_MAX};

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        (void)start_card(state);
        far_end.put = wrong[i];
        far_end.slots[0].bytes = FRAME;
        notified(CLIENT);
        assert_int_equal(next_buffer(TRANSMIT), -1);
        assert_true(wire_put(&far, frame, FRAME));
        far_end.slots[wrong[i] % WIRE_SLOTS].bytes = UINT16_MAX;
        notified(CLIENT);
        assert_int_equal(next_buffer(TRANSMIT), -1);
        far_end.got = 1000; /* what it did not get, it says that it did */
        arrives(1);
        interrupt();
        assert_int_equal(near_end.put, 0);
    }
}

/* Nobody reads: what comes in is lost, and the card has its buffers back. */
static void test_card_other_end_that_does_not_read_holds_nothing_up(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3 * WIRE_SLOTS; i++) {
        arrives(1);
        interrupt();
    }
    assert_int_equal(near_end.put, WIRE_SLOTS);
    assert_int_equal(component.notified[CLIENT], WIRE_SLOTS);
}

static void test_card_address_is_the_cards(void **state)
{
    (void)state;
    assert_int_equal(protected(CLIENT, microkit_msginfo_new(NETWORK_ADDRESS, 0)).count, 1);
    assert_int_equal(component.words[0], 0x443322115452ull);
    assert_int_equal(protected(CLIENT, microkit_msginfo_new(99, 64)).count, 1);
    assert_int_equal(component.words[0], 0x443322115452ull);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_card_is_started, start_card),
        cmocka_unit_test_setup(test_card_has_buffers_to_receive, start_card),
        cmocka_unit_test_setup(test_card_that_is_none_is_explained, insert),
        cmocka_unit_test_setup(test_card_frames_come_in, start_card),
        cmocka_unit_test_setup(test_card_frames_go_out, start_card),
        cmocka_unit_test_setup(test_card_frames_wait_for_a_buffer, start_card),
        cmocka_unit_test_setup(test_card_lengths_of_the_card_are_checked, start_card),
        cmocka_unit_test_setup(test_card_numbers_of_buffers_are_checked, start_card),
        cmocka_unit_test_setup(test_card_count_of_the_card_is_checked, start_card),
        cmocka_unit_test_setup(test_card_counts_of_the_other_end_are_checked, start_card),
        cmocka_unit_test_setup(test_card_other_end_that_does_not_read_holds_nothing_up,
                               start_card),
        cmocka_unit_test_setup(test_card_address_is_the_cards, start_card),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
