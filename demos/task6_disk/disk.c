/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A driver for a virtio disk: one request at a time, with an interrupt when it is
 * done.  All addresses that it gives the disk are those of the disk's address
 * space; what is asked of it, it does, whatever the address.
 */
#include <microkit.h>

#include "../common/device/barrier.h"
#include "disk.h"
#include "virtio.h"

#define REQUESTS  0x4000000ull
#define ANSWERS   0x4001000ull
#define REGISTERS 0x4100000ull

/* How often the status is read before the disk counts as silent. */
enum { PATIENCE = 1000000 };

/* The pages that it shares with the disk: this one the disk only reads, */
struct requests {
    struct virtq_desc descriptors[QUEUE_ENTRIES]; /* 16-byte aligned */
    struct virtq_avail avail;
    struct block_header header __attribute__((aligned(16)));
};

/* and this one it writes. */
struct answers {
    struct virtq_used used;
    seL4_Uint8 status;
};

static seL4_Word places[PLACES];
static seL4_Uint16 notify_off;
static seL4_Uint16 done; /* used.index, when the last request was done */
static seL4_Bool waiting;
static enum disk_status status;

static volatile struct requests *requests(void)
{
    return (volatile struct requests *)REQUESTS;
}

static volatile struct answers *answers(void)
{
    return (volatile struct answers *)ANSWERS;
}

static volatile seL4_Uint8 *place(enum place which)
{
    return (volatile seL4_Uint8 *)(REGISTERS + places[which]);
}

static volatile seL4_Uint8 *common8(enum virtio_common offset)
{
    return place(PLACE_COMMON) + offset;
}

static volatile seL4_Uint16 *common16(enum virtio_common offset)
{
    return (volatile seL4_Uint16 *)common8(offset);
}

static volatile seL4_Uint32 *common32(enum virtio_common offset)
{
    return (volatile seL4_Uint32 *)common8(offset);
}

/* Of 64 bits, in halves: that is allowed for each device. */
static void common64_set(enum virtio_common offset, seL4_Uint64 value)
{
    common32(offset)[0] = (seL4_Uint32)value;
    common32(offset)[1] = (seL4_Uint32)(value >> 32);
}

/* Asks where the registers are; they must be in what is mapped. */
static enum disk_problem find(void)
{
    (void)microkit_ppcall(DISK_IOMMU, microkit_msginfo_new(IOMMU_PLACES, 0));
    if (microkit_mr_get(0) == 0) {
        return DISK_NO_IOMMU;
    }
    for (seL4_Uint8 i = 1; i < PLACES; i++) {
        places[i] = microkit_mr_get(i);
        if (i != PLACE_MULTIPLIER && places[i] > REGISTER_BYTES - PAGE_BYTES) {
            return DISK_NOT_MODERN;
        }
    }
    return DISK_OK;
}

static seL4_Bool reset(void)
{
    *common8(DEVICE_STATUS) = 0;
    for (unsigned i = 0; i < PATIENCE; i++) {
        if (*common8(DEVICE_STATUS) == 0) {
            return seL4_True;
        }
    }
    return seL4_False;
}

/* It must go through the SMMU, and needs no other feature. */
static seL4_Bool negotiate(void)
{
    const seL4_Uint32 needed = VERSION_1 | ACCESS_PLATFORM;

    *common8(DEVICE_STATUS) = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
    *common32(DEVICE_FEATURE_SELECT) = FEATURES_HIGH;
    if ((*common32(DEVICE_FEATURE) & needed) != needed) {
        return seL4_False;
    }
    *common32(DRIVER_FEATURE_SELECT) = 0;
    *common32(DRIVER_FEATURE) = 0;
    *common32(DRIVER_FEATURE_SELECT) = FEATURES_HIGH;
    *common32(DRIVER_FEATURE) = needed;
    *common8(DEVICE_STATUS) = STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK;
    return (*common8(DEVICE_STATUS) & STATUS_FEATURES_OK) != 0;
}

static void clear(seL4_Word page)
{
    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        ((volatile seL4_Word *)page)[i] = 0;
    }
}

static void set_queue(void)
{
    clear(REQUESTS);
    clear(ANSWERS);
    done = 0;
    device_barrier();
    *common16(QUEUE_SELECT) = 0;
    *common16(QUEUE_SIZE) = QUEUE_ENTRIES;
    common64_set(QUEUE_DESC, IO_REQUESTS + __builtin_offsetof(struct requests, descriptors));
    common64_set(QUEUE_DRIVER, IO_REQUESTS + __builtin_offsetof(struct requests, avail));
    common64_set(QUEUE_DEVICE, IO_ANSWERS + __builtin_offsetof(struct answers, used));
    *common16(QUEUE_ENABLE) = 1;
    notify_off = *common16(QUEUE_NOTIFY_OFF);
}

static enum disk_problem start(void)
{
    enum disk_problem problem = find();

    waiting = seL4_False;
    status = DISK_DONE;
    if (problem != DISK_OK) {
        return problem;
    }
    if (!reset()) {
        return DISK_SILENT;
    }
    if (!negotiate()) {
        return DISK_NOT_MODERN;
    }
    set_queue();
    *common8(DEVICE_STATUS) |= STATUS_DRIVER_OK;
    return DISK_OK;
}

static seL4_Word sectors(void)
{
    const volatile seL4_Uint32 *capacity = (volatile seL4_Uint32 *)place(PLACE_DEVICE);

    return (seL4_Word)capacity[1] << 32 | capacity[0];
}

static void describe(unsigned i, seL4_Word address, seL4_Uint32 length, seL4_Uint16 flags)
{
    volatile struct virtq_desc *descriptor = &requests()->descriptors[i];

    descriptor->address = address;
    descriptor->length = length;
    descriptor->flags = flags;
    descriptor->next = (seL4_Uint16)(i + 1);
}

/* Three pieces: what is asked, the data, the status. */
static void ask(seL4_Uint32 type, seL4_Word sector, seL4_Word address, seL4_Word bytes)
{
    volatile struct requests *page = requests();
    seL4_Uint16 index = page->avail.index;

    page->header.type = type;
    page->header.sector = sector;
    answers()->status = DISK_BUSY;
    describe(0, IO_REQUESTS + __builtin_offsetof(struct requests, header),
             sizeof(struct block_header), DESC_NEXT);
    describe(1, address, (seL4_Uint32)bytes,
             (seL4_Uint16)(DESC_NEXT | (type == BLOCK_IN ? DESC_WRITE : 0)));
    describe(2, IO_ANSWERS + __builtin_offsetof(struct answers, status), 1, DESC_WRITE);
    page->avail.ring[index % QUEUE_ENTRIES] = 0;
    device_barrier();
    page->avail.index = (seL4_Uint16)(index + 1);
    device_barrier();
    waiting = seL4_True;
    status = DISK_BUSY;
    *(volatile seL4_Uint16 *)(place(PLACE_NOTIFY) + notify_off * places[PLACE_MULTIPLIER]) = 0;
}

/* Is the request done, or will it never be? */
static void look(void)
{
    if (answers()->used.index != done) {
        device_barrier();
        done = answers()->used.index;
        status = (enum disk_status)answers()->status;
    } else if ((*common8(DEVICE_STATUS) & STATUS_NEEDS_RESET) != 0) {
        status = DISK_BROKEN;
    }
    if (waiting && status != DISK_BUSY) {
        waiting = seL4_False;
        microkit_notify(DISK_CLIENT);
    }
}

void init(void)
{
}

/* Reading ISR takes the interrupt back. */
void notified(microkit_channel ch)
{
    if (ch == DISK_INTERRUPT) {
        (void)*(volatile seL4_Uint8 *)place(PLACE_ISR);
        microkit_irq_ack(ch);
        look();
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    enum disk_request request = (enum disk_request)microkit_msginfo_get_label(msginfo);
    enum disk_problem problem;

    (void)ch;
    switch (request) {
    case DISK_START:
        problem = start();
        microkit_mr_set(0, problem);
        microkit_mr_set(1, problem == DISK_OK ? sectors() : 0);
        return microkit_msginfo_new(0, 2);
    case DISK_READ:
    case DISK_WRITE:
        ask(request == DISK_READ ? BLOCK_IN : BLOCK_OUT, microkit_mr_get(0), microkit_mr_get(1),
            microkit_mr_get(2));
        break;
    case DISK_RESULT:
        microkit_mr_set(0, status);
        return microkit_msginfo_new(0, 1);
    }
    return microkit_msginfo_new(0, 0);
}
