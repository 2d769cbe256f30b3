/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtio device on PCI, and a block device's requests, as far as they are used
 * here.  Names and numbers are the specification's (Virtual I/O Device 1.1:
 * 2.6 split virtqueues, 4.1.4 PCI, 5.2 block device).
 */
#pragma once

#include <stdint.h>

/* PCI: device 1 of virtio's kind "block", and nothing of the old interface. */
#define VIRTIO_BLOCK_IDENTITY 0x10421af4u

/* A capability of PCI's that says where a structure is: its bytes, from the capability on. */
enum {
    VIRTIO_CAP_VENDOR = 0x09, /* cap_vndr: the kind of capability */
    VIRTIO_CAP_TYPE = 3,      /* cfg_type: 1 common, 2 notify, 3 ISR, 4 device */
    VIRTIO_CAP_BAR = 4,
    VIRTIO_CAP_OFFSET = 8,
    VIRTIO_CAP_MULTIPLIER = 16 /* of "notify" alone */
};

/* The common structure: bytes. */
enum virtio_common {
    DEVICE_FEATURE_SELECT = 0, /* 32 bits */
    DEVICE_FEATURE = 4,        /* 32 */
    DRIVER_FEATURE_SELECT = 8, /* 32 */
    DRIVER_FEATURE = 12,       /* 32 */
    DEVICE_STATUS = 20,        /* 8 */
    QUEUE_SELECT = 22,         /* 16 */
    QUEUE_SIZE = 24,           /* 16 */
    QUEUE_ENABLE = 28,         /* 16 */
    QUEUE_NOTIFY_OFF = 30,     /* 16 */
    QUEUE_DESC = 32,           /* 64, as the next two */
    QUEUE_DRIVER = 40,
    QUEUE_DEVICE = 48
};

/* Bits of DEVICE_STATUS. */
enum {
    STATUS_ACKNOWLEDGE = 1,
    STATUS_DRIVER = 2,
    STATUS_DRIVER_OK = 4,
    STATUS_FEATURES_OK = 8,
    STATUS_NEEDS_RESET = 64
};

/* Features 32 and 33: not of the old kind; addresses are those that the platform's IOMMU
   translates. */
enum { FEATURES_HIGH = 1, VERSION_1 = 1, ACCESS_PLATFORM = 2 };

enum { QUEUE_ENTRIES = 8 };

struct virtq_desc {
    uint64_t address; /* the device's */
    uint32_t length;
    uint16_t flags;
    uint16_t next;
};

enum { DESC_NEXT = 1, DESC_WRITE = 2 }; /* another one follows; the device writes to it */

struct virtq_avail {
    uint16_t flags;
    uint16_t index;
    uint16_t ring[QUEUE_ENTRIES];
};

struct virtq_used {
    uint16_t flags;
    uint16_t index;
    struct {
        uint32_t id;
        uint32_t length;
    } ring[QUEUE_ENTRIES];
};

/* What a block device is asked, before the data; after these there is a byte for the status. */
struct block_header {
    uint32_t type;
    uint32_t reserved;
    uint64_t sector; /* of 512 bytes */
};

enum { BLOCK_IN = 0, BLOCK_OUT = 1 };

/* A block device's own structure begins with the number of its sectors, 64 bits. */
