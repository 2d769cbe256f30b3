/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An access of the guest's to where it has no memory: what the syndrome says of it, and
 * a device that answers.
 *
 * Source: Arm Architecture Reference Manual, Arm DDI 0487, D13.2.37, "ISS encoding for an
 * exception from a Data Abort".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "platform.h"

/* One load or store of one general register. */
struct access {
    uint64_t address; /* the guest's physical address */
    unsigned bytes;   /* 1, 2, 4 or 8; `address` is a multiple of it */
    bool write;
    unsigned which;   /* the register; 31 is the zero register */
    bool sign;        /* a load that extends the sign, */
    bool wide;        /* to 64 bits, not 32 */
    uint64_t length;  /* of the instruction, in bytes */
};

/* A device: its registers take `bytes` of the guest's address space.  Functions get an offset below
   `bytes`, and whole accesses that are aligned. */
struct device {
    uint64_t address;
    uint64_t bytes;
    uint64_t (*read)(void *state, uint64_t offset, unsigned bytes);
    void (*write)(void *state, uint64_t offset, unsigned bytes, uint64_t value);
    void *state;
};

/* Decodes.  False if the syndrome does not describe one such access: instructions with several
   registers or write-back, fetches, translation of the guest's own tables, cache maintenance. */
bool access_decode(uint64_t esr, uint64_t address, struct access *access);

/* Lets the device that is there do it, and goes on to the next instruction.  False, with nothing
   done, if there is none. */
bool access_perform(const struct access *access, const struct device *devices, unsigned count,
                    struct guest_registers *registers);
