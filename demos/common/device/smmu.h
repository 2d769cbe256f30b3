/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An SMMUv3, for the one component that owns its registers.  After reset it lets
 * every device through; after smmu_init() none, and smmu_stream_attach() says
 * what one may reach.
 *
 *     smmu_init(&smmu, &config);
 *     smmu_space_init(&space, &memory, 1);            (smmu_table.h)
 *     smmu_map(&space, iova, paddr, bytes, SMMU_READ_WRITE);
 *     smmu_stream_attach(&smmu, 8, &space);
 *     ...
 *     smmu_unmap(&space, iova, bytes);
 *     smmu_invalidate(&smmu, &space);                  only now it is gone
 *
 * Which device sends in which stream is the board's: on QEMU's virt, a PCI
 * function's stream is its bus, device and function number.
 *
 * Sources: Arm IHI 0070, chapters 3 (programming), 4 (commands), 6 (registers), 7 (events).
 */
#pragma once

#include "smmu_table.h"

struct smmu_config {
    volatile uint8_t *registers; /* 128 KiB, mapped as a device */
    /* Null; or instead of `streams` the region that has tables by the tool (prefill_iommu), which
       say what each stream may reach: then nothing is attached or detached. */
    const volatile uint64_t *made;
    /* Three that no device has a mapping of.  Each is a power of two, and aligned to its size. */
    struct smmu_memory streams;  /* 64 bytes for each stream, from number 0 */
    struct smmu_memory commands; /* 16 bytes each */
    struct smmu_memory events;   /* 32 bytes each; what does not fit is lost, and counted as one */
};

struct smmu {
    const struct smmu_config *config;
    uint32_t command_at; /* where the next command goes; with the bit that is the turn's */
    uint32_t event_at;   /* where the next event comes from; the same */
};

/* Is it on?  If not, and nobody has said otherwise, all devices reach everything. */
bool smmu_is_on(volatile uint8_t *registers);

/*
 * Turns it on, with no stream that may reach anything, or with what is in `made`.  Devices should
 * not yet be bus masters (pci.h): not every SMMU can refuse them while it is off.  *config stays
 * the SMMU's.  SMMU_UNSUITABLE: it has no stage 1, no pages of 4 KiB, does not see the processor's
 * caches, or cannot have queues or streams that large or in two levels; or `made` has no tables.
 */
enum smmu_result smmu_init(struct smmu *smmu, const struct smmu_config *config);

/* From now on the devices of `stream` reach what is in `space`, and what will be. */
enum smmu_result smmu_stream_attach(struct smmu *smmu, uint32_t stream,
                                    const struct smmu_space *space);

/* From now on they reach nothing, and each attempt is an event (EVENT_BAD_STREAM). */
enum smmu_result smmu_stream_detach(struct smmu *smmu, uint32_t stream);

/* When this returns SMMU_OK, the SMMU knows of `space` only what is in its tables. */
enum smmu_result smmu_invalidate(struct smmu *smmu, const struct smmu_space *space);

enum smmu_event_type {
    EVENT_BAD_STREAM_ID = 0x02, /* the stream is beyond the table */
    EVENT_BAD_STREAM = 0x04,    /* the stream has no entry */
    EVENT_TRANSLATION = 0x10,   /* nothing is mapped there */
    EVENT_ADDRESS_SIZE = 0x11,
    EVENT_PERMISSION = 0x13,    /* something is, but not for that */
    EVENT_LOST = 0x100          /* not the SMMU's: more events than the queue had room for */
};

struct smmu_event {
    enum smmu_event_type type; /* or another number of the architecture's */
    uint32_t stream;
    uint64_t address; /* the device's; where the type has one */
    bool read;        /* else it was a write */
};

/* The oldest event that was not yet taken; false if there is none.  Its interrupt is an edge:
   take all. */
bool smmu_next_event(struct smmu *smmu, struct smmu_event *event);
