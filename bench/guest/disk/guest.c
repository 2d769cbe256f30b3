/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest of example/vmm that does nothing but read its disk, as a driver does it: a request of
 * 4 KiB on the queue, the device told, and an interrupt when it is done.  It finds devices and
 * interrupt controller where Linux would, and prints through its serial port.
 *
 * First it writes the disk, each word another one, and reads all of it back, block by block; what
 * came is compared when nothing is measured any more.
 *
 * Sources: VIRTIO 1.1, 2.6 (split virtqueues), 3.1 (initialisation), 5.2 (block device); GICv2,
 * IHI 0048B, 4.3 and 4.4.
 */
#include "console.h"
#include "bench.h"
#include "guest_map.h"
#include "virtio_registers.h"

/* start.S calls these. */
void guest_main(void);
void guest_interrupt(void);
void guest_fault(void);

enum { BLOCK = 4096, BLOCKS = 256, SECTORS = BLOCK / 512, WORDS = BLOCK / 8, ALL = BLOCKS * WORDS };
enum { ENTRIES = 8, NEXT = 1, DEVICE_WRITES = 2, READ = 0, WRITE = 1 };
enum { FEATURE_VERSION_1 = 1, SPI = 32 };

/* GICv2. */
enum { GICD_CTLR = 0, GICD_ISENABLER1 = 0x104 / 4, GICC_CTLR = 0, GICC_PMR = 1, GICC_IAR = 3,
       GICC_EOIR = 4 };

static struct {
    struct {
        seL4_Uint64 address;
        seL4_Uint32 bytes;
        seL4_Uint16 flags;
        seL4_Uint16 next;
    } descriptors[ENTRIES];
    struct {
        seL4_Uint16 flags;
        seL4_Uint16 index;
        seL4_Uint16 ring[ENTRIES];
    } available;
    struct {
        seL4_Uint16 flags;
        seL4_Uint16 index;
        struct {
            seL4_Uint32 id;
            seL4_Uint32 bytes;
        } ring[ENTRIES];
    } used __attribute__((aligned(4)));
} volatile queue __attribute__((aligned(16)));

static struct {
    seL4_Uint32 kind;
    seL4_Uint32 reserved;
    seL4_Uint64 sector;
} volatile request;

static volatile seL4_Uint8 status;
static volatile seL4_Word done;   /* interrupts of the disk's */
static volatile seL4_Word wrong;  /* things that were not as they must be */
static seL4_Word blocks[ALL] __attribute__((aligned(BLOCK)));

static volatile seL4_Uint32 *at(seL4_Word address)
{
    return (volatile seL4_Uint32 *)address;
}

static volatile seL4_Uint32 *disk(unsigned offset)
{
    return at(GUEST_DISK + offset);
}

static void barrier(void)
{
    __asm__ volatile("dsb sy" : : : "memory");
}

/* What virtio and the interrupt controller want of a driver, no more. */
void guest_interrupt(void)
{
    volatile seL4_Uint32 *controller = at(GUEST_GICC);
    seL4_Uint32 id = controller[GICC_IAR];

    wrong += id != SPI + GUEST_DISK_SPI;
    *disk(INTERRUPT_ACK) = *disk(INTERRUPT_STATUS);
    controller[GICC_EOIR] = id;
    done = done + 1;
}

static void print_end(seL4_Word ticks, seL4_Bool right)
{
    console_row("guest_disk_read", ticks, BLOCKS, right);
    console_done();
}

void guest_fault(void)
{
    print_end(0, seL4_False);
    for (;;) {
        __asm__ volatile("wfi");
    }
}

static void set_address(unsigned offset, const volatile void *to)
{
    *disk(offset) = (seL4_Uint32)(seL4_Word)to;
    *disk(offset + 4) = (seL4_Uint32)((seL4_Word)to >> 32);
}

static void start(void)
{
    at(GUEST_GICD)[GICD_ISENABLER1] = 1u << GUEST_DISK_SPI;
    at(GUEST_GICD)[GICD_CTLR] = 1;
    at(GUEST_GICC)[GICC_PMR] = 0xff;
    at(GUEST_GICC)[GICC_CTLR] = 1;
    *disk(STATUS) = 0;
    *disk(STATUS) = ACKNOWLEDGE | DRIVER;
    *disk(DRIVER_FEATURES_SEL) = 1;
    *disk(DRIVER_FEATURES) = FEATURE_VERSION_1;
    *disk(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK;
    *disk(QUEUE_SEL) = 0;
    *disk(QUEUE_NUM) = ENTRIES;
    set_address(QUEUE_DESC, queue.descriptors);
    set_address(QUEUE_DRIVER, &queue.available);
    set_address(QUEUE_DEVICE, &queue.used);
    *disk(QUEUE_READY) = 1;
    *disk(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;
}

static void describe(unsigned i, const volatile void *what, seL4_Uint32 bytes, unsigned flags)
{
    queue.descriptors[i].address = (seL4_Word)what;
    queue.descriptors[i].bytes = bytes;
    queue.descriptors[i].flags = (seL4_Uint16)flags;
    queue.descriptors[i].next = (seL4_Uint16)(i + 1);
}

/* One block, from or to its place in `blocks`: until the interrupt's handler has returned. */
static void transfer(unsigned kind, seL4_Word block)
{
    seL4_Uint16 next = queue.available.index;
    seL4_Word before = done;

    request.kind = kind;
    request.sector = block * SECTORS;
    status = 0xff;
    describe(0, &request, sizeof(request), NEXT);
    describe(1, &blocks[block * WORDS], BLOCK, kind == READ ? NEXT | DEVICE_WRITES : NEXT);
    describe(2, &status, 1, DEVICE_WRITES);
    queue.available.ring[next % ENTRIES] = 0;
    barrier();
    queue.available.index = (seL4_Uint16)(next + 1);
    barrier();
    *disk(QUEUE_NOTIFY) = 0;
    while (done == before) {
    }
    wrong += status != 0 || queue.used.index != queue.available.index;
}

/* bench_begin() and bench_end() of clock.h, for guests: the physical counter is not theirs. */
static seL4_Word begin_section(void)
{
    seL4_Word ticks;

    __asm__ volatile("hint #112\n\tisb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

static seL4_Word end_section(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n\tmrs %0, cntvct_el0\n\thint #113" : "=r"(ticks) : : "memory");
    return ticks;
}

static seL4_Word word(seL4_Word i)
{
    return ring_word(i, 1);
}

void guest_main(void)
{
    seL4_Word begin;
    seL4_Word end;

    console_open(GUEST_UART);
    start();
    for (seL4_Word i = 0; i < ALL; i++) {
        blocks[i] = word(i);
    }
    for (seL4_Word block = 0; block < BLOCKS; block++) {
        transfer(WRITE, block);
    }
    for (seL4_Word i = 0; i < ALL; i++) {
        blocks[i] = 0;
    }
    begin = begin_section();
    for (seL4_Word block = 0; block < BLOCKS; block++) {
        transfer(READ, block);
    }
    end = end_section();
    for (seL4_Word i = 0; i < ALL; i++) {
        wrong += blocks[i] != word(i);
    }
    print_end(end - begin, wrong == 0 && done == 2 * BLOCKS);
}
