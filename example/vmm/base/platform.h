/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor of a virtual machine (VMM) needs of the machine below it, and
 * nothing else: the calls of the virtual CPU, and a console.  On the target these are
 * Microkit's calls; in tests, notes of what was asked for.
 *
 * One VMM has one guest with one virtual CPU, so no call says which.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The guest's general registers while it stands still; the VMM changes them in place. */
struct guest_registers {
    uint64_t x[31];
    uint64_t pc;
    uint64_t pstate; /* as in SPSR_EL1: Arm DDI 0487, C5.2.18 */
};

/* Registers of a virtual CPU that calls can reach, as the kernel numbers them. */
enum vcpu_register {
    VCPU_SCTLR = 0,
    VCPU_CPACR = 1,
    VCPU_ESR = 11,
    VCPU_FAR = 12,
    VCPU_VBAR = 14,
    VCPU_MPIDR = 16,
    VCPU_ELR = 18,
    VCPU_SPSR = 19,
    VCPU_REGISTERS = 24 /* how many there are, with those that have no name here */
};

uint64_t platform_read(enum vcpu_register which);
void platform_write(enum vcpu_register which, uint64_t value);

/* List registers of the virtual interrupt controller: what QEMU's GICv2 and the GIC-400 have. */
enum { LIST_REGISTERS = 4 };

/* Makes interrupt `irq` pending in a list register that is empty.  `priority` 0 (highest) to 31;
   `group` 0 or 1.  The guest's end of it is reported, with the list register's number. */
void platform_inject(unsigned irq, unsigned priority, unsigned group, unsigned list_register);

/* The guest has dealt with its timer's interrupt: the next one may be reported. */
void platform_ack_timer(void);

/* A character of the guest's console.  It may be kept until platform_flush. */
void platform_print(uint8_t c);
void platform_flush(void);

/* A character that the guest sends on its virtio console: that is a line of its own. */
void platform_send(uint8_t c);

/* The guest's disk, in sectors of 512 bytes; `bytes` is a multiple of that, 4096 at most, and the
   caller has checked that the sectors are on the disk.  False if it could not be done. */
bool platform_disk_read(uint64_t sector, uint8_t *to, uint32_t bytes);
bool platform_disk_write(uint64_t sector, const uint8_t *from, uint32_t bytes);

/* A frame that the guest sends, of 14 to 1514 bytes. */
void platform_net_send(const uint8_t *frame, uint32_t bytes);
