/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What client, driver and the SMMU's owner agree on: channels, and what they say
 * to each other.
 */
#pragma once

#include <microkit.h>

/* Ids, as in system_with_disk.xml.  X_Y: the id that X has for its channel with Y. */
enum { CLIENT_DISK = 1, CLIENT_IOMMU = 2 };
enum { DISK_CLIENT = 1, DISK_IOMMU = 2, DISK_INTERRUPT = 3 };

/* Where the disk sees what it may reach, as there. */
#define IO_REQUESTS 0x10000ull
#define IO_ANSWERS  0x20000ull
#define IO_OUTGOING 0x30000ull
#define IO_INCOMING 0x40000ull

enum { PAGE_BYTES = 4096, SECTOR_BYTES = 512, PAGE_SECTORS = PAGE_BYTES / SECTOR_BYTES };

/* Bus 0, device 1, function 0. */
enum { STREAM = 8 };

/* What the client asks of the driver: labels. */
enum disk_request {
    DISK_START, /* from the beginning, also if it is at something.  Reply: 0 or enum disk_problem,
                   and how many sectors there are */
    DISK_READ,  /* words: sector, the disk's address of memory, bytes.  The driver signals
                   when it is done, or will never be */
    DISK_WRITE, /* the same */
    DISK_RESULT /* reply: enum disk_status */
};

enum disk_problem {
    DISK_OK,
    DISK_NO_IOMMU,   /* the SMMU is not on, so the disk must not be used */
    DISK_NOT_MODERN, /* it does not go through the SMMU, or is of virtio's old kind */
    DISK_SILENT      /* it does not do what it is told */
};

/* The first three are virtio's. */
enum disk_status {
    DISK_DONE = 0,
    DISK_REFUSED = 1, /* no such sectors, or they cannot be read */
    DISK_UNKNOWN = 2, /* it does not know the request */
    DISK_BROKEN = 3,  /* it gave up, and has to be started again */
    DISK_BUSY = 4
};

/* What is asked of the SMMU's owner. */
enum iommu_request {
    IOMMU_PLACES, /* by the driver.  Reply: is the SMMU on?  Where in the disk's registers are those
                     of virtio's four structures: words of enum place; and what a queue's number
                     is multiplied with in the last one */
    IOMMU_EVENTS  /* by the client.  Reply: how many since the last time, the first one's type,
                     stream and address, whether it was a read, and whether all are of that kind */
};

/* Of a structure that is not in the registers that the driver has. */
#define NOWHERE (~0ull)

enum { REGISTER_BYTES = 0x4000 };

enum place { PLACE_COMMON = 1, PLACE_NOTIFY, PLACE_ISR, PLACE_DEVICE, PLACE_MULTIPLIER, PLACES };
