/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A platform that only notes what it is asked for: list registers, registers of the
 * virtual CPU, a console, a disk, a network.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "platform.h"

enum { FAKE_SECTORS = 64, FAKE_TEXT = 16384, FAKE_EMPTY = 0xffff };

struct fake_platform {
    uint64_t registers[VCPU_REGISTERS];
    unsigned list[LIST_REGISTERS]; /* the interrupt in each, or FAKE_EMPTY */
    unsigned priority[LIST_REGISTERS];
    unsigned group[LIST_REGISTERS];
    unsigned injected; /* how often */
    unsigned acked;    /* how often the timer was */
    bool overwritten;  /* something was put into a list register that was not empty */
    char text[FAKE_TEXT];
    unsigned text_count; /* of all characters, also those that have no room in `text` */
    uint8_t disk[FAKE_SECTORS * 512];
    uint64_t disk_bytes; /* moved, either way */
    bool disk_broken;
    bool disk_beyond; /* it was asked for sectors that it does not have */
    uint8_t frame[2048];
    uint32_t frame_bytes;
    unsigned frames;
};

extern struct fake_platform fake;

/* As when it is switched on; the disk's bytes are their sectors' numbers. */
void fake_reset(void);

/* The guest ended the interrupt in this list register. */
void fake_end(unsigned list_register);

/* Which list register has `irq`; LIST_REGISTERS if none has. */
unsigned fake_list_of(unsigned irq);
