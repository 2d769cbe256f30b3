/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A driver for the machine's network card, a virtio device: what comes in goes on the wire, and
 * what is on the wire goes out.  It knows nothing of guests.
 *
 * The card reads and writes memory by itself, at the addresses that this driver gives it: those of
 * one region, whose physical address the tool says.  What the card writes is checked nevertheless.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 2.6 (split virtqueues), 3.1 (initialisation), 4.2
 * (MMIO), 5.1 (network device).
 */
#include <microkit.h>

#include "channels.h"
#include "memory.h"
#include "processor.h"
#include "virtio_registers.h"
#include "wire.h"

enum { CARD_IRQ = 0, CLIENT = 1 };
enum { RECEIVE = 0, TRANSMIT = 1, QUEUES = 2 };
enum { ENTRIES = 16, BUFFER_BYTES = 2048, HEADER_BYTES = 12 };
enum { NETWORK_DEVICE = 1, VERSION_MODERN = 2, FEATURE_MAC = 1 << 5, FEATURE_VERSION_1 = 1 << 0 };
enum { DESCRIPTOR_WRITE = 2 }; /* by the card */

/* A queue and its buffers; descriptor i is always that of buffer i. */
struct queue {
    struct {
        uint64_t address;
        uint32_t bytes;
        uint16_t flags;
        uint16_t next;
    } descriptors[ENTRIES];
    struct {
        uint16_t flags;
        uint16_t index;
        uint16_t ring[ENTRIES];
    } available;
    struct {
        uint16_t flags;
        uint16_t index;
        struct {
            uint32_t id;
            uint32_t bytes;
        } ring[ENTRIES];
    } used __attribute__((aligned(4)));
    uint8_t buffers[ENTRIES][BUFFER_BYTES] __attribute__((aligned(8)));
};
_Static_assert(QUEUES * sizeof(struct queue) <= 0x12000, "the region `queues` has room for them");

/* Set by the tool: the card's registers; memory for its queues, here and for the card; the wire. */
uintptr_t card;
uintptr_t queues;
uint64_t queues_paddr;
uintptr_t wire_here;
uintptr_t wire_there;

static seL4_Bool works;         /* the card was found and started */
static uint16_t seen[QUEUES];   /* used.index, as far as it was dealt with */
static seL4_Bool busy[ENTRIES]; /* the card has this buffer of TRANSMIT */

static volatile struct queue *queue(unsigned index)
{
    return (volatile struct queue *)queues + index;
}

static uint32_t get(unsigned offset)
{
    return device_read(card + offset);
}

static void set(unsigned offset, uint32_t value)
{
    device_write(card + offset, value);
}

/* ---- Starting the card ---- */

static void set_address(unsigned offset, uint64_t address)
{
    set(offset, (uint32_t)address);
    set(offset + 4, (uint32_t)(address >> 32));
}

/* Its queue may have fewer entries than we want: then it is of no use. */
static seL4_Bool start_queue(unsigned index)
{
    uint64_t address = queues_paddr + index * sizeof(struct queue);

    set(QUEUE_SEL, index);
    if (get(QUEUE_NUM_MAX) < ENTRIES) {
        return seL4_False;
    }
    for (unsigned i = 0; i < ENTRIES; i++) {
        queue(index)->descriptors[i].address =
            address + __builtin_offsetof(struct queue, buffers) + i * BUFFER_BYTES;
    }
    set(QUEUE_NUM, ENTRIES);
    set_address(QUEUE_DESC, address + __builtin_offsetof(struct queue, descriptors));
    set_address(QUEUE_DRIVER, address + __builtin_offsetof(struct queue, available));
    set_address(QUEUE_DEVICE, address + __builtin_offsetof(struct queue, used));
    device_barrier();
    set(QUEUE_READY, 1);
    return seL4_True;
}

/* The card's address, and what came after the first specification; nothing else is needed. */
static seL4_Bool negotiate(void)
{
    set(STATUS, ACKNOWLEDGE);
    set(STATUS, ACKNOWLEDGE | DRIVER);
    set(DRIVER_FEATURES_SEL, 0);
    set(DRIVER_FEATURES, FEATURE_MAC);
    set(DRIVER_FEATURES_SEL, 1);
    set(DRIVER_FEATURES, FEATURE_VERSION_1);
    set(STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    return (get(STATUS) & FEATURES_OK) != 0;
}

/* Gives the card a buffer of one of its queues; it is told by tell(). */
static void give(unsigned index, uint16_t buffer, uint32_t bytes)
{
    volatile struct queue *q = queue(index);
    uint16_t next = q->available.index;

    q->descriptors[buffer].bytes = bytes;
    q->descriptors[buffer].flags = index == RECEIVE ? DESCRIPTOR_WRITE : 0;
    q->available.ring[next % ENTRIES] = buffer;
    device_barrier();
    q->available.index = (uint16_t)(next + 1);
}

static void tell(unsigned index)
{
    device_barrier();
    set(QUEUE_NOTIFY, index);
}

static const char *start(void)
{
    if (get(MAGIC_VALUE) != MAGIC || get(DEVICE_ID) != NETWORK_DEVICE) {
        return "there is none";
    }
    if (get(VERSION) != VERSION_MODERN) {
        return "it is of virtio's old kind; QEMU needs -global virtio-mmio.force-legacy=false";
    }
    set(STATUS, 0);
    if (!negotiate()) {
        return "it has no address of its own";
    }
    if (!start_queue(RECEIVE) || !start_queue(TRANSMIT)) {
        return "its queues have less than 16 entries";
    }
    set(STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    for (uint16_t i = 0; i < ENTRIES; i++) {
        give(RECEIVE, i, BUFFER_BYTES);
    }
    tell(RECEIVE);
    return seL4_Null;
}

void init(void)
{
    const char *problem = start();

    works = problem == seL4_Null;
    if (!works) {
        microkit_dbg_puts("card: no network card: ");
        microkit_dbg_puts(problem);
        microkit_dbg_puts("\n");
    }
}

/* ---- Frames ---- */

static struct wire wire(void)
{
    return (struct wire){(struct wire_end *)wire_here, (const struct wire_end *)wire_there};
}

/* The next buffer that the card gave back, and how many bytes it wrote; false if there is none.
   A number that is none of a buffer is passed over. */
static seL4_Bool take(unsigned index, uint16_t *buffer, uint32_t *bytes)
{
    volatile struct queue *q = queue(index);

    while (q->used.index != seen[index]) {
        uint32_t id;

        device_barrier(); /* the index, then what it shows */
        id = q->used.ring[seen[index] % ENTRIES].id;
        *bytes = q->used.ring[seen[index] % ENTRIES].bytes;
        seen[index]++;
        if (id < ENTRIES) {
            *buffer = (uint16_t)id;
            return seL4_True;
        }
    }
    return seL4_False;
}

/* From the card to the wire: at most as many as it has buffers, for more interrupt again. */
static void receive(void)
{
    const struct wire w = wire();
    seL4_Bool any = seL4_False;
    uint16_t buffer;
    uint32_t bytes;

    for (unsigned i = 0; i < ENTRIES && take(RECEIVE, &buffer, &bytes); i++) {
        const uint8_t *frame = (const uint8_t *)queue(RECEIVE)->buffers[buffer] + HEADER_BYTES;

        if (bytes >= HEADER_BYTES && bytes <= BUFFER_BYTES &&
            wire_put(&w, frame, bytes - HEADER_BYTES)) {
            any = seL4_True;
        }
        give(RECEIVE, buffer, BUFFER_BYTES);
    }
    tell(RECEIVE);
    if (any) {
        microkit_notify(CLIENT);
    }
}

/* From the wire to the card, as long as a buffer is free; the rest goes when one comes back. */
static void send(void)
{
    const struct wire w = wire();
    uint16_t buffer;
    uint32_t bytes;

    while (take(TRANSMIT, &buffer, &bytes)) {
        busy[buffer] = seL4_False;
    }
    for (buffer = 0; buffer < ENTRIES; buffer++) {
        uint8_t *to = (uint8_t *)queue(TRANSMIT)->buffers[buffer];

        if (busy[buffer]) {
            continue;
        }
        bytes = wire_look(&w, to + HEADER_BYTES);
        if (bytes == 0) {
            break;
        }
        wire_drop(&w);
        memory_clear(to, HEADER_BYTES); /* nothing is left to the card */
        busy[buffer] = seL4_True;
        give(TRANSMIT, buffer, HEADER_BYTES + bytes);
    }
    tell(TRANSMIT);
}

void notified(microkit_channel ch)
{
    if (!works) {
        const struct wire w = wire();

        wire_drop_all(&w);
        return;
    }
    if (ch == CARD_IRQ) {
        set(INTERRUPT_ACK, get(INTERRUPT_STATUS)); /* the interrupt is a level */
        microkit_irq_ack(CARD_IRQ);
        receive();
    }
    send();
}

/* The client's card has the address of this one; one that is made up if there is none. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word address = 0x010000005452ull; /* 52:54:00:00:00:01 */

    (void)ch;
    (void)msginfo;
    for (unsigned i = 0; works && i < WIRE_ADDRESS; i++) {
        seL4_Word byte = device_read_byte(card + CONFIG + i);

        address = (address & ~(0xffull << 8 * i)) | byte << 8 * i;
    }
    microkit_mr_set(0, address);
    return microkit_msginfo_new(0, 1);
}
