/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * How a program reaches the module: /dev/dma_device.  write() fills the driver's
 * buffer, read() reads it, and an ioctl lets the device copy between its own memory
 * and memory.
 */
#pragma once

#include <linux/ioctl.h>
#include <linux/types.h>

#define DMA_NAME "dma_device"

enum { DMA_BYTES = 2048, DMA_WORDS = DMA_BYTES / 8 };

/* The driver's buffer, in place of an address. */
#define DMA_BUFFER (~0ull)

/* Into the device, or out of it, from or to an address as the device has it. */
#define DMA_IN  _IOW('d', 1, __u64)
#define DMA_OUT _IOW('d', 2, __u64)

/* A page of the kernel's that is not the driver's: where in memory it is, and how many of its words
   are not what the kernel wrote. */
struct dma_kernel_page {
    __u64 address;
    __u64 changed;
};
#define DMA_KERNEL _IOR('d', 3, struct dma_kernel_page)

/* What is in word `i` of that page. */
#define DMA_KERNEL_WORD(i) (0x4b65726e656c0000ull | (i))
