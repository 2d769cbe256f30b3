/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests to a disk: each is a chain with a header to read, data, and a byte for the
 * status to write.  Where pieces begin and end inside it is the guest's to choose.
 */
#include "block.h"

/* The header (5.2.6): type, 4 reserved bytes, sector. */
enum { HEADER_BYTES = 16, HEADER_SECTOR = 8 };
enum { TYPE_IN = 0, TYPE_OUT = 1, TYPE_FLUSH = 4, TYPE_GET_ID = 8 };
enum { STATUS_OK = 0, STATUS_IOERR = 1, STATUS_UNSUPP = 2 };
enum { ID_BYTES = 20 };

/* Features (5.2.3): limits of a segment's size and number, the size of a block, flush. */
enum { SIZE_MAX_ = 1 << 1, SEG_MAX = 1 << 2, BLK_SIZE = 1 << 6, FLUSH = 1 << 9 };

struct request {
    uint32_t type;
    uint64_t sector;
    uint64_t bytes; /* of data, either way */
};

/* True if the data are whole sectors, all of them on the disk, and not too many. */
static bool fits(const struct block *block, const struct request *request)
{
    uint64_t count = request->bytes / SECTOR;

    return request->bytes % SECTOR == 0 && request->bytes <= BLOCK_MOST &&
           request->sector <= block->sectors && count <= block->sectors - request->sector;
}

static uint8_t transfer(struct block *block, const struct request *request)
{
    if (!fits(block, request)) {
        return STATUS_IOERR;
    }
    for (uint64_t done = 0; done < request->bytes; done += BLOCK_STEP) {
        uint64_t left = request->bytes - done;
        uint32_t bytes = left < BLOCK_STEP ? (uint32_t)left : BLOCK_STEP;
        uint64_t sector = request->sector + done / SECTOR;

        if (request->type == TYPE_OUT) {
            (void)chain_read(&block->chain, HEADER_BYTES + done, block->step, bytes);
            if (!platform_disk_write(sector, block->step, bytes)) {
                return STATUS_IOERR;
            }
        } else if (platform_disk_read(sector, block->step, bytes)) {
            (void)chain_write(&block->chain, done, block->step, bytes);
        } else {
            return STATUS_IOERR;
        }
    }
    return STATUS_OK;
}

static uint8_t perform(struct block *block, struct request *request)
{
    static const uint8_t name[ID_BYTES] = "bulkhead";

    switch (request->type) {
    case TYPE_IN:
        request->bytes = block->chain.writable - 1;
        return transfer(block, request);
    case TYPE_OUT:
        request->bytes = block->chain.readable - HEADER_BYTES;
        return transfer(block, request);
    case TYPE_FLUSH:
        return STATUS_OK; /* nothing is kept back */
    case TYPE_GET_ID:
        if (block->chain.writable < ID_BYTES + 1) {
            return STATUS_IOERR;
        }
        (void)chain_write(&block->chain, 0, name, ID_BYTES);
        return STATUS_OK;
    default:
        return STATUS_UNSUPP;
    }
}

/* How much was written: all of the data, if it was a read that succeeded, and the status. */
static uint32_t written(const struct request *request, uint8_t status)
{
    return status == STATUS_OK && request->type == TYPE_IN ? (uint32_t)request->bytes + 1 : 1;
}

/* False if the chain has no room for a header or for the status. */
static bool serve(struct block *block, struct virtqueue *queue)
{
    struct request request = {0};
    uint8_t header[HEADER_BYTES];
    uint8_t status;

    if (block->chain.writable < 1 ||
        chain_read(&block->chain, 0, header, HEADER_BYTES) != HEADER_BYTES) {
        return false;
    }
    request.type = (uint32_t)memory_number(header, 4);
    request.sector = memory_number(header + HEADER_SECTOR, 8);
    status = perform(block, &request);
    (void)chain_write(&block->chain, block->chain.writable - 1, &status, 1);
    virtqueue_give(queue, &block->chain, written(&request, status));
    return true;
}

static bool work(struct virtio *virtio, unsigned index)
{
    struct block *block = (struct block *)(void *)virtio;
    struct virtqueue *queue = &virtio->queues[index];
    enum chain_result result = CHAIN_NONE;

    for (unsigned i = 0; i < queue->size; i++) {
        result = virtqueue_take(queue, &block->chain);
        if (result != CHAIN_TAKEN || !serve(block, queue)) {
            break;
        }
        virtio_interrupt(virtio, index);
        result = CHAIN_NONE;
    }
    return result == CHAIN_NONE;
}

/* capacity, 8 bytes; size_max, 4; seg_max, 4; four that have no feature; blk_size, 4 (5.2.4). */
static uint8_t config(const struct virtio *virtio, uint64_t offset)
{
    const struct block *block = (const struct block *)(const void *)virtio;
    uint8_t bytes[24] = {0};

    memory_put_number(bytes, block->sectors, 8);
    memory_put_number(bytes + 8, BLOCK_MOST / BLOCK_SEGMENTS, 4);
    memory_put_number(bytes + 12, BLOCK_SEGMENTS, 4);
    memory_put_number(bytes + 20, SECTOR, 4);
    return offset < sizeof(bytes) ? bytes[offset] : 0;
}

static const struct virtio_kind kind = {
    .device = 2,
    .queues = 1,
    .features = VIRTIO_VERSION_1 | SIZE_MAX_ | SEG_MAX | BLK_SIZE | FLUSH,
    .work = work,
    .config = config,
};

void block_reset(struct block *block, const struct guest_memory *memory, struct vgic *gic,
                 unsigned irq, uint64_t sectors)
{
    virtio_reset(&block->virtio, &kind, memory, gic, irq);
    block->sectors = sectors;
}
