/* SPDX-License-Identifier: BSD-2-Clause */
/* Making of an SMMUv3's tables.  Offsets are bytes from the start of their region. */
#include "iommu_tables.h"

enum { STRIDE = 64, ENTRIES = 512, SPACES_FROM = STRIDE }; /* in bytes, of both structures; words */

/* SMMU_STRTAB_BASE: a hint that reads may allocate in caches.  _CFG: two levels, of 2^15 streams,
   2^6 of which have a table of level 2. */
enum { STREAM_BITS = 15, SPLIT = 6 };
#define BASE_READ_ALLOCATE (1ull << 62)
#define BASE_CONFIG        (1ull << 16 | SPLIT << 6 | STREAM_BITS)

_Static_assert(1 << STREAM_BITS == IO_STREAM_COUNT && 8 << (STREAM_BITS - SPLIT) == SMALL_PAGE &&
                   STRIDE << SPLIT == SMALL_PAGE,
               "each table of streams is a page");

/* Of level 1: log2 of the entries of the table that it leads to, plus 1. */
#define L1STD_SPAN (SPLIT + 1ull)

/* A stream table entry.  Word 0: valid, translated by stage 1 alone, one context descriptor.
   Word 1: that is fetched write-back, inner shareable; shareability is the device's. */
#define STE0 (1ull | 5ull << 1)
#define STE1 (1ull << 2 | 1ull << 4 | 3ull << 6 | 1ull << 44)

/* A context descriptor.  Word 0: T0SZ, tables fetched write-back, inner shareable, no upper half of
   addresses (EPD1), valid, output addresses of 40 bits, no faults for the access flag, AArch64's
   format, faults recorded and told to the device, an ASID of the SMMU's own.  Word 3: attribute 0
   is memory, write-back. */
#define CD0                                                                                    \
    ((64ull - IO_ADDRESS_BITS) | 1ull << 8 | 1ull << 10 | 3ull << 12 | 1ull << 30 |            \
     1ull << 31 | 2ull << 32 | 1ull << 35 | 1ull << 41 | 1ull << 45 | 1ull << 46 | 1ull << 47)
#define CD0_ASID_SHIFT 48
#define CD3            0xffull

/* Translation table entries.  Of pages: for unprivileged accesses, as devices make; shareable,
   accessed, of this address space, never executed. */
#define TT_TABLE     3ull
#define TT_PAGE      3ull
#define TT_BLOCK     1ull
#define TT_READ_ONLY (1ull << 7)
#define TT_MEMORY    (1ull << 6 | 3ull << 8 | 1ull << 10 | 1ull << 11 | 3ull << 53)

struct maker {
    struct system *system;
    struct buffer *bytes;
};

static uint64_t *words_at(const struct maker *maker, uint64_t where)
{
    return (uint64_t *)(void *)(maker->bytes->data + where);
}

static uint64_t add_page(const struct maker *maker)
{
    uint64_t where = maker->bytes->size;

    (void)buffer_extend(maker->bytes, SMALL_PAGE);
    return where;
}

static void add_link(const struct maker *maker, const struct iommu_link *link)
{
    buffer_append(&maker->system->iommu_links, link, sizeof(*link));
}

/* The word at `where` leads to what is at `target`. */
static void lead(const struct maker *maker, uint64_t where, uint64_t target, uint64_t bits)
{
    uint64_t in_page = target % SMALL_PAGE;

    *words_at(maker, where) = target | bits;
    add_link(maker, &(struct iommu_link){.region = maker->system->iommu_tables,
                                         .first = target / SMALL_PAGE,
                                         .count = 1,
                                         .where = where,
                                         .bits = in_page | bits});
}

/* The table that the word at `where` leads to; if it leads nowhere, to a new one. */
static uint64_t table_below(const struct maker *maker, uint64_t where, uint64_t bits)
{
    uint64_t entry = *words_at(maker, where);

    if (entry != 0) {
        return entry & ~(uint64_t)(SMALL_PAGE - 1);
    }
    uint64_t table = add_page(maker);
    lead(maker, where, table, bits);
    return table;
}

static uint64_t index_of(uint64_t iovaddr, unsigned level)
{
    return iovaddr >> (12 + 9 * (3 - level)) & (ENTRIES - 1);
}

/* Of the region's frames; those of the boot image are small, whatever the description says. */
static uint64_t frame_size(const struct region *region)
{
    return region->prefilled ? SMALL_PAGE : region->page_size;
}

/* Large pages are blocks of level 2.  One link for each table that the pages are in. */
static void add_map(const struct maker *maker, uint64_t root, const struct io_map *map)
{
    const struct region *region = map->region;
    uint64_t page_size = frame_size(region);
    unsigned last = page_size == LARGE_PAGE ? 2 : 3;
    uint64_t pages = region->size / page_size;
    uint64_t bits = TT_MEMORY | (map->write ? 0 : TT_READ_ONLY) | (last == 3 ? TT_PAGE : TT_BLOCK);
    uint64_t count;

    for (uint64_t page = 0; page < pages && maker->bytes->size <= IO_TABLES_MAX; page += count) {
        uint64_t iovaddr = map->iovaddr + page * page_size;
        uint64_t table = root;

        for (unsigned level = 1; level < last; level += 1) {
            table = table_below(maker, table + 8 * index_of(iovaddr, level), TT_TABLE);
        }
        uint64_t index = index_of(iovaddr, last);
        count = pages - page < ENTRIES - index ? pages - page : ENTRIES - index;
        add_link(maker, &(struct iommu_link){region, page, count, table + 8 * index, bits});
    }
}

static void add_space(const struct maker *maker, uint64_t streams, uint64_t descriptor,
                      const struct io_space *space)
{
    uint64_t table = table_below(maker, streams + 8 * (space->stream >> SPLIT), L1STD_SPAN);
    uint64_t entry = table + STRIDE * (space->stream & ((1 << SPLIT) - 1));
    uint64_t root = add_page(maker);

    words_at(maker, entry)[1] = STE1;
    lead(maker, entry, descriptor, STE0);
    words_at(maker, descriptor)[0] = CD0 | space->id << CD0_ASID_SHIFT;
    lead(maker, descriptor + 8, root, 0);
    words_at(maker, descriptor)[3] = CD3;
    for (const struct io_map *map = space->maps; map != NULL; map = map->next) {
        add_map(maker, root, map);
    }
}

const struct io_space *iommu_tables_make(struct system *system)
{
    const struct maker maker = {system, &system->iommu_tables->contents};
    uint64_t descriptor = SPACES_FROM;
    uint64_t count = 0;

    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        count += 1;
    }
    (void)buffer_extend(maker.bytes, SPACES_FROM + count * STRIDE);
    buffer_align(maker.bytes, SMALL_PAGE);
    uint64_t streams = add_page(&maker);
    words_at(&maker, 0)[0] = IOMMU_MAGIC;
    lead(&maker, 8, streams, BASE_READ_ALLOCATE);
    words_at(&maker, 0)[2] = BASE_CONFIG;
    words_at(&maker, 0)[3] = count;
    for (const struct io_space *space = system->io_spaces; space != NULL; space = space->next) {
        add_space(&maker, streams, descriptor, space);
        if (maker.bytes->size > IO_TABLES_MAX) {
            return space;
        }
        descriptor += STRIDE;
    }
    return NULL;
}
