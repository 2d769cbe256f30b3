/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The driver as a Linux module: /dev/faulty_device, one request an ioctl.  A
 * client of it is a system call, so the bug of bank.h is a fault in the kernel.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

struct bank_lock {
    struct mutex mutex;
};

static inline void bank_lock(struct bank_lock *lock)
{
    mutex_lock(&lock->mutex);
}

static inline void bank_unlock(struct bank_lock *lock)
{
    mutex_unlock(&lock->mutex);
}

#include "bank.h"
#include "faulty_device.h"

static struct bank bank = {.lock.mutex = __MUTEX_INITIALIZER(bank.lock.mutex)};

static long faulty_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
    struct bank_request request;

    if (command != FAULTY_REQUEST) {
        return -ENOTTY;
    }
    if (copy_from_user(&request, (const void __user *)argument, sizeof(request)) != 0) {
        return -EFAULT;
    }
    if (bank_handle(&bank, &request) != 0) {
        return -EINVAL;
    }
    return copy_to_user((void __user *)argument, &request, sizeof(request)) != 0 ? -EFAULT : 0;
}

static const struct file_operations operations = {
    .owner = THIS_MODULE,
    .unlocked_ioctl = faulty_ioctl,
};

static struct miscdevice misc = {
    .minor = MISC_DYNAMIC_MINOR,
    .name = FAULTY_NAME,
    .fops = &operations,
};

module_misc_device(misc);
/* Whoever takes it takes either licence. */
MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("A driver with a bug, to compare what becomes of the system");
