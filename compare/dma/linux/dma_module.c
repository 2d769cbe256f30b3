/* SPDX-License-Identifier: BSD-2-Clause */
/* The driver in the kernel. */
#define _GNU_SOURCE
#include "dma_driver.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int device;

static void start(void)
{
    load_module("/bin/" DMA_NAME ".ko", "");
    device = open("/dev/" DMA_NAME, O_RDWR | O_CLOEXEC);
    must(device >= 0, "/dev/" DMA_NAME);
}

static void set(const uint64_t words[DMA_WORDS])
{
    must(write(device, words, DMA_BYTES) == DMA_BYTES, "write");
}

static void get(uint64_t words[DMA_WORDS])
{
    must(read(device, words, DMA_BYTES) == DMA_BYTES, "read");
}

static void copy(bool out, uint64_t address)
{
    must(ioctl(device, out ? DMA_OUT : DMA_IN, &address) == 0, "the device's copy");
}

static void kernel_page(struct dma_kernel_page *page)
{
    must(ioctl(device, DMA_KERNEL, page) == 0, "the kernel's page");
}

const struct dma_driver dma_module = {start, set, get, copy, kernel_page};
