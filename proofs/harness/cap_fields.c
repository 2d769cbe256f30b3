/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a capability's fields are apart: each holds what was set, and no other one changes
 * Bound: none: all capabilities, all values, 64 bits
 * Assumes: objects begin below 2^48, at multiples of 16
 * Mutants: object_begins_a_bit_lower guard_size_begins_a_bit_lower asid_reaches_the_page
 *     zombie_forgets_its_size
 *
 * Where each field is and which type has it is said here once more, in another way than in cap.h.
 */
#include "object.h"
#include "prove.h"

/* name, word, highest and lowest bit */
#define FIELDS(F)                                                                      \
    F(type_field, 0, 4, 0)                                                             \
    F(object_field, 0, 63, 20)                                                         \
    F(per_type, 0, 16, 5)                                                              \
    F(is_parent, 0, 17, 17)                                                            \
    F(is_root, 0, 18, 18)                                                              \
    F(rights, 0, 8, 5)                                                                 \
    F(badge, 1, 63, 0)                                                                 \
    F(radix, 0, 10, 5)                                                                 \
    F(guard_size, 0, 16, 11)                                                           \
    F(guard, 1, 63, 0)                                                                 \
    F(size_bits, 0, 10, 5)                                                             \
    F(is_device, 0, 11, 11)                                                            \
    F(watermark, 1, 63, 0)                                                             \
    F(frame_size, 0, 6, 5)                                                             \
    F(frame_access, 0, 8, 7)                                                           \
    F(asid, 1, 63, 48)                                                                 \
    F(mapped_page, 1, 47, 0)                                                           \
    F(asid_base, 1, 63, 0)                                                             \
    F(irq, 0, 63, 20)                                                                  \
    F(sgi, 0, 27, 20)                                                                  \
    F(sgi_target, 0, 35, 28)                                                           \
    F(zombie_type, 0, 15, 11)                                                          \
    F(zombie_stacked, 0, 16, 16)                                                       \
    F(zombie_left, 1, 63, 0)

#define ENUMERATE(name, index, hi, lo) FIELD_##name,
enum field { FIELDS(ENUMERATE) NUM_FIELDS };

#define PLACE(name, index, hi, lo) [FIELD_##name] = {index, hi, lo},
static const struct {
    unsigned char word, hi, lo;
} place[NUM_FIELDS] = {FIELDS(PLACE)};

static word_t get(enum field field, cap_t cap)
{
#define GET(name, index, hi, lo)                                                       \
    case FIELD_##name:                                                                 \
        return cap_##name(cap);
    switch (field) {
        FIELDS(GET)
    default:
        return 0;
    }
}

static cap_t set(enum field field, cap_t cap, word_t value)
{
#define SET(name, index, hi, lo)                                                       \
    case FIELD_##name:                                                                 \
        return cap_set_##name(cap, value);
    switch (field) {
        FIELDS(SET)
    default:
        return cap;
    }
}

/* The fields that capabilities of a type have, and what those in slots have. */
#define HAS(name) | 1u << FIELD_##name
#define ANY 0 HAS(type_field) HAS(is_parent)
#define OBJECT ANY HAS(object_field)

static const unsigned fields_of[] = {
    [CAP_FRAME] = OBJECT HAS(frame_size) HAS(frame_access) HAS(is_device) HAS(asid)
        HAS(mapped_page),
    [CAP_UNTYPED] = OBJECT HAS(size_bits) HAS(is_device) HAS(watermark),
    [CAP_PAGE_TABLE] = OBJECT HAS(asid) HAS(mapped_page),
    [CAP_ENDPOINT] = OBJECT HAS(rights) HAS(badge),
    [CAP_NOTIFICATION] = OBJECT HAS(rights) HAS(badge),
    [CAP_REPLY] = OBJECT HAS(rights),
    [CAP_VSPACE] = OBJECT HAS(asid) HAS(mapped_page),
    [CAP_CNODE] = OBJECT HAS(is_root) HAS(radix) HAS(guard_size) HAS(guard),
    [CAP_TCB] = OBJECT,
    [CAP_ASID_POOL] = OBJECT HAS(asid_base),
    [CAP_IRQ_HANDLER] = ANY HAS(irq),
    [CAP_ZOMBIE] = OBJECT HAS(is_root) HAS(radix) HAS(zombie_type) HAS(zombie_stacked)
        HAS(zombie_left),
    [CAP_SCHED_CONTEXT] = OBJECT HAS(size_bits),
    [CAP_SMC] = ANY HAS(badge),
    [CAP_SGI_SIGNAL] = ANY HAS(sgi) HAS(sgi_target),
};
enum { TYPES = sizeof(fields_of) / sizeof(fields_of[0]) };

static cap_t any_cap(void)
{
    return (cap_t){{nondet_word(), nondet_word()}};
}

/* Shifted up to where nothing is left above the field, and down. */
static word_t cut(word_t value, unsigned hi, unsigned lo)
{
    return value << (63 - hi) >> (63 - hi + lo);
}

static void prove_fields(void)
{
    cap_t cap = any_cap();
    word_t value = nondet_word();
    unsigned type = nondet_unsigned();
    unsigned field = nondet_unsigned();
    unsigned other = nondet_unsigned();

    ASSUME(field < NUM_FIELDS && other < NUM_FIELDS && type < TYPES);
    unsigned hi = place[field].hi;
    unsigned lo = place[field].lo;
    cap_t after = set((enum field)field, cap, value);
    PROVE(get((enum field)field, cap) == cut(cap.word[place[field].word], hi, lo),
          "a field is where the drawing has it");
    PROVE(get((enum field)field, after) == cut(value, hi - lo, 0), "what was set is read");
    PROVE(after.word[!place[field].word] == cap.word[!place[field].word],
          "the other word stays");
    if (field != other && (fields_of[type] >> field & 1) != 0 &&
        (fields_of[type] >> other & 1) != 0) {
        REACHED("a type has two fields");
        PROVE(get((enum field)other, after) == get((enum field)other, cap),
              "no other field of the type changes");
    }
}

static void prove_cap(void)
{
    word_t object = nondet_word();
    unsigned type = nondet_unsigned();
    unsigned other = nondet_unsigned();
    cap_t cap = any_cap();

    ASSUME((object & 15) == 0 && object < 1ull << 48);
    ASSUME(type < 32 && other < 32);
    cap_t made = cap_make((enum cap_type)type, object);
    PROVE(cap_type(made) == type && cap_object(made) == object, "type and object are as made");
    PROVE(cap_type(made) != other || type == other, "no capability is of two types");
    PROVE(cap_is_null(made) == (type == CAP_NULL), "only null is null");
    PROVE(cap_is_null(cap_null()), "null is");
    cap_t moved = cap_set_object(cap, object);
    PROVE(cap_object(moved) == object, "the object is as set");
    PROVE(((moved.word[0] ^ cap.word[0]) << 44) == 0 && moved.word[1] == cap.word[1],
          "nothing but the object changes");
    REACHED("capabilities are made");
}

static void prove_rights_and_zombies(void)
{
    cap_t cap = any_cap();
    unsigned type = nondet_unsigned();
    word_t rights = nondet_word();
    word_t left = nondet_word();

    ASSUME(type < 32 && rights <= RIGHTS_ALL);
    PROVE(cap_allows(cap, (enum cap_type)type, rights) ==
              (cap_type(cap) == type && (cap_rights(cap) & rights) == rights),
          "who is allowed has the type and all of the rights");
    cap_t zombie = cap_zombie(cap, left);
    cap_t again = cap_of_zombie(zombie);
    PROVE(cap_type(zombie) == CAP_ZOMBIE && cap_zombie_left(zombie) == left, "it is a zombie");
    PROVE(cap_type(again) == cap_type(cap) && cap_object(again) == cap_object(cap) &&
              cap_radix(again) == cap_radix(cap),
          "a zombie knows whose it is");
    REACHED("capabilities die");
}

static void prove_frames(void)
{
    cap_t cap = any_cap();

    ASSUME(cap_frame_size(cap) <= FRAME_HUGE);
    unsigned bits = cap_frame_bits(cap);
    PROVE(bits == 12 || bits == 21 || bits == 30, "frames are of 4 KiB, 2 MiB or 1 GiB");
    REACHED("a frame");
}

int main(void)
{
    prove_fields();
    prove_cap();
    prove_rights_and_zombies();
    prove_frames();
}
