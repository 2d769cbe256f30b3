/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one device may reach: a table in memory that an SMMUv3 walks at each
 * access of the device's (stage 1, pages of 4 KiB, device addresses of 39 bits).
 * Nothing in here touches the SMMU; it is for smmu.h to tell it.
 *
 * Sources: Arm IHI 0070 (context descriptor), Arm DDI 0487 D8 (page tables).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { SMMU_PAGE = 4096, SMMU_INPUT_BITS = 39, SMMU_OUTPUT_BITS = 40 };

enum smmu_result {
    SMMU_OK,
    SMMU_NOT_ALIGNED, /* to pages, or a structure to its size */
    SMMU_TOO_FAR,     /* an address of too many bits, a stream or index beyond its table */
    SMMU_TAKEN,       /* something is mapped there already */
    SMMU_NOT_MAPPED,
    SMMU_FULL,        /* no memory left for tables */
    SMMU_UNSUITABLE,  /* this SMMU cannot do what is needed */
    SMMU_NO_ANSWER    /* it did not acknowledge, or refused a command */
};

/* For people: "not aligned" and so on. */
const char *smmu_result_text(enum smmu_result result);

/* Memory that the processor has at `at` and the SMMU at `paddr`. */
struct smmu_memory {
    volatile uint64_t *at;
    uint64_t paddr;
    uint64_t bytes;
};

/* SMMU_WRITE alone is not in stage 1's power: whoever may write may read. */
enum smmu_rights { SMMU_READ = 1, SMMU_WRITE = 2, SMMU_READ_WRITE = 3 };

/*
 * The address space of one device, or of several that may reach the same.  In
 * `memory`, page 0 has the context descriptor, page 1 the table of level 1, and
 * those of levels 2 and 3 follow as they are needed: one of each level for all
 * that is within 2 MiB.  `pages` are in use.
 */
struct smmu_space {
    struct smmu_memory memory;
    uint64_t pages;
    uint16_t asid; /* by which translations are invalidated; of this space alone */
};

/* Makes `space` one in which nothing can be reached; at least 2 pages, aligned to a page, of which
   no device has a mapping. */
enum smmu_result smmu_space_init(struct smmu_space *space, const struct smmu_memory *memory,
                                 uint16_t asid);

/* The device's addresses from `iova` on are memory from `paddr` on.  All of them multiples of a
   page.  On failure nothing is mapped.  No invalidation is needed: what is not mapped is not
   cached. */
enum smmu_result smmu_map(struct smmu_space *space, uint64_t iova, uint64_t paddr, uint64_t bytes,
                          enum smmu_rights rights);

/* Takes that away: only smmu_invalidate() makes it so for the device.  On failure nothing is
   changed. */
enum smmu_result smmu_unmap(struct smmu_space *space, uint64_t iova, uint64_t bytes);

struct smmu_mapping {
    uint64_t iova, paddr, bytes;
    enum smmu_rights rights;
};

/* Replaces `mapping` by the next one above it, as large as it is in one piece; begin with all 0.
   False: there are no more. */
bool smmu_next_mapping(const struct smmu_space *space, struct smmu_mapping *mapping);
