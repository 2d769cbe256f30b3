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

#include <sel4/sel4.h>

/* Objects of one type and size, to be made side by side. */
struct memory_batch {
    const char *name;    /* for error messages */
    seL4_Word type;      /* seL4_ObjectType */
    seL4_Word size_arg;  /* Retype's size argument */
    seL4_Word size_bits; /* log2 of one object's bytes */
    seL4_Word count;
    seL4_SlotPos slot;   /* of the first; the others follow */
};

/* Forgets all state and reads the list of untypeds. */
void memory_init(const seL4_BootInfo *bootinfo);

/* Announces a later memory_make of `bytes`. */
void memory_expect(seL4_Word bytes);

/* Makes a batch anywhere in RAM.  Stops the thread if it does not fit. */
void memory_make(struct memory_batch batch);

/*
 * Makes a batch of frames at the physical address `paddr`, RAM or device.
 * Must be called in ascending order of addresses, and before memory_make.
 * Stops the thread if the range is not free.
 */
void memory_make_at(struct memory_batch batch, seL4_Word paddr);
