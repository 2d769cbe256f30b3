/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where everything is for the guest: its physical addresses and interrupts.  They are
 * those of QEMU's `virt`, because a reader may know them; nothing depends on that.
 *
 * The device tree (guest.dts) and the code that starts the guest (entry.S) include this,
 * too, so it has nothing but macros with plain numbers.
 */
#pragma once

/* The interrupt controller: the distributor is emulated, the rest is the hardware's GICV. */
#define GUEST_GICD 0x08000000
#define GUEST_GICD_BYTES 0x1000
#define GUEST_GICC 0x08010000
#define GUEST_GICC_BYTES 0x2000

#define GUEST_UART 0x09000000
#define GUEST_UART_BYTES 0x1000

/* virtio devices, one after the other, each of 0x200 bytes. */
#define GUEST_DISK 0x0a000000
#define GUEST_NET 0x0a000200
#define GUEST_CONSOLE 0x0a000400

/* Shared interrupts, as the device tree counts them; the controller adds 32. */
#define GUEST_UART_SPI 1
#define GUEST_DISK_SPI 16
#define GUEST_NET_SPI 17
#define GUEST_CONSOLE_SPI 18

/*
 * Memory: 128 MiB.  The kernel is at the start, where even one that must be is (its image
 * says how much it needs), then its first file system.  The device tree has the last
 * 2 MiB, but for a page with the guest's first code; both are the guest's own once it
 * runs.
 */
#define GUEST_RAM 0x40000000
#define GUEST_RAM_BYTES 0x08000000
#define GUEST_INITRD 0x44000000
#define GUEST_TREE 0x47e00000
#define GUEST_ENTRY 0x47fff000
