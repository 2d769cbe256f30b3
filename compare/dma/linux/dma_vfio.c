/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver in this process, which has the device's registers and configuration by
 * VFIO (Documentation, "VFIO - Virtual Function I/O"), and no other right: it is
 * nobody's from then on.
 */
#define _GNU_SOURCE
#include "dma_driver.h"

#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEVICE_NAME "0000:00:01.0"

enum { PAGE_BYTES = 4096, NOBODY = 65534, STEP_US = 10000, PATIENCE = 200 };

/* PCI's command register: answer, and be a bus master. */
enum { PCI_COMMAND = 4, PCI_ANSWER_AND_MASTER = 6 };

/* As dma_device.c. */
enum { SOURCE = 0x80, DESTINATION = 0x88, COUNT = 0x90, COMMAND = 0x98, START = 1, TO_MEMORY = 2 };
enum { OWN_MEMORY = 0x40000 };

/* Where the device has the buffer. */
#define BUFFER_IOVA 0x10000ull

static volatile uint8_t *registers;
static void *buffer;

static void load_vfio(void)
{
    int file;

    load_module("/bin/vfio_virqfd.ko", "");
    load_module("/bin/vfio.ko", "");
    /* Without it VFIO refuses a machine whose interrupts by message any device can send. */
    load_module("/bin/vfio_iommu_type1.ko", "allow_unsafe_interrupts=1");
    load_module("/bin/vfio-pci-core.ko", "");
    load_module("/bin/vfio-pci.ko", "");
    file = open("/sys/bus/pci/drivers/vfio-pci/new_id", O_WRONLY | O_CLOEXEC);
    must(file >= 0 && write(file, "1234 11e8", 9) == 9, "new_id");
    (void)close(file);
}

/* The group that the device is in, with its own address space. */
static int open_group(void)
{
    char link[256], path[64];
    ssize_t size = readlink("/sys/bus/pci/devices/" DEVICE_NAME "/iommu_group", link,
                            sizeof(link) - 1);
    int container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
    int group;

    must(size > 0 && container >= 0, "the group");
    link[size] = '\0';
    (void)snprintf(path, sizeof(path), "/dev/vfio/%s", strrchr(link, '/') + 1);
    group = open(path, O_RDWR | O_CLOEXEC);
    must(group >= 0, path);
    must(ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) == 0, "VFIO_GROUP_SET_CONTAINER");
    must(ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) == 0, "VFIO_SET_IOMMU");
    buffer = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    must(buffer != MAP_FAILED, "mmap");
    struct vfio_iommu_type1_dma_map map = {
        .argsz = sizeof(map),
        .flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
        .vaddr = (uintptr_t)buffer,
        .iova = BUFFER_IOVA,
        .size = PAGE_BYTES,
    };
    must(ioctl(container, VFIO_IOMMU_MAP_DMA, &map) == 0, "VFIO_IOMMU_MAP_DMA");
    return group;
}

static void start(void)
{
    struct vfio_region_info bar = {.argsz = sizeof(bar), .index = VFIO_PCI_BAR0_REGION_INDEX};
    struct vfio_region_info config = {.argsz = sizeof(config),
                                      .index = VFIO_PCI_CONFIG_REGION_INDEX};
    uint16_t command = PCI_ANSWER_AND_MASTER;
    int device;

    load_vfio();
    device = ioctl(open_group(), VFIO_GROUP_GET_DEVICE_FD, DEVICE_NAME);
    must(device >= 0, "VFIO_GROUP_GET_DEVICE_FD");
    must(ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &bar) == 0 &&
             ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &config) == 0,
         "VFIO_DEVICE_GET_REGION_INFO");
    registers = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, device,
                     (off_t)bar.offset);
    must(registers != MAP_FAILED, "the registers");
    must(pwrite(device, &command, sizeof(command), (off_t)config.offset + PCI_COMMAND) ==
             sizeof(command),
         "the configuration");
    must(setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0,
         "setresuid");
}

static void set(const uint64_t words[DMA_WORDS])
{
    memcpy(buffer, words, DMA_BYTES);
}

static void get(uint64_t words[DMA_WORDS])
{
    memcpy(words, buffer, DMA_BYTES);
}

static volatile uint64_t *at(unsigned offset)
{
    return (volatile uint64_t *)(registers + offset);
}

static void copy(bool out, uint64_t address)
{
    int tries = 0;

    if (address == DMA_BUFFER) {
        address = BUFFER_IOVA;
    }
    __sync_synchronize();
    *at(SOURCE) = out ? OWN_MEMORY : address;
    *at(DESTINATION) = out ? address : OWN_MEMORY;
    *at(COUNT) = DMA_BYTES;
    *at(COMMAND) = START | (out ? TO_MEMORY : 0);
    while ((*at(COMMAND) & START) != 0 && tries++ < PATIENCE) {
        (void)usleep(STEP_US);
    }
    must(tries <= PATIENCE, "the device's copy");
    __sync_synchronize();
}

const struct dma_driver dma_vfio = {start, set, get, copy, NULL};
