/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the input is what a hostile guest does.  Its machine runs, with a driver
 * at each device; then come steps of eight bytes: what, and with what.  Beyond what the
 * sanitizers see, no step may put two interrupts into one list register, ask for sectors
 * that the disk does not have, or leave the machine other than it can be.
 */
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "fake_platform.h"
#include "fuzz.h"
#include "guest_map.h"

enum { STEP = 8, MOST_STEPS = 512 };

enum step {
    STEP_ACCESS,    /* of a register of a device */
    STEP_ANYWHERE,  /* any address, any syndrome */
    STEP_TRAP,
    STEP_CALL,
    STEP_DESCRIBE,  /* a descriptor, nearly a good one */
    STEP_PUT,       /* a chain into a queue, and a notice */
    STEP_MEMORY,    /* any byte of the first pages */
    STEP_OUTSIDE,   /* the guest ended an interrupt, or something came for it */
    STEPS
};

static const uint64_t devices[] = {GUEST_GICD, GUEST_UART, GUEST_DISK, GUEST_NET, GUEST_CONSOLE};

static struct guest_registers registers;

static void promise(int holds)
{
    if (!holds) {
        abort();
    }
}

static void check_gic(void)
{
    uint32_t listed[VGIC_WORDS] = {0};

    promise(!fake.overwritten);
    for (unsigned i = 0; i < LIST_REGISTERS; i++) {
        unsigned irq = machine.gic.list[i];

        promise(irq == fake.list[i]); /* both are 0xffff if there is none */
        if (irq != VGIC_NONE) {
            promise(irq < VGIC_INTERRUPTS && (listed[irq / 32] >> irq % 32 & 1) == 0);
            listed[irq / 32] |= 1u << irq % 32;
        }
    }
    promise(memcmp(listed, machine.gic.listed, sizeof(listed)) == 0);
    promise((machine.gic.enabled[0] & 0xffff) == 0xffff);
}

static void check_queues(const struct virtio *virtio)
{
    for (unsigned i = 0; i < VIRTIO_QUEUES; i++) {
        const struct virtqueue *queue = &virtio->queues[i];

        promise(queue->memory == &machine.memory && queue->size <= QUEUE_MOST);
        promise(!queue->ready || (queue->size > 0 && (queue->size & (queue->size - 1)) == 0));
        promise(!queue->ready || (queue->descriptors >= RAM && queue->available >= RAM &&
                                  queue->used <= RAM + RAM_BYTES - 8));
    }
    promise((virtio->features & ~virtio->kind->features) == 0 || (virtio->status & 8) == 0);
}

static void check(void)
{
    check_gic();
    check_queues(&machine.disk.virtio);
    check_queues(&machine.net.virtio);
    check_queues(&machine.console.virtio);
    promise(!fake.disk_beyond);
    promise(fake.frames == 0 || (fake.frame_bytes >= NET_LEAST && fake.frame_bytes <= NET_MOST));
    promise(machine.uart.count <= PL011_FIFO && machine.uart.first < PL011_FIFO);
}

static void access(const uint8_t *step)
{
    uint64_t device = devices[step[1] % 5];
    uint64_t what = step[1];
    uint64_t esr = 0x24ull << 26 | 1 << 25 | 1 << 24 | 7 | (what & 0x40) | (what & 0x20) << 10;
    unsigned size = step[1] >> 7 != 0 ? step[4] & 3 : 2;
    uint64_t offset = memory_number(step + 2, 2) & 0xfff & ~((1ull << size) - 1);

    registers.x[1] = memory_number(step + 4, 4);
    (void)machine_access(&machine, &registers, device + offset, esr | size << 22 | 1 << 16);
}

static void outside(const uint8_t *step)
{
    switch (step[1] % 6) {
    case 0:
        fake.list[step[2] % LIST_REGISTERS] = FAKE_EMPTY;
        vgic_end(&machine.gic, step[2] % LIST_REGISTERS);
        break;
    case 1: machine_timer(&machine); break;
    case 2: (void)pl011_receive(&machine.uart, step[2]); break;
    case 3: (void)console_receive(&machine.console, step[2]); break;
    case 4: (void)net_receive(&machine.net, ram, step[2] * 7u); break;
    default:
        if (step[2] == 0xff) {
            machine_reset(&machine, &registers, GUEST_ENTRY);
        } else {
            driver_start(devices[2 + step[2] % 3], step[2] % 3 == 0 ? 1 : 2);
        }
        break;
    }
}

static void describe(const uint8_t *step)
{
    uint64_t address = RAM + memory_number(step + 2, 2) * 2;

    driver_describe(step[1] & 1, step[1] >> 1 & 7, step[6] == 0xff ? address << 32 : address,
                    step[4] | (uint32_t)(step[5] & 0x1f) << 8, step[6] & 7, step[7]);
}

static void take(const uint8_t *step)
{
    uint64_t word = memory_number(step, STEP);

    switch (step[0] % STEPS) {
    case STEP_ACCESS: access(step); break;
    case STEP_ANYWHERE:
        (void)machine_access(&machine, &registers, word >> 40 << 4 | (word >> 8 & 15),
                             word >> 8 & UINT32_MAX);
        break;
    case STEP_TRAP: (void)trap_handle(&registers, word >> 8 & UINT32_MAX); break;
    case STEP_CALL:
        registers.x[0] = 0x80000000 | word >> 8;
        registers.x[1] = word >> 40;
        (void)trap_call(&registers);
        break;
    case STEP_DESCRIBE: describe(step); break;
    case STEP_PUT:
        driver_put(step[1] & 1, step[2] & 15);
        driver_notify(devices[2 + step[3] % 3], step[1] & 1);
        break;
    case STEP_MEMORY:
        memory_put_number(ram + (memory_number(step + 1, 2) & 0x7fff), word >> 24, step[3] & 3);
        break;
    default: outside(step); break;
    }
    check();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    driver_machine();
    driver_enable_interrupts();
    driver_write(GUEST_UART, 0x30, 0x301);
    driver_start(GUEST_DISK, 1);
    driver_start(GUEST_CONSOLE, 2);
    driver_start(GUEST_NET, 2);
    memset(&registers, 0, sizeof(registers));
    for (size_t i = 0; i < size / STEP && i < MOST_STEPS; i++) {
        take(data + i * STEP);
    }
    return 0;
}
