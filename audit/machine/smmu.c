/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk that the SMMU makes for each access of a device's, for all accesses.
 */
#include "smmu.h"

#include <inttypes.h>
#include <string.h>

#include "elf_sections.h"
#include "find.h"
#include "rules.h"

/* Registers. */
enum { CR0 = 0x20, GBPA = 0x44, STRTAB_BASE = 0x80, STRTAB_BASE_CFG = 0x88 };

enum {
    CR0_SMMUEN = 1 << 0, GBPA_ABORT = 1 << 20,
    STE_BYTES = 64, LEVEL_1_BYTES = 8, MOST_STREAM_BITS = 20,
    CONFIG_BYPASS = 4, CONFIG_STAGE_1 = 5, /* STE.Config */
    ENTRIES = 512, LAST_LEVEL = 3
};

#define ADDRESS_64 0x000fffffffffffc0ull /* of something aligned to 64 bytes */
#define ADDRESS_PAGE 0x0000fffffffff000ull

struct walk {
    FILE *stream;
    const struct present *present;
    struct grants *grants;
    const char *holder;
};

void smmu_read(struct smmu *smmu, struct debugger *debugger, uint64_t paddr)
{
    uint32_t low = 0;
    uint32_t high = 0;

    smmu->present = debugger_physical(debugger, paddr + CR0, &smmu->cr0) &&
                    debugger_physical(debugger, paddr + GBPA, &smmu->gbpa) &&
                    debugger_physical(debugger, paddr + STRTAB_BASE, &low) &&
                    debugger_physical(debugger, paddr + STRTAB_BASE + 4, &high) &&
                    debugger_physical(debugger, paddr + STRTAB_BASE_CFG, &smmu->strtab_base_cfg);
    smmu->strtab_base = low | (uint64_t)high << 32;
}

static bool word_at(uint64_t paddr, uint64_t *word)
{
    const uint8_t *at = find_physical(paddr, sizeof(*word));

    *word = at == NULL ? 0 : little(at, sizeof(*word));
    return at != NULL;
}

static void walk_table(const struct walk *walk, uint64_t table, unsigned level, uint64_t base)
{
    for (uint64_t i = 0; i < ENTRIES; i++) {
        uint64_t span = (uint64_t)RULE_PAGE << 9 * (LAST_LEVEL - level);
        uint64_t entry;

        if (!word_at(table + i * sizeof(entry), &entry) || (entry & 1) == 0) {
            continue;
        }
        if (level < LAST_LEVEL && (entry & 2) != 0) {
            walk_table(walk, entry & ADDRESS_PAGE, level + 1, base + i * span);
            continue;
        }
        for (uint64_t at = 0; at < span; at += RULE_PAGE) {
            grants_add(walk->grants, walk->holder, GRANT_DEVICE, base + i * span + at,
                       present_page(walk->present, (entry & ADDRESS_PAGE) + at),
                       (entry >> 7 & 1) != 0 ? "r--" : "rw-");
        }
    }
}

/* The stream table entry at `paddr`. */
static void walk_stream(struct walk *walk, uint64_t paddr, uint64_t stream)
{
    uint64_t entry;
    uint64_t descriptor;
    uint64_t root;

    if (!word_at(paddr, &entry) || (entry & 1) == 0) {
        return;
    }
    walk->holder = arena_format(walk->present->arena, "device %" PRIu64, stream);
    if ((entry >> 1 & 7) == CONFIG_BYPASS) {
        grants_add(walk->grants, walk->holder, GRANT_DEVICE, 0, "all of memory", "rw-");
    } else if ((entry >> 1 & 7) == CONFIG_STAGE_1 &&
               word_at(entry & ADDRESS_64, &descriptor) &&
               word_at((entry & ADDRESS_64) + sizeof(root), &root)) {
        unsigned bits = 64 - (unsigned)(descriptor & 63);
        unsigned levels = (bits - 12 + 8) / 9;

        walk_table(walk, root & ADDRESS_PAGE, LAST_LEVEL + 1 - levels, 0);
    }
}

static void walk_streams(struct walk *walk, const struct smmu *smmu)
{
    uint64_t base = smmu->strtab_base & ADDRESS_64;
    uint32_t config = smmu->strtab_base_cfg;
    unsigned bits = config & 63;
    unsigned split = config >> 6 & 31;
    bool two_levels = (config >> 16 & 3) == 1;

    bits = bits > MOST_STREAM_BITS ? MOST_STREAM_BITS : bits;
    for (uint64_t stream = 0; stream < 1ull << bits; stream++) {
        uint64_t table = base;
        uint64_t index = stream;

        if (two_levels) {
            uint64_t entry;

            if (!word_at(base + (stream >> split) * LEVEL_1_BYTES, &entry) || (entry & 31) == 0) {
                continue;
            }
            index = stream & ((1ull << split) - 1);
            if (index >= 1ull << ((entry & 31) - 1)) {
                continue;
            }
            table = entry & ADDRESS_64;
        }
        walk_stream(walk, table + index * STE_BYTES, stream);
    }
}

void smmu_grants(const struct smmu *smmu, FILE *stream, const struct present *present,
                 struct grants *grants)
{
    struct walk walk = {stream, present, grants, NULL};

    if (!smmu->present) {
        return;
    }
    if ((smmu->cr0 & CR0_SMMUEN) != 0) {
        walk_streams(&walk, smmu);
        grants_sort(grants);
        return;
    }
    fprintf(stream, "  the SMMU is off: it %s\n",
            (smmu->gbpa & GBPA_ABORT) != 0
                ? "refuses what devices ask for"
                : "lets devices reach all of memory, as after reset");
}
