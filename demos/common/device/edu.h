/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's educational device: a page of registers, 4 KiB of memory of its own,
 * and an engine that copies between that and the machine's.  A copy takes about
 * 100 ms of the machine's time; then there is an interrupt.
 *
 * Source: QEMU, "EDU device" (docs/specs/edu).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define EDU_IDENTITY 0x11e81234u /* PCI: device and vendor */

enum edu_register {
    EDU_INTERRUPTS = 0x24,  /* which are pending */
    EDU_ACKNOWLEDGE = 0x64, /* those no longer are */
    EDU_SOURCE = 0x80,      /* 64 bits, as the next three */
    EDU_DESTINATION = 0x88,
    EDU_COUNT = 0x90,
    EDU_COMMAND = 0x98
};

enum { EDU_START = 1, EDU_TO_MEMORY = 2, EDU_INTERRUPT = 4 };

/* Where the engine sees the device's own memory. */
#define EDU_MEMORY 0x40000ull

/* Up to this many bytes a time: in QEMU 7.2, all 4096 at once end the emulator. */
enum { EDU_MOST = 2048 };

enum edu_direction { EDU_IN, EDU_OUT }; /* into the device, or out of it into memory */

static inline void edu_write(volatile uint8_t *registers, enum edu_register offset, uint64_t value)
{
    *(volatile uint64_t *)(registers + offset) = value;
}

/* Copies `bytes` between the device's memory, from `inside` on, and the machine's, from `address`
   on, as the device sees it. */
static inline void edu_copy(volatile uint8_t *registers, enum edu_direction direction,
                            uint64_t address, uint64_t inside, uint64_t bytes)
{
    edu_write(registers, EDU_SOURCE, direction == EDU_IN ? address : EDU_MEMORY + inside);
    edu_write(registers, EDU_DESTINATION, direction == EDU_IN ? EDU_MEMORY + inside : address);
    edu_write(registers, EDU_COUNT, bytes);
    edu_write(registers, EDU_COMMAND,
              EDU_START | EDU_INTERRUPT | (direction == EDU_IN ? 0u : EDU_TO_MEMORY));
}

static inline bool edu_is_copying(volatile uint8_t *registers)
{
    return (*(volatile uint64_t *)(registers + EDU_COMMAND) & EDU_START) != 0;
}

/* Takes the device's interrupt back. */
static inline void edu_acknowledge(volatile uint8_t *registers)
{
    volatile uint32_t *pending = (volatile uint32_t *)(registers + EDU_INTERRUPTS);

    *(volatile uint32_t *)(registers + EDU_ACKNOWLEDGE) = *pending;
}
