/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A second console of the guest's: a virtio console with one port, which needs fewer
 * exits than a serial port does.  What is written to it goes where the serial port's
 * output goes.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 5.3.
 */
#pragma once

#include "virtio.h"

/* Of a chain, more is not printed: a chain may name the same memory many times. */
enum { CONSOLE_MOST = 4096 };

struct console {
    struct virtio virtio;
    struct chain chain;
};

/* After a reset. */
void console_reset(struct console *console, const struct guest_memory *memory, struct vgic *gic,
                   unsigned irq);

/* A character was typed.  False if the guest has no room for it now. */
bool console_receive(struct console *console, uint8_t c);
