/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables by which an SMMUv3 decides what devices may reach: Arm IHI 0070 (stream table,
 * context descriptors) and Arm DDI 0487, D8 (translation tables).
 *
 *   page 0...   what is in the region, for the component that owns the SMMU:
 *                 word 0  IOMMU_MAGIC
 *                 word 1  for SMMU_STRTAB_BASE
 *                 word 2  for SMMU_STRTAB_BASE_CFG
 *                 word 3  the number of address spaces
 *               then, 64 bytes each, the context descriptors of these, in the order of the file
 *   next page   level 1 of the stream table: 64 streams for each entry
 *   pages       level 2 of it, where there is a device; and each device's translation tables:
 *               stage 1, granule of 4 KiB, addresses of 39 bits in three levels
 *
 * A device without an io_address_space has no valid entry and reaches nothing.
 *
 * Addresses in tables are physical ones, which are known for certain when the system has been made.
 * So nothing here depends on a forecast: until the initial task has put them in, what leads to a
 * device's pages is not valid, and what leads to other tables counts from the region's start.
 */
#pragma once

#include "model.h"

#define IOMMU_MAGIC 0x31306c6274696862ull /* "bhitbl01", little-endian */

/* The words from byte `where` of the tables on get the physical addresses of `count` pages of
   `region`, from page `first` on, with `bits`.  One entry of system->iommu_links.  Pages are those
   that the region is made of: of a prefilled one, small ones. */
struct iommu_link {
    const struct region *region;
    uint64_t first;
    uint64_t count;
    uint64_t where;
    uint64_t bits;
};

/* Makes the tables of all address spaces, which have been checked, as the contents of
   system->iommu_tables, and their links.  Returns NULL, or the address space with which they
   are larger than IO_TABLES_MAX. */
const struct io_space *iommu_tables_make(struct system *system);
