/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choices of capability addresses and message words, by type and by letter.
 */
#include "hostile_choose.h"

#include "derive.h"
#include "vcpu.h"

word_t choose_from(struct hostile *h, const word_t *values, word_t count)
{
    return values[choose(&h->choices, count)];
}

/* Is it a capability of `type`; and `mapped`, or one with an asid, if that is
   asked for? */
static bool suits(cap_t cap, enum cap_type type, bool mapped)
{
    return cap_type(cap) == type && (!mapped || cap_asid(cap) != 0);
}

word_t remember_slot(struct hostile *h, word_t slot)
{
    h->recent[h->recent_next++ % HOSTILE_RECENT] = slot % HOSTILE_SLOTS;
    return slot;
}

/* One of the slots that suit, any if none does. */
static word_t choose_slot(struct hostile *h, enum cap_type type, bool mapped)
{
    word_t choice = choose(&h->choices, 256);
    word_t recent = h->recent[choice / 3 % HOSTILE_RECENT];
    word_t count = 0;

    if (choice % 3 == 0 && suits(h->cspace[recent].cap, type, mapped)) {
        return recent;
    }
    choice %= HOSTILE_SLOTS;
    for (word_t slot = 0; slot < HOSTILE_SLOTS; slot++) {
        count += suits(h->cspace[slot].cap, type, mapped) ? 1 : 0;
    }
    if (count == 0) {
        return choice;
    }
    word_t left = choice % count;
    word_t slot = 0;
    while (!suits(h->cspace[slot].cap, type, mapped) || left-- > 0) {
        slot++;
    }
    return slot;
}

word_t hostile_slot(struct hostile *h, enum cap_type type)
{
    return choose_slot(h, type, false);
}

word_t choose_cptr(struct hostile *h, enum cap_type type)
{
    word_t kind = choose(&h->choices, 100);

    if (kind < 96) {
        return hostile_slot(h, type);
    }
    return kind < 99 ? choose(&h->choices, HOSTILE_SLOTS)
                     : FROM(h, UINT64_MAX, HOSTILE_SLOTS, BIT(63));
}

word_t choose_mapped(struct hostile *h, enum cap_type type)
{
    word_t slot = choose_slot(h, type, true);

    return chance(&h->choices, 80) && suits(h->cspace[slot].cap, type, true)
               ? slot
               : choose_cptr(h, type);
}

word_t choose_extra(struct hostile *h, char kind)
{
    switch (kind) {
    case 'C':
        return choose_cptr(h, CAP_CNODE);
    case 'T':
        return choose_cptr(h, CAP_TCB);
    case 'S':
        return chance(&h->choices, 15) ? 0 : choose_cptr(h, CAP_SCHED_CONTEXT);
    case 'E':
        return chance(&h->choices, 30) ? 0 : choose_cptr(h, CAP_ENDPOINT);
    case 'N':
        return choose_cptr(h, CAP_NOTIFICATION);
    case 'F':
        return choose_cptr(h, CAP_FRAME);
    case 'V':
        return choose_mapped(h, CAP_VSPACE);
    case 'W':
        return choose_cptr(h, CAP_VSPACE);
    case 'U':
        return choose_cptr(h, CAP_UNTYPED);
    default:
        return choose_cptr(h, chance(&h->choices, 50) ? CAP_TCB : CAP_NOTIFICATION);
    }
}

word_t depth_of(struct hostile *h, word_t cptr)
{
    cap_t cap = h->cspace[cptr % HOSTILE_SLOTS].cap;

    if (cap_type(cap) != CAP_CNODE || chance(&h->choices, 3)) {
        return FROM(h, 64, 64, 1, 0, 65);
    }
    return cap_radix(cap) + cap_guard_size(cap);
}

/* Any slot that holds something. */
static word_t choose_full(struct hostile *h)
{
    word_t slot = choose(&h->choices, HOSTILE_SLOTS);

    for (word_t i = 0; i < HOSTILE_SLOTS && cte_is_empty(&h->cspace[slot]); i++) {
        slot = (slot + 1) % HOSTILE_SLOTS;
    }
    return slot;
}

static word_t choose_index(struct hostile *h, bool empty)
{
    word_t kind = choose(&h->choices, 100);

    if (kind < 5) {
        return choose(&h->choices, 300);
    }
    if (empty) {
        return remember_slot(h, hostile_slot(h, CAP_NULL));
    }
    if (kind < 30) {
        return h->recent[kind % HOSTILE_RECENT];
    }
    if (kind < 60) {
        return choose_full(h);
    }
    return hostile_slot(h, kind < 75 ? CAP_CNODE : (enum cap_type)choose(&h->choices, 28));
}

word_t choose_plain(struct hostile *h, char kind)
{
    switch (kind) {
    case '0':
        return 0;
    case 't':
        return choose(&h->choices, OBJECT_TYPES + 1);
    case 'z':
        return FROM(h, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 21, 30, 42, 64);
    case 'n':
        return FROM(h, 1, 1, 1, 2, 3, 0, 257);
    case 'r':
        return choose(&h->choices, 16);
    case 'b':
        return FROM(h, 0, 0, 1, 2, 3, HOSTILE_GUARD, 60, 63, 1 << 6 | 3);
    case 'p':
        return FROM(h, 1, 2, 3, 3, 4, 5, 0, 6, 255);
    case 'v':
        return FROM(h, 0, 0x1000, 0x10000, 0x10400, 0x200000, 0x40000000, 1ull << 39,
                    seL4_UserTop - 0xfff, 0x10001, 0x1010, seL4_UserTop, seL4_UserTop + 1);
    case 'q':
        return FROM(h, 0x1000, 0x1000, 0x2000, 0x10000, 0x10000, 0x10000, 0x200000, 0x200000,
                    0x40000000, 0, 0x10001, 1ull << 39, seL4_UserTop - 0xfff, seL4_UserTop + 1);
    case 'h':
        return FROM(h, 0, 1, 64, 0x1000, 0x1001, 0x200000, 1ull << 30, UINT64_MAX);
    case 'a':
        return choose(&h->choices, 8);
    case 'u':
        return FROM(h, 20, 40, 100, 100, 500, 1000, 5000, 19, 0);
    case 'g':
        return FROM(h, 100, 1000, 1000, 2000, 3000, 5000, 5000, 20, 19);
    case 'x':
        return choose(&h->choices, 10);
    case 'c':
        return FROM(h, 1, 2, 6, 8, 36, 0, 37);
    case 'i':
        return HOSTILE_FIRST_IRQ + choose(&h->choices, HOSTILE_IRQS);
    case 'j':
        return FROM(h, 27, 40 | 1ull << 32, 41 | 31 << 16 | 2ull << 32, 42 | 1 << 24 | 3ull << 32,
                    1024, 27 | 32 << 16, 27 | 2 << 24, 27 | 4ull << 32);
    case 'k':
        return choose(&h->choices, seL4_VCPUReg_Num + 1);
    case 'L':
        return FROM(h, VCPU_TIMER_IRQ, VCPU_TIMER_IRQ, VCPU_MAINTENANCE_IRQ, 160);
    default:
        return FROM(h, 0, 1, 2, 3, UINT64_MAX, BIT(63), 0x12345678);
    }
}

/* The domain schedule always comes back to the keeper: entry 0 stays. */
static word_t choose_domain(struct hostile *h, char kind)
{
    switch (kind) {
    case 'm':
        return 1 + choose(&h->choices, 3);
    case 'e':
        return FROM(h, 0, 0, 99, 100);
    case 'M':
        return chance(&h->choices, 70) ? 0 : choose(&h->choices, 3);
    default:
        return FROM(h, 0, 0, 2000, 100000);
    }
}

word_t choose_word(struct hostile *h, char kind, word_t target, const word_t *extra)
{
    switch (kind) {
    case 'f':
        return choose(&h->choices, 2);
    case 'F':
        return FROM(h, 0, UINT64_MAX, seL4_TCBFlag_fpuDisabled,
                    bulkhead_TCBFlag_physicalTimerDisabled);
    case 'y':
        return hostile_sent_through(h);
    case 'o':
        return choose_index(h, true);
    case 's':
    case 'S':
        return choose_index(h, false);
    case 'd':
        return depth_of(h, target);
    case 'D':
        return depth_of(h, extra[0]);
    case 'm':
    case 'M':
    case 'l':
    case 'e':
        return choose_domain(h, kind);
    default:
        return choose_plain(h, kind);
    }
}
