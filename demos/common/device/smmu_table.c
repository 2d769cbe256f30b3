/* SPDX-License-Identifier: BSD-2-Clause */
/* A device's address space: context descriptor and page tables, in memory. */
#include "smmu_table.h"

#include "smmu_format.h"

enum { ENTRIES = 512, LAST_LEVEL = 3, ROOT_PAGE = 1, FIRST_FREE_PAGE = 2 };

const char *smmu_result_text(enum smmu_result result)
{
    static const char *const texts[] = {
        [SMMU_OK] = "done",
        [SMMU_NOT_ALIGNED] = "not aligned",
        [SMMU_TOO_FAR] = "beyond what there is",
        [SMMU_TAKEN] = "something is there already",
        [SMMU_NOT_MAPPED] = "nothing is there",
        [SMMU_FULL] = "no memory left for tables",
        [SMMU_UNSUITABLE] = "this SMMU cannot do it",
        [SMMU_NO_ANSWER] = "the SMMU did not do it",
    };

    return texts[result];
}

static volatile uint64_t *page_at(const struct smmu_space *space, uint64_t page)
{
    return space->memory.at + page * ENTRIES;
}

/* The table that `entry` leads to. */
static volatile uint64_t *table_of(const struct smmu_space *space, uint64_t entry)
{
    return page_at(space, ((entry & PTE_ADDRESS) - space->memory.paddr) / SMMU_PAGE);
}

/* How many bytes an entry of `level` is for. */
static uint64_t span_of(unsigned level)
{
    return (uint64_t)SMMU_PAGE << 9 * (LAST_LEVEL - level);
}

/* The entry of `iova` in the last level; null if a table on the way there is missing, and then
   *span is how much has no table. */
static volatile uint64_t *find(const struct smmu_space *space, uint64_t iova, uint64_t *span)
{
    volatile uint64_t *table = page_at(space, ROOT_PAGE);

    for (unsigned level = 1;; level++) {
        volatile uint64_t *entry = &table[iova / span_of(level) % ENTRIES];

        *span = span_of(level);
        if (level == LAST_LEVEL) {
            return entry;
        }
        if ((*entry & PTE_VALID) == 0) {
            return 0;
        }
        table = table_of(space, *entry);
    }
}

static void clear(volatile uint64_t *page)
{
    for (unsigned i = 0; i < ENTRIES; i++) {
        page[i] = 0;
    }
}

/* The same, but makes what is missing; null if there is no memory for it. */
static volatile uint64_t *make(struct smmu_space *space, uint64_t iova)
{
    volatile uint64_t *table = page_at(space, ROOT_PAGE);

    for (unsigned level = 1;; level++) {
        volatile uint64_t *entry = &table[iova / span_of(level) % ENTRIES];

        if (level == LAST_LEVEL) {
            return entry;
        }
        if ((*entry & PTE_VALID) == 0) {
            if ((space->pages + 1) * SMMU_PAGE > space->memory.bytes) {
                return 0;
            }
            clear(page_at(space, space->pages));
            *entry = (space->memory.paddr + space->pages * SMMU_PAGE) | PTE_TABLE;
            space->pages++;
        }
        table = table_of(space, *entry);
    }
}

enum smmu_result smmu_space_init(struct smmu_space *space, const struct smmu_memory *memory,
                                 uint16_t asid)
{
    volatile uint64_t *cd = memory->at;

    if (memory->paddr % SMMU_PAGE != 0) {
        return SMMU_NOT_ALIGNED;
    }
    if (memory->paddr >> SMMU_OUTPUT_BITS != 0) {
        return SMMU_TOO_FAR;
    }
    if (memory->bytes < FIRST_FREE_PAGE * SMMU_PAGE) {
        return SMMU_FULL;
    }
    *space = (struct smmu_space){*memory, FIRST_FREE_PAGE, asid};
    clear(cd);
    clear(page_at(space, ROOT_PAGE));
    cd[1] = memory->paddr + ROOT_PAGE * SMMU_PAGE;
    cd[3] = CD3_MAIR_NORMAL;
    cd[0] = CD0_T0SZ(SMMU_INPUT_BITS) | CD0_COHERENT | CD0_EPD1 | CD0_VALID | CD0_IPS_40 |
            CD0_AFFD | CD0_AA64 | CD0_RECORD | CD0_ABORT | CD0_ASET | CD0_ASID(asid);
    return SMMU_OK;
}

/* Are `bytes` from `address` on whole pages, and addresses of so many bits? */
static enum smmu_result check_range(uint64_t address, uint64_t bytes, unsigned bits)
{
    if (address % SMMU_PAGE != 0 || bytes % SMMU_PAGE != 0) {
        return SMMU_NOT_ALIGNED;
    }
    if (address >> bits != 0 || bytes > (1ull << bits) - address) {
        return SMMU_TOO_FAR;
    }
    return SMMU_OK;
}

/* Whether each page from `iova` on is mapped, or none is. */
static bool all_are(const struct smmu_space *space, uint64_t iova, uint64_t bytes, bool mapped)
{
    for (uint64_t at = iova; at < iova + bytes;) {
        uint64_t span;
        volatile uint64_t *entry = find(space, at, &span);

        if ((entry != 0 && (*entry & PTE_VALID) != 0) != mapped) {
            return false;
        }
        at = (at / span + 1) * span;
    }
    return true;
}

enum smmu_result smmu_map(struct smmu_space *space, uint64_t iova, uint64_t paddr, uint64_t bytes,
                          enum smmu_rights rights)
{
    enum smmu_result result = check_range(iova, bytes, SMMU_INPUT_BITS);
    uint64_t attributes = PTE_PAGE | PTE_USER | PTE_INNER | PTE_ACCESSED | PTE_NOT_GLOBAL |
                          PTE_NO_EXECUTE | ((rights & SMMU_WRITE) == 0 ? PTE_READ_ONLY : 0);

    if (result == SMMU_OK) {
        result = check_range(paddr, bytes, SMMU_OUTPUT_BITS);
    }
    if (result == SMMU_OK && !all_are(space, iova, bytes, false)) {
        result = SMMU_TAKEN;
    }
    for (uint64_t i = 0; result == SMMU_OK && i < bytes; i += SMMU_PAGE) {
        if (make(space, iova + i) == 0) {
            result = SMMU_FULL;
        }
    }
    for (uint64_t i = 0; result == SMMU_OK && i < bytes; i += SMMU_PAGE) {
        *make(space, iova + i) = (paddr + i) | attributes;
    }
    return result;
}

enum smmu_result smmu_unmap(struct smmu_space *space, uint64_t iova, uint64_t bytes)
{
    enum smmu_result result = check_range(iova, bytes, SMMU_INPUT_BITS);
    uint64_t span;

    if (result == SMMU_OK && !all_are(space, iova, bytes, true)) {
        result = SMMU_NOT_MAPPED;
    }
    for (uint64_t i = 0; result == SMMU_OK && i < bytes; i += SMMU_PAGE) {
        *find(space, iova + i, &span) = 0;
    }
    return result;
}

/* The page at `iova`, if it is mapped; *span is how far the answer reaches. */
static bool page_mapping(const struct smmu_space *space, uint64_t iova,
                         struct smmu_mapping *mapping, uint64_t *span)
{
    volatile uint64_t *entry = find(space, iova, span);

    if (entry == 0 || (*entry & PTE_VALID) == 0) {
        return false;
    }
    *mapping = (struct smmu_mapping){iova, *entry & PTE_ADDRESS, SMMU_PAGE,
                                     (*entry & PTE_READ_ONLY) != 0 ? SMMU_READ : SMMU_READ_WRITE};
    return true;
}

bool smmu_next_mapping(const struct smmu_space *space, struct smmu_mapping *mapping)
{
    uint64_t at = mapping->iova + mapping->bytes;
    struct smmu_mapping page;
    uint64_t span;

    while (at >> SMMU_INPUT_BITS == 0 && !page_mapping(space, at, mapping, &span)) {
        at = (at / span + 1) * span;
    }
    if (at >> SMMU_INPUT_BITS != 0) {
        return false;
    }
    while ((at = mapping->iova + mapping->bytes) >> SMMU_INPUT_BITS == 0 &&
           page_mapping(space, at, &page, &span) && page.rights == mapping->rights &&
           page.paddr == mapping->paddr + mapping->bytes) {
        mapping->bytes += SMMU_PAGE;
    }
    return true;
}
