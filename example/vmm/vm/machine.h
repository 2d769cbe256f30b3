/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual machine: its memory, its devices, and what becomes of each thing that a
 * guest does and that stops it.
 */
#pragma once

#include "abort.h"
#include "block.h"
#include "console.h"
#include "memory.h"
#include "net.h"
#include "pl011.h"
#include "trap.h"
#include "vgic.h"

enum { MACHINE_DEVICES = 5 };

struct machine {
    struct guest_memory memory;
    uint64_t sectors; /* of the disk */
    uint8_t address[NET_ADDRESS];
    struct vgic gic;
    struct pl011 uart;
    struct block disk;
    struct net net;
    struct console console;
    struct device devices[MACHINE_DEVICES];
    uint64_t refused; /* accesses where nothing is, since it was switched on */
};

/* Everything as after switching on, for the first time.  Memory, size of the disk and address of
   the card are set before, and stay. */
void machine_init(struct machine *machine);

/* The same again: nothing of the guest's is left in a device, and none in the virtual CPU's
   registers.  The virtual CPU stands still, and starts with what is put into `registers`. */
void machine_reset(struct machine *machine, struct guest_registers *registers, uint64_t entry);

/* The guest accessed `address`, where nothing is mapped for it; `esr` is the syndrome. */
enum next machine_access(struct machine *machine, struct guest_registers *registers,
                         uint64_t address, uint64_t esr);

/* The virtual timer is due. */
void machine_timer(struct machine *machine);
