/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cache maintenance, and zeroing memory.  Line and block sizes come from the
 * processor.
 *
 * Source: Arm ARM, "Cache support"; CTR_EL0, DCZID_EL0, CLIDR_EL1, CCSIDR_EL1,
 * ID_AA64MMFR2_EL1.
 */
#include "arch.h"

#include "sysreg.h"

/* CTR_EL0.L1Ip: can one physical line sit in several places of the I-cache? */
enum { ICACHE_PHYSICALLY_INDEXED = 3 };

#define FOR_EACH_LINE(instruction, first, end, line)                                   \
    for (word_t address = (first) & ~((line) - 1); address < (end); address += (line)) { \
        __asm__ volatile(instruction : : "r"(address) : "memory");                     \
    }

static word_t data_line_bytes(void)
{
    return 4ull << bits_get(sysreg_get_ctr_el0(), 19, 16);
}

/* Instructions are fetched through other addresses than the window's: if the
   cache is indexed by virtual address, only all of it is enough. */
static void icache_invalidate(word_t first, word_t end)
{
    word_t ctr = sysreg_get_ctr_el0();
    word_t line = 4ull << bits_get(ctr, 3, 0);

    if (bits_get(ctr, 15, 14) != ICACHE_PHYSICALLY_INDEXED) {
        __asm__ volatile("ic iallu" : : : "memory");
        return;
    }
    FOR_EACH_LINE("ic ivau, %0", first, end, line)
}

/* Lines that are only partly in the range hold other data too: keep it. */
static void clean_partial_lines(word_t first, word_t end, word_t line)
{
    if ((first & (line - 1)) != 0) {
        __asm__ volatile("dc cvac, %0" : : "r"(first) : "memory");
    }
    if ((end & (line - 1)) != 0) {
        __asm__ volatile("dc cvac, %0" : : "r"(end) : "memory");
    }
    dsb_sy(); /* cleaned before invalidated */
}

void arch_cache_range(enum cache_op op, paddr_t start, word_t size)
{
    word_t line = data_line_bytes();
    word_t first = (word_t)phys_ptr(start);
    word_t end = first + size;

    switch (op) {
    case CACHE_CLEAN:
        FOR_EACH_LINE("dc cvac, %0", first, end, line)
        break;
    case CACHE_INVALIDATE:
        clean_partial_lines(first, end, line);
        FOR_EACH_LINE("dc ivac, %0", first, end, line)
        break;
    case CACHE_CLEAN_INVALIDATE:
        FOR_EACH_LINE("dc civac, %0", first, end, line)
        break;
    case CACHE_UNIFY:
        FOR_EACH_LINE("dc cvau, %0", first, end, line)
        dsb_sy(); /* cleaned before instructions are fetched anew */
        icache_invalidate(first, end);
        break;
    }
    dsb_sy();
    isb();
}

/* CLIDR_EL1.Ctype<level>: from this value on there is a data or unified cache. */
enum { CACHE_TYPE_DATA = 2 };

/* Sets that are flushed at once: with 2 MiB of 16 ways, a way has 2,048. */
enum { SETS_AT_ONCE = 1024 };

/* Data cache `level` (from 0).  The operand of `dc cisw` has the way in the topmost bits, the set
   above the line, the level from bit 1. */
struct cache {
    unsigned level;
    unsigned line_shift;
    unsigned way_shift;
    word_t ways;
    word_t sets;
};

static struct cache cache_at(unsigned level)
{
    sysreg_set_csselr_el1(level << 1);
    isb(); /* CCSIDR_EL1 is now that of this level */

    word_t ccsidr = sysreg_get_ccsidr_el1();
    uint32_t last_way = (uint32_t)bits_get(ccsidr, 12, 3);

    return (struct cache){
        .level = level,
        .line_shift = (unsigned)bits_get(ccsidr, 2, 0) + 4,
        .way_shift = last_way == 0 ? 0 : (unsigned)__builtin_clz(last_way),
        .ways = last_way + 1ul,
        .sets = bits_get(ccsidr, 27, 13) + 1,
    };
}

static void flush_sets(const struct cache *cache, word_t way, word_t first)
{
    word_t operand = way << cache->way_shift | cache->level << 1;
    word_t end = min_word(cache->sets, first + SETS_AT_ONCE);

    for (word_t set = first; set < end; set++) {
        __asm__ volatile("dc cisw, %0" : : "r"(operand | set << cache->line_shift) : "memory");
    }
}

/* A part is some sets of one way of one level. */
bool arch_cache_flush_part(word_t part)
{
    word_t clidr = sysreg_get_clidr_el1();
    unsigned levels = (unsigned)bits_get(clidr, 26, 24); /* LoC: 7 at most */

    dsb_sy(); /* written back before the next level is */
    for (unsigned level = 0; level < levels; level++) {
        if ((clidr >> 3 * level & 7) < CACHE_TYPE_DATA) {
            continue;
        }
        struct cache cache = cache_at(level);
        word_t in_way = (cache.sets + SETS_AT_ONCE - 1) / SETS_AT_ONCE;
        if (part < cache.ways * in_way) {
            flush_sets(&cache, part / in_way, part % in_way * SETS_AT_ONCE);
            return true;
        }
        part -= cache.ways * in_way;
    }
    __asm__ volatile("ic iallu" : : : "memory");
    dsb_sy();
    isb();
    return false;
}

static word_t zero_pairs(word_t address, word_t end)
{
    while (address < end) {
        __asm__ volatile("stp xzr, xzr, [%0], #16" : "+r"(address) : : "memory");
    }
    return address;
}

/* `count` blocks of `block` bytes, without a loop: two instructions for each. */
#define ZERO_BLOCKS(count, address, block)                                             \
    __asm__ volatile(".rept " #count "\n\t"                                            \
                     "dc zva, %0\n\tadd %0, %0, %1\n\t"                                \
                     ".endr"                                                           \
                     : "+r"(address)                                                   \
                     : "r"(block)                                                      \
                     : "memory")

/* Whole blocks: boot clears megabytes, Retype 256 bytes at a time. */
static word_t zero_blocks(word_t address, word_t end, word_t block)
{
    while (end - address >= 16 * block) {
        ZERO_BLOCKS(16, address, block);
    }
    while (end - address >= 4 * block) {
        ZERO_BLOCKS(4, address, block);
    }
    while (end - address >= block) {
        ZERO_BLOCKS(1, address, block);
    }
    return address;
}

void arch_zero(paddr_t start, word_t size)
{
    word_t dczid = sysreg_get_dczid_el0();
    word_t block = 4ull << bits_get(dczid, 3, 0);
    word_t address = (word_t)phys_ptr(start);
    word_t end = address + size;
    bool prohibited = bits_get(dczid, 4, 4) != 0; /* DCZID_EL0.DZP */

    if (!prohibited && size >= 2 * block) {
        address = zero_pairs(address, (address + block - 1) & ~(block - 1));
        address = zero_blocks(address, end, block);
    }
    zero_pairs(address, end);
}
