/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a driver of virtio devices does, step by step.
 */
#include <string.h>

#include "driver.h"
#include "fake_platform.h"
#include "guest_map.h"

uint8_t ram[RAM_BYTES];
struct machine machine;

void driver_machine(void)
{
    fake_reset();
    memset(&machine, 0xa5, sizeof(machine));
    memset(ram, 0xa5, sizeof(ram));
    machine.memory = (struct guest_memory){ram, RAM, RAM_BYTES};
    machine.sectors = FAKE_SECTORS;
    memcpy(machine.address, "\x02guest", NET_ADDRESS);
    machine_init(&machine);
}

static const struct device *device_at(uint64_t address)
{
    unsigned i = 0;

    while (machine.devices[i].address != address) {
        i++;
    }
    return &machine.devices[i];
}

uint32_t driver_read(uint64_t device, uint64_t offset)
{
    return (uint32_t)device_at(device)->read(device_at(device)->state, offset, 4);
}

void driver_write(uint64_t device, uint64_t offset, uint32_t value)
{
    device_at(device)->write(device_at(device)->state, offset, 4, value);
}

void driver_enable_interrupts(void)
{
    driver_write(GUEST_GICD, 0, 1);
    driver_write(GUEST_GICD, 0x104, UINT32_MAX);
}

bool driver_negotiate(uint64_t device, uint64_t features)
{
    driver_write(device, 0x70, 0);
    driver_write(device, 0x70, 3);
    for (uint32_t part = 0; part < 2; part++) {
        driver_write(device, 0x24, part);
        driver_write(device, 0x20, (uint32_t)(features >> 32 * part));
    }
    driver_write(device, 0x70, 3 | 8);
    return (driver_read(device, 0x70) & 8) != 0;
}

static uint64_t ring(unsigned queue, unsigned page)
{
    return (uint64_t)(3 * queue + page) * PAGE;
}

bool driver_queue(uint64_t device, unsigned index)
{
    memset(ram + ring(index, 0), 0, (size_t)3 * PAGE);
    driver_write(device, 0x30, index);
    driver_write(device, 0x38, ENTRIES);
    for (unsigned i = 0; i < 3; i++) {
        driver_write(device, 0x80 + 0x10 * i, (uint32_t)(RAM + ring(index, i)));
        driver_write(device, 0x84 + 0x10 * i, 0);
    }
    driver_write(device, 0x44, 1);
    return driver_read(device, 0x44) == 1;
}

void driver_start(uint64_t device, unsigned queues)
{
    (void)driver_negotiate(device, VIRTIO_VERSION_1);
    for (unsigned i = 0; i < queues; i++) {
        (void)driver_queue(device, i);
    }
    driver_write(device, 0x70, 3 | 8 | 4);
}

void driver_describe(unsigned queue, unsigned index, uint64_t address, uint32_t bytes,
                     unsigned flags, unsigned next)
{
    uint8_t *at = ram + ring(queue, 0) + 16 * index;

    memory_put_number(at, address, 8);
    memory_put_number(at + 8, bytes, 4);
    memory_put_number(at + 12, flags, 2);
    memory_put_number(at + 14, next, 2);
}

void driver_set_index(unsigned queue, unsigned index)
{
    memory_put_number(ram + ring(queue, 1) + 2, index, 2);
}

void driver_put(unsigned queue, unsigned head)
{
    uint8_t *at = ram + ring(queue, 1);
    unsigned index = (unsigned)memory_number(at + 2, 2);

    memory_put_number(at + 4 + 2 * (index % ENTRIES), head, 2);
    driver_set_index(queue, index + 1);
}

void driver_notify(uint64_t device, unsigned queue)
{
    driver_write(device, 0x50, queue);
}

unsigned driver_used(unsigned queue)
{
    return (unsigned)memory_number(ram + ring(queue, 2) + 2, 2);
}

static const uint8_t *last(unsigned queue)
{
    return ram + ring(queue, 2) + 4 + 8 * ((driver_used(queue) - 1) % ENTRIES);
}

uint32_t driver_used_head(unsigned queue)
{
    return (uint32_t)memory_number(last(queue), 4);
}

uint32_t driver_used_bytes(unsigned queue)
{
    return (uint32_t)memory_number(last(queue) + 4, 4);
}

uint8_t *driver_buffer(uint64_t offset)
{
    return ram + BUFFERS + offset;
}
