/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The untyped memory that the kernel gave to the initial task.
 *
 * The kernel clears an untyped as a whole when the first object is made in it,
 * which makes memory the most expensive thing at boot.  So callers announce
 * all they will need, then ask for big objects before small ones, and this
 * module opens the untypeds that cover the need with the least left over.
 */
#pragma once

#include <stdbool.h>
#include <sel4/bootinfo_types.h>

#include "shortage.h"

/* Objects of one type and size, to be made side by side. */
struct memory_batch {
    const char *name;    /* for error messages */
    seL4_Word type;      /* seL4_ObjectType */
    seL4_Word size_arg;  /* Retype's size argument */
    seL4_Word size_bits; /* log2 of one object's bytes */
    seL4_Word count;
    seL4_SlotPos slot;   /* of the first; the others follow */
};

/*
 * How objects come into being: all of `batch` from the untyped `from`, the first
 * of them at the physical address `paddr`, the others behind it.  The initial
 * task asks the kernel; the host tool, which only wants to know how this goes,
 * takes a note.
 */
typedef void memory_retype(seL4_CPtr from, seL4_Word paddr, const struct memory_batch *batch);

/* Forgets all state and reads the list of untypeds. */
void memory_init(const seL4_BootInfo *bootinfo, memory_retype *retype);

/* Announces a later memory_make of `bytes`. */
void memory_expect(seL4_Word bytes);

/* Makes a batch anywhere in RAM.  If it does not fit, says so and returns false. */
bool memory_make(struct memory_batch batch, struct shortage *shortage);

/* Makes a batch, not announced, that lies in one piece of RAM.  False if no untyped has room. */
bool memory_make_whole(struct memory_batch batch);

/*
 * Makes a batch of frames at the physical address `paddr`, RAM or device.
 * Must be called in ascending order of addresses, and before all others.
 * If the range is not free, says so and returns false.
 */
bool memory_make_at(struct memory_batch batch, seL4_Word paddr, struct shortage *shortage);
