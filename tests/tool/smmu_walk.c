/* SPDX-License-Identifier: BSD-2-Clause */
/* An SMMUv3's table walk, for stage 1 with a granule of 4 KiB. */
#include "smmu_walk.h"

#include <inttypes.h>

/* A run of bytes that are translated alike. */
struct run {
    uint64_t va, pa, bytes;
    bool writable;
};

struct walk {
    FILE *out;
    smmu_load *load;
    void *memory;
    struct run run; /* found, and not yet written */
};

/* Bits high to low of a word. */
static uint64_t field(uint64_t word, unsigned high, unsigned low)
{
    return (word << (63 - high)) >> (63 - high + low);
}

/* Bits high to low, in their place: an address. */
static uint64_t address(uint64_t word, unsigned high, unsigned low)
{
    return field(word, high, low) << low;
}

static uint64_t load(struct walk *w, uint64_t paddr)
{
    uint64_t word = 0;

    if (!w->load(w->memory, paddr, &word)) {
        fprintf(w->out, "bad: a table at 0x%" PRIx64 "\n", paddr);
    }
    return word;
}

static void expect(struct walk *w, const char *what, uint64_t found, uint64_t expected)
{
    if (found != expected) {
        fprintf(w->out, "bad: %s is 0x%" PRIx64 ", not 0x%" PRIx64 "\n", what, found, expected);
    }
}

static void flush(struct walk *w)
{
    if (w->run.bytes != 0) {
        fprintf(w->out, "  0x%" PRIx64 " +0x%" PRIx64 " -> 0x%" PRIx64 " %s\n", w->run.va,
                w->run.bytes, w->run.pa, w->run.writable ? "rw" : "r");
    }
    w->run.bytes = 0;
}

static void found(struct walk *w, struct run next)
{
    struct run *run = &w->run;

    if (run->bytes != 0 && run->va + run->bytes == next.va && run->pa + run->bytes == next.pa &&
        run->writable == next.writable) {
        run->bytes += next.bytes;
        return;
    }
    flush(w);
    *run = next;
}

/* A block or page descriptor (D8.3.2): what a device gets by it. */
static void leaf(struct walk *w, uint64_t descriptor, uint64_t va, unsigned size_bits)
{
    uint64_t pa = address(descriptor, 47, size_bits);

    expect(w, "output address", address(descriptor, 47, 12), pa); /* no bits below the size */
    expect(w, "AttrIndx", field(descriptor, 4, 2), 0);
    expect(w, "NS", field(descriptor, 5, 5), 0);
    expect(w, "AP[1], unprivileged", field(descriptor, 6, 6), 1);
    expect(w, "SH, inner", field(descriptor, 9, 8), 3);
    expect(w, "AF", field(descriptor, 10, 10), 1);
    expect(w, "nG", field(descriptor, 11, 11), 1);
    expect(w, "bits 52 to 48", field(descriptor, 52, 48), 0);
    expect(w, "UXN and PXN", field(descriptor, 54, 53), 3);
    expect(w, "bits 63 to 55", field(descriptor, 63, 55), 0);
    found(w, (struct run){va, pa, 1ull << size_bits, field(descriptor, 7, 7) == 0});
}

/* One table of translations; `size_bits` is what each of its entries is for. */
static void translations(struct walk *w, uint64_t table, uint64_t va, unsigned size_bits)
{
    for (uint64_t i = 0; i < 512; i++) {
        uint64_t descriptor = load(w, table + i * 8);
        uint64_t here = va + (i << size_bits);
        unsigned type = (unsigned)field(descriptor, 1, 0);

        if (field(descriptor, 0, 0) == 0) {
            continue; /* invalid: a fault */
        }
        if (size_bits == 12 && type == 3) {
            leaf(w, descriptor, here, 12);
        } else if (size_bits > 12 && type == 3) {
            expect(w, "table attributes", field(descriptor, 63, 59), 0);
            translations(w, address(descriptor, 47, 12), here, size_bits - 9);
        } else if (size_bits == 21 || size_bits == 30) {
            leaf(w, descriptor, here, size_bits);
        } else {
            fprintf(w->out, "bad: descriptor 0x%" PRIx64 " for 0x%" PRIx64 "\n", descriptor, here);
        }
    }
}

/* A context descriptor (5.4). */
static void context(struct walk *w, uint64_t cd)
{
    uint64_t word0 = load(w, cd);
    uint64_t word1 = load(w, cd + 8);
    unsigned bits = (unsigned)(64 - field(word0, 5, 0)); /* of input addresses */
    unsigned top = 12; /* of those, what an entry of the first table is for */

    fprintf(w->out, "asid %u\n", (unsigned)field(word0, 63, 48));
    expect(w, "CD.V", field(word0, 31, 31), 1);
    expect(w, "CD.AA64", field(word0, 41, 41), 1);
    expect(w, "CD.TG0, 4 KiB", field(word0, 7, 6), 0);
    expect(w, "CD.EPD0", field(word0, 14, 14), 0);
    expect(w, "CD.EPD1", field(word0, 30, 30), 1);
    expect(w, "CD.ENDI", field(word0, 15, 15), 0);
    expect(w, "CD.{HA,HD,PAN,TBI,S,UWXN,WXN}",
           field(word0, 44, 42) | field(word0, 40, 36), 0);
    expect(w, "CD.{R,A}: faults are recorded and told", field(word0, 46, 45), 3);
    expect(w, "CD.MAIR0", field(load(w, cd + 24), 7, 0), 0xff);
    expect(w, "CD.TTB0, bits 63 to 52", field(word1, 63, 52), 0);
    while (top + 9 < bits) {
        top += 9;
    }
    translations(w, address(word1, 51, 4), 0, top);
    flush(w);
}

/* A stream table entry (5.2). */
static void stream(struct walk *w, unsigned id, uint64_t ste)
{
    uint64_t word0 = load(w, ste);

    if (field(word0, 0, 0) == 0) {
        return; /* invalid: all transactions end */
    }
    fprintf(w->out, "stream %u, ", id);
    if (field(word0, 3, 1) != 5) {
        fprintf(w->out, "bad: Config %u\n", (unsigned)field(word0, 3, 1));
        return;
    }
    expect(w, "S1Fmt", field(word0, 5, 4), 0);
    expect(w, "S1CDMax", field(word0, 63, 59), 0);
    expect(w, "STRW, non-secure EL1", field(load(w, ste + 8), 31, 30), 0);
    context(w, address(word0, 51, 6));
}

void smmu_walk(FILE *out, smmu_load *load_word, void *memory, uint64_t strtab_base,
               uint32_t strtab_base_cfg)
{
    struct walk w = {.out = out, .load = load_word, .memory = memory};
    uint64_t base = address(strtab_base, 51, 6);
    unsigned size = (unsigned)field(strtab_base_cfg, 5, 0);
    unsigned split = (unsigned)field(strtab_base_cfg, 10, 6);

    if (field(strtab_base_cfg, 17, 16) != 1 || split != 6 || size < split) {
        fprintf(out, "bad: STRTAB_BASE_CFG 0x%" PRIx32 "\n", strtab_base_cfg);
        return;
    }
    expect(&w, "the stream table's alignment", base % (8ull << (size - split)), 0);
    for (unsigned i = 0; i < 1u << (size - split); i++) {
        uint64_t descriptor = load(&w, base + i * 8);
        unsigned span = (unsigned)field(descriptor, 4, 0); /* 0: no streams; else log2 + 1 */
        uint64_t table = address(descriptor, 51, 6);

        if (span > split + 1) {
            fprintf(out, "bad: Span %u\n", span);
            continue;
        }
        expect(&w, "alignment of level 2", span == 0 ? 0 : table % (64ull << (span - 1)), 0);
        for (unsigned j = 0; span != 0 && j < 1u << (span - 1); j++) {
            stream(&w, (i << split) + j, table + j * 64);
        }
    }
}
