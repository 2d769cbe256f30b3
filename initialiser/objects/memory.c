/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Untyped memory: which untyped to take an object from.
 *
 * The kernel reports no watermarks, so this module repeats its arithmetic:
 * objects of one Retype are placed one after another from the watermark rounded
 * up to their size.  `used` is that watermark, relative to the untyped's base.
 *
 *      paddr              paddr + used                paddr + 2^size_bits
 *        | objects, padding  |          room                |
 */
#include "memory.h"

#include <stddef.h>
#include <sel4/constants.h>

#include "slots.h"

enum {
    MAX_PADDING = 90, /* pieces of RAM before fixed addresses that are kept for use */
    MAX_UNTYPEDS = seL4_MaxBootInfoUntypeds + MAX_PADDING,
    RETYPE_FAN_OUT = 256, /* objects that one Retype makes at most */
    MIN_OPEN_BITS = seL4_PageBits /* smaller ones cost more calls than they save memory */
};

struct untyped {
    seL4_Word paddr;
    seL4_Word used;      /* bytes */
    seL4_Uint32 cap;
    seL4_Uint8 size_bits;
    bool open;           /* cleared already: its room costs nothing more */
};

struct pool {
    struct untyped untypeds[MAX_UNTYPEDS];
    unsigned count;
};

static struct pool ram; /* only what holds a page at least */
static struct pool devices;
static memory_retype *make;

/* Bytes that were announced and not yet made. */
static seL4_Word expected;

static seL4_Word untyped_bytes(const struct untyped *u)
{
    return 1ull << u->size_bits;
}

static seL4_Word align_up(seL4_Word value, seL4_Word bits)
{
    seL4_Word mask = (1ull << bits) - 1;

    return (value + mask) & ~mask;
}

/* How many objects of 2^bits bytes still fit. */
static seL4_Word untyped_room(const struct untyped *u, seL4_Word bits)
{
    seL4_Word used = align_up(u->used, bits);

    return used >= untyped_bytes(u) ? 0 : (untyped_bytes(u) - used) >> bits;
}

static void add_untyped(struct pool *pool, struct untyped untyped)
{
    if (pool->count < MAX_UNTYPEDS && untyped.size_bits >= MIN_OPEN_BITS) {
        pool->untypeds[pool->count++] = untyped;
    }
}

void memory_init(const seL4_BootInfo *bootinfo, memory_retype *retype)
{
    seL4_SlotRegion caps = bootinfo->untyped;

    make = retype;
    expected = 0;
    ram.count = devices.count = 0;
    for (seL4_SlotPos cap = caps.start; cap < caps.end; cap++) {
        const seL4_UntypedDesc *desc = &bootinfo->untypedList[cap - caps.start];

        add_untyped(desc->isDevice != 0 ? &devices : &ram,
                    (struct untyped){
                        .paddr = desc->paddr,
                        .cap = (seL4_Uint32)cap,
                        .size_bits = desc->sizeBits,
                    });
    }
}

void memory_expect(seL4_Word bytes)
{
    expected += bytes;
}

/* One Retype, and the watermark that it leaves. */
static void take_from(struct untyped *u, const struct memory_batch *batch)
{
    seL4_Word start = align_up(u->used, batch->size_bits);

    make(u->cap, u->paddr + start, batch);
    u->used = start + (batch->count << batch->size_bits);
    u->open = true;
}

/* Makes as many of the batch as `u` holds and one call allows; shortens the batch by them. */
static void make_some(struct untyped *u, struct memory_batch *batch, seL4_Word room)
{
    struct memory_batch part = *batch;

    if (part.count > room) {
        part.count = room;
    }
    if (part.count > RETYPE_FAN_OUT) {
        part.count = RETYPE_FAN_OUT;
    }
    take_from(u, &part);
    batch->count -= part.count;
    batch->slot += part.count;
}

/* The open RAM untyped with the least room that holds an object of 2^bits bytes. */
static struct untyped *find_open(seL4_Word bits)
{
    struct untyped *best = NULL;
    seL4_Word best_room = ~0ull;

    for (unsigned i = 0; i < ram.count; i++) {
        struct untyped *u = &ram.untypeds[i];

        if (u->open && untyped_room(u, bits) > 0) {
            seL4_Word room = untyped_bytes(u) - u->used;

            if (room < best_room) {
                best_room = room;
                best = u;
            }
        }
    }
    return best;
}

/* Bytes that are expected and do not fit into open untypeds; at least one object's. */
static seL4_Word uncovered(seL4_Word bits)
{
    seL4_Word need = expected;

    for (unsigned i = 0; i < ram.count; i++) {
        const struct untyped *u = &ram.untypeds[i];

        if (u->open) {
            seL4_Word room = untyped_bytes(u) - u->used;

            need = need > room ? need - room : 0;
        }
    }
    return need > 1ull << bits ? need : 1ull << bits;
}

/*
 * The untyped to open for objects of 2^bits bytes.  Either one that covers the
 * whole need, if all smaller ones together would not, or else the largest that
 * the need fills: the rest of the need then goes on to smaller ones.
 */
static struct untyped *find_closed(seL4_Word bits)
{
    seL4_Word need = uncovered(bits);
    seL4_Word filled_total = 0;
    struct untyped *filled = NULL;   /* largest of at most `need` bytes */
    struct untyped *covering = NULL; /* smallest of at least `need` bytes */

    for (unsigned i = 0; i < ram.count; i++) {
        struct untyped *u = &ram.untypeds[i];

        if (u->open) {
            continue;
        }
        if (untyped_bytes(u) <= need) {
            filled_total += untyped_bytes(u);
            if (u->size_bits >= bits && (filled == NULL || u->size_bits > filled->size_bits)) {
                filled = u;
            }
        }
        if (untyped_bytes(u) >= need && (covering == NULL || u->size_bits < covering->size_bits)) {
            covering = u;
        }
    }
    return filled == NULL || (covering != NULL && filled_total < need) ? covering : filled;
}

bool memory_make(struct memory_batch batch, struct shortage *shortage)
{
    while (batch.count > 0) {
        struct untyped *u = find_open(batch.size_bits);
        seL4_Word before = batch.count;
        seL4_Word made;

        if (u == NULL) {
            u = find_closed(batch.size_bits);
        }
        if (u == NULL) {
            *shortage = (struct shortage){
                .of = SHORT_OF_MEMORY,
                .needed = batch.count,
                .objects = batch.name,
                .bytes = 1ull << batch.size_bits,
            };
            return false;
        }
        make_some(u, &batch, untyped_room(u, batch.size_bits));
        made = (before - batch.count) << batch.size_bits;
        expected -= made < expected ? made : expected;
    }
    return true;
}

/* The smallest room for `count` objects of 2^bits bytes; an open one if there is any. */
static struct untyped *find_whole(seL4_Word bits, seL4_Word count)
{
    struct untyped *best = NULL;

    for (unsigned i = 0; i < ram.count; i++) {
        struct untyped *u = &ram.untypeds[i];

        if (untyped_room(u, bits) >= count &&
            (best == NULL || (u->open && !best->open) ||
             (u->open == best->open && u->size_bits < best->size_bits))) {
            best = u;
        }
    }
    return best;
}

bool memory_make_whole(struct memory_batch batch)
{
    struct untyped *u = find_whole(batch.size_bits, batch.count);

    while (u != NULL && batch.count > 0) {
        make_some(u, &batch, batch.count);
    }
    return u != NULL;
}

/* The untyped of the pool whose room includes the physical address. */
static struct untyped *find_at(struct pool *pool, seL4_Word paddr)
{
    for (unsigned i = 0; i < pool->count; i++) {
        struct untyped *u = &pool->untypeds[i];

        if (paddr >= u->paddr + u->used && paddr - u->paddr < untyped_bytes(u)) {
            return u;
        }
    }
    return NULL;
}

/* Moves the watermark up to `paddr` by making untypeds, of the same pool, of what lies before. */
static bool pad_up_to(struct pool *pool, struct untyped *u, seL4_Word paddr,
                      struct shortage *shortage)
{
    while (u->paddr + u->used < paddr) {
        seL4_Word at = u->paddr + u->used;
        seL4_Word bits = 63 - (seL4_Word)__builtin_clzll(paddr - at);
        seL4_Word alignment = at == 0 ? bits : (seL4_Word)__builtin_ctzll(at);
        struct memory_batch piece = { .name = "padding", .type = seL4_UntypedObject, .count = 1 };

        piece.size_bits = bits < alignment ? bits : alignment;
        piece.size_arg = piece.size_bits;
        if (!slots_expect(1, shortage)) {
            return false;
        }
        piece.slot = slots_take(1);
        take_from(u, &piece);
        add_untyped(pool, (struct untyped){
                              .paddr = at,
                              .cap = (seL4_Uint32)piece.slot,
                              .size_bits = (seL4_Uint8)piece.size_bits,
                              .open = true,
                          });
    }
    return true;
}

bool memory_make_at(struct memory_batch batch, seL4_Word paddr, struct shortage *shortage)
{
    while (batch.count > 0) {
        struct pool *pool = &ram;
        struct untyped *u = find_at(pool, paddr);
        seL4_Word room = 0;
        seL4_Word before = batch.count;

        if (u == NULL) {
            pool = &devices;
            u = find_at(pool, paddr);
        }
        if (u != NULL) {
            room = (untyped_bytes(u) - (paddr - u->paddr)) >> batch.size_bits;
        }
        if (room == 0) {
            *shortage = (struct shortage){
                .of = SHORT_OF_ADDRESS,
                .objects = batch.name,
                .paddr = paddr,
            };
            return false;
        }
        if (!pad_up_to(pool, u, paddr, shortage)) {
            return false;
        }
        make_some(u, &batch, room);
        paddr += (before - batch.count) << batch.size_bits;
    }
    return true;
}
