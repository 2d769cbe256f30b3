/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor asks of the disk (platform.h): calls of its driver.
 */
#include <microkit.h>

#include "channels.h"
#include "memory.h"
#include "platform.h"

/* Set by the tool: where the disk's driver leaves what it reads, and takes what it writes. */
uintptr_t sectors;

bool platform_disk_read(uint64_t sector, uint8_t *to, uint32_t bytes)
{
    microkit_mr_set(0, sector);
    microkit_mr_set(1, bytes);
    if (microkit_msginfo_get_label(
            microkit_ppcall(DISK, microkit_msginfo_new(DISK_READ, 2))) != DISK_DONE) {
        return false;
    }
    memory_copy(to, (const uint8_t *)sectors, bytes);
    return true;
}

bool platform_disk_write(uint64_t sector, const uint8_t *from, uint32_t bytes)
{
    memory_copy((uint8_t *)sectors, from, bytes);
    microkit_mr_set(0, sector);
    microkit_mr_set(1, bytes);
    return microkit_msginfo_get_label(
               microkit_ppcall(DISK, microkit_msginfo_new(DISK_WRITE, 2))) == DISK_DONE;
}
