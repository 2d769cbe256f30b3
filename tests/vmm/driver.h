/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest's side of the virtio devices: memory with rings in it, and a driver that can
 * be as wrong as a test wants.
 */
#pragma once

#include "machine.h"

#define RAM 0x40000000ull

/* Queue q's rings are in page 3q and the two after it; buffers are from the seventh page on. */
enum { RAM_BYTES = 0x20000, PAGE = 0x1000, BUFFERS = 0x8000, ENTRIES = 8 };
enum { NEXT = 1, WRITE = 2, INDIRECT = 4 };

extern uint8_t ram[RAM_BYTES];
extern struct machine machine;

/* A machine that was just switched on, its memory full of 0xa5. */
void driver_machine(void);

/* The device at this address of the guest's. */
uint32_t driver_read(uint64_t device, uint64_t offset);
void driver_write(uint64_t device, uint64_t offset, uint32_t value);

/* Lets the distributor forward the devices' interrupts. */
void driver_enable_interrupts(void);

/* The steps of VIRTIO 1.1, 3.1.1, up to FEATURES_OK; true if the device took `features`. */
bool driver_negotiate(uint64_t device, uint64_t features);
/* Gives the device a queue of ENTRIES entries; true if it took it. */
bool driver_queue(uint64_t device, unsigned index);
/* All of it, with `queues` queues, up to DRIVER_OK. */
void driver_start(uint64_t device, unsigned queues);

void driver_describe(unsigned queue, unsigned index, uint64_t address, uint32_t bytes,
                     unsigned flags, unsigned next);
/* Puts a chain that starts with descriptor `head` into the queue, and sets the ring's index. */
void driver_put(unsigned queue, unsigned head);
void driver_set_index(unsigned queue, unsigned index);
void driver_notify(uint64_t device, unsigned queue);

/* What the device gave back: how many chains, and the last one's head and bytes. */
unsigned driver_used(unsigned queue);
uint32_t driver_used_head(unsigned queue);
uint32_t driver_used_bytes(unsigned queue);

uint8_t *driver_buffer(uint64_t offset);
