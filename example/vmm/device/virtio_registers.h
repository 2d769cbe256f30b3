/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a virtio device in memory: of those that are emulated for a guest, and of the
 * machine's own network card.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, 4.2.2 (MMIO device register layout), 2.1 (status).
 */
#pragma once

/* Offsets.  ro and wo: the driver only reads or only writes it. */
enum {
    MAGIC_VALUE = 0x000,     /* ro: "virt" */
    VERSION = 0x004,         /* ro */
    DEVICE_ID = 0x008,       /* ro */
    VENDOR_ID = 0x00c,       /* ro */
    DEVICE_FEATURES = 0x010, /* ro: the half that the next one chose */
    DEVICE_FEATURES_SEL = 0x014,
    DRIVER_FEATURES = 0x020, /* wo */
    DRIVER_FEATURES_SEL = 0x024,
    QUEUE_SEL = 0x030, /* wo: which queue the next ones are about */
    QUEUE_NUM_MAX = 0x034,
    QUEUE_NUM = 0x038,
    QUEUE_READY = 0x044, /* rw */
    QUEUE_NOTIFY = 0x050,
    INTERRUPT_STATUS = 0x060,
    INTERRUPT_ACK = 0x064,
    STATUS = 0x070, /* rw */
    QUEUE_DESC = 0x080, /* wo, 64 bits in two halves, as the next two */
    QUEUE_DRIVER = 0x090,
    QUEUE_DEVICE = 0x0a0,
    CONFIG = 0x100
};

/* Bits of STATUS. */
enum { ACKNOWLEDGE = 1, DRIVER = 2, DRIVER_OK = 4, FEATURES_OK = 8, NEEDS_RESET = 64 };
/* Bits of INTERRUPT_STATUS. */
enum { INTERRUPT_USED = 1, INTERRUPT_CONFIG = 2 };

#define MAGIC 0x74726976u
