/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's serial port: a PL011 whose line is the platform's console.
 *
 * The line is as fast as the guest: what is sent is gone at once, so the transmit FIFO
 * is always empty.  What was typed waits in the receive FIFO; characters that find it
 * full are refused, and whoever brings them keeps them.
 *
 * Source: PrimeCell UART (PL011) Technical Reference Manual, Arm DDI 0183, chapter 3.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "vgic.h"

enum { PL011_FIFO = 32 };

struct pl011 {
    struct vgic *gic;
    unsigned irq;
    uint8_t fifo[PL011_FIFO]; /* received: `count` from `first` on, round the end */
    unsigned first;
    unsigned count;
    uint32_t raw; /* UARTRIS */
    uint32_t mask;
    uint32_t control;
    uint32_t line_control;
    uint32_t fifo_levels;
    uint32_t divisor;
    uint32_t fraction;
};

/* After a reset; its interrupt is low. */
void pl011_reset(struct pl011 *uart, struct vgic *gic, unsigned irq);

/* Registers: `offset` below 0x1000. */
uint64_t pl011_read(struct pl011 *uart, uint64_t offset, unsigned bytes);
void pl011_write(struct pl011 *uart, uint64_t offset, unsigned bytes, uint64_t value);

/* A character was typed.  False if there was no room for it. */
bool pl011_receive(struct pl011 *uart, uint8_t c);
