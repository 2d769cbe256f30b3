/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's disk, as far as it is a disk: memory.  Who reads and writes it is a VMM, which its
 * guest may have taken over, so each number is checked here, too.
 */
#include <microkit.h>

#include "channels.h"
#include "memory.h"

enum { SECTOR_BYTES = 512 };

/* Set by the tool: the disk, and the page that is shared with the VMM. */
uintptr_t disk;
uint64_t disk_bytes;
uintptr_t sectors;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

static seL4_Bool is_there(uint64_t sector, uint64_t bytes)
{
    uint64_t first = sector * SECTOR_BYTES;

    return sector < disk_bytes / SECTOR_BYTES && bytes % SECTOR_BYTES == 0 &&
           bytes <= DISK_AT_ONCE && bytes <= disk_bytes - first;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    uint64_t sector = microkit_mr_get(0);
    uint64_t bytes = microkit_mr_get(1);
    uint8_t *here = (uint8_t *)(disk + sector * SECTOR_BYTES);

    (void)ch;
    if (microkit_msginfo_get_label(msginfo) == DISK_SIZE) {
        microkit_mr_set(0, disk_bytes / SECTOR_BYTES);
        return microkit_msginfo_new(DISK_DONE, 1);
    }
    if (microkit_msginfo_get_count(msginfo) != 2 || !is_there(sector, bytes)) {
        return microkit_msginfo_new(0, 0);
    }
    switch (microkit_msginfo_get_label(msginfo)) {
    case DISK_READ:
        memory_copy((uint8_t *)sectors, here, bytes);
        return microkit_msginfo_new(DISK_DONE, 0);
    case DISK_WRITE:
        memory_copy(here, (const uint8_t *)sectors, bytes);
        return microkit_msginfo_new(DISK_DONE, 0);
    default:
        return microkit_msginfo_new(0, 0);
    }
}
