/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * A driver for QEMU's device for teaching (QEMU, "EDU device"), as Linux wants it:
 * it has its buffer from the DMA interface.  Its bug: it takes an address from a
 * request and gives it to the device as it is.
 */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "dma_device.h"

/* The device's registers, 64 bits each, and its own memory as its engine has it. */
enum { SOURCE = 0x80, DESTINATION = 0x88, COUNT = 0x90, COMMAND = 0x98 };
enum { START = 1, TO_MEMORY = 2 };
enum { OWN_MEMORY = 0x40000, ADDRESS_BITS = 40, PATIENCE_MS = 2000, STEP_MS = 10 };

static void __iomem *registers;
static void *buffer;
static dma_addr_t buffer_handle;
static u64 *kernel_page;

static int copy(u64 address, bool out)
{
    if (address == DMA_BUFFER) {
        address = buffer_handle;
    }
    writeq(out ? OWN_MEMORY : address, registers + SOURCE);
    writeq(out ? address : OWN_MEMORY, registers + DESTINATION);
    writeq(DMA_BYTES, registers + COUNT);
    writeq(START | (out ? TO_MEMORY : 0), registers + COMMAND);
    for (int ms = 0; ms < PATIENCE_MS; ms += STEP_MS) {
        msleep(STEP_MS);
        if ((readq(registers + COMMAND) & START) == 0) {
            return 0;
        }
    }
    return -ETIMEDOUT;
}

static int tell_kernel_page(void __user *to)
{
    struct dma_kernel_page told = {.address = virt_to_phys(kernel_page)};

    for (int i = 0; i < DMA_WORDS; i++) {
        told.changed += READ_ONCE(kernel_page[i]) != DMA_KERNEL_WORD((u64)i);
    }
    return copy_to_user(to, &told, sizeof(told)) != 0 ? -EFAULT : 0;
}

static long dma_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
    u64 address;

    if (command == DMA_KERNEL) {
        return tell_kernel_page((void __user *)argument);
    }
    if (command != DMA_IN && command != DMA_OUT) {
        return -ENOTTY;
    }
    if (copy_from_user(&address, (const void __user *)argument, sizeof(address)) != 0) {
        return -EFAULT;
    }
    return copy(address, command == DMA_OUT);
}

static ssize_t dma_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
    size = min_t(size_t, size, DMA_BYTES);
    return copy_to_user(to, buffer, size) != 0 ? -EFAULT : (ssize_t)size;
}

static ssize_t dma_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
    size = min_t(size_t, size, DMA_BYTES);
    return copy_from_user(buffer, from, size) != 0 ? -EFAULT : (ssize_t)size;
}

static const struct file_operations operations = {
    .owner = THIS_MODULE,
    .read = dma_read,
    .write = dma_write,
    .unlocked_ioctl = dma_ioctl,
};

static struct miscdevice misc = {
    .minor = MISC_DYNAMIC_MINOR,
    .name = DMA_NAME,
    .fops = &operations,
};

/* All but the page is given back by itself. */
static int dma_probe(struct pci_dev *device, const struct pci_device_id *id)
{
    int error = pcim_enable_device(device);

    if (error == 0) {
        error = pcim_iomap_regions(device, 1, DMA_NAME);
    }
    if (error == 0) {
        error = dma_set_mask_and_coherent(&device->dev, DMA_BIT_MASK(ADDRESS_BITS));
    }
    if (error != 0) {
        return error;
    }
    registers = pcim_iomap_table(device)[0];
    buffer = dmam_alloc_coherent(&device->dev, PAGE_SIZE, &buffer_handle, GFP_KERNEL);
    kernel_page = (u64 *)__get_free_page(GFP_KERNEL);
    if (buffer == NULL || kernel_page == NULL) {
        free_page((unsigned long)kernel_page);
        return -ENOMEM;
    }
    for (int i = 0; i < DMA_WORDS; i++) {
        kernel_page[i] = DMA_KERNEL_WORD((u64)i);
    }
    pci_set_master(device);
    return misc_register(&misc);
}

static void dma_remove(struct pci_dev *device)
{
    misc_deregister(&misc);
    free_page((unsigned long)kernel_page);
}

static const struct pci_device_id devices[] = {
    {PCI_DEVICE(0x1234, 0x11e8)},
    {0},
};
MODULE_DEVICE_TABLE(pci, devices);

static struct pci_driver dma_driver = {
    .name = DMA_NAME,
    .id_table = devices,
    .probe = dma_probe,
    .remove = dma_remove,
};

module_pci_driver(dma_driver);
/* Whoever takes it takes either licence. */
MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("A driver with a bug, to compare what its device reaches");
