/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A picture of memory that is made by a test, for the audit's walk: pages, known by the numbers
 * that the test gives them, and what was found there.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "asid.h"
#include "board.h"
#include "derive.h"
#include "find.h"
#include "image_board.h"
#include "machine_state.h"

enum { PAGE = 4096, PAGES = 16, RAM_BASE = 0x40000000, LINES = 64 };

/* The root of a kernel at EL2 has two pages, and is aligned to that. */
static _Alignas(2 * PAGE) unsigned char ram[PAGES * PAGE];
static struct facts facts;

static inline paddr_t paddr(unsigned page)
{
    return RAM_BASE + (paddr_t)page * PAGE;
}

static inline void *at(unsigned page)
{
    return ram + (size_t)page * PAGE;
}

static inline struct cte *slot(unsigned cnode, unsigned index)
{
    return (struct cte *)at(cnode) + index;
}

/* A capability of its own in that slot. */
static inline void put(unsigned cnode, unsigned index, cap_t cap)
{
    derive_insert_original(slot(cnode, index), cap, NULL);
}

static inline cap_t cnode_cap(unsigned page, unsigned radix)
{
    return cap_set_radix(cap_make(CAP_CNODE, paddr(page)), radix);
}

static inline void map(unsigned table, unsigned index, word_t entry)
{
    ((word_t *)at(table))[index] = entry;
}

/* Nothing is there; `timer`: the line of the kernel's timer. */
static inline void picture_begin(unsigned timer)
{
    struct board *board_here = image_board();

    memset(ram, 0, sizeof(ram));
    machine_ram = (struct machine_ram){ram, RAM_BASE, sizeof(ram)};
    memset(&machine_state, 0, sizeof(machine_state));
    board_here->max_irq = LINES - 1;
    board_here->timer_irq = timer;
    derive_list = (struct cte){.next = NULL};
    memset(asid_pools, 0, sizeof(asid_pools));
}

/* What was found at an address; NULL: nothing. */
static inline const struct fact_map *mapped(uint64_t vaddr)
{
    for (size_t i = 0; i < FACT_COUNT(facts.maps, struct fact_map); i++) {
        const struct fact_map *one = FACT_AT(facts.maps, const struct fact_map, i);

        if (one->vaddr == vaddr) {
            return one;
        }
    }
    return NULL;
}

/* The only capability in that slot of that CNode; NULL: there is none. */
static inline const struct fact_cap *held(unsigned cnode, unsigned index)
{
    const struct fact_cap *found = NULL;

    for (size_t i = 0; i < FACT_COUNT(facts.caps, struct fact_cap); i++) {
        const struct fact_cap *cap = FACT_AT(facts.caps, const struct fact_cap, i);

        if (cap->cnode == paddr(cnode) && cap->slot == index) {
            assert_null(found);
            found = cap;
        }
    }
    return found;
}

/* After each test. */
static inline int release(void **state)
{
    struct buffer *const tables[] = {&facts.threads, &facts.caps, &facts.lost, &facts.objects,
                                     &facts.times, &facts.maps, &facts.irqs};

    (void)state;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        buffer_release(tables[i]);
    }
    memset(&facts, 0, sizeof(facts));
    return 0;
}
