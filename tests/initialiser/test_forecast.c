/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host tool runs objects_create with a function that only takes notes, and
 * refuses a system that is short of something then.  So with random systems,
 * near the limits of slots and memory: what goes well without a kernel goes well
 * with one, to the last slot and at the same addresses; what does not, stops the
 * initial task, for the same reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../between.h"
#include "build.h"
#include "example.h"
#include "fake_kernel.h"
#include "objects.h"

enum {
    SYSTEMS = 1500,
    IMAGE_PAGES = 3 + sizeof(struct example) / 4096,
    MAX_UNTYPEDS = 8,
    MAX_NOTES = 512
};

struct note {
    seL4_CPtr from;
    seL4_Word paddr;
    struct memory_batch batch;
};

static struct note notes[MAX_NOTES];
static unsigned note_count;

static seL4_UntypedDesc untypeds[MAX_UNTYPEDS];
static unsigned untyped_count;

static struct example *example;
static struct spec spec;

static uint64_t random_state = 10;

/* xorshift64*: the same numbers on every machine. */
static uint64_t random_below(uint64_t limit)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (random_state * 0x2545f4914f6cdd1dull >> 33) % limit;
}

static void take_note(seL4_CPtr from, seL4_Word paddr, const struct memory_batch *batch)
{
    assert_true(note_count < MAX_NOTES);
    notes[note_count++] = (struct note){ from, paddr, *batch };
}

/* A device and up to seven pieces of RAM, from 4 KiB to 4 MiB, apart or not. */
static void choose_untypeds(void)
{
    seL4_Word at = 0x60000000;

    untypeds[0] = (seL4_UntypedDesc){ .paddr = 0x09000000, .sizeBits = 24, .isDevice = 1 };
    untyped_count = 2 + (unsigned)random_below(MAX_UNTYPEDS - 1);
    for (unsigned i = 1; i < untyped_count; i++) {
        seL4_Word bits = 12 + random_below(11);

        at = (at + (1ull << bits) - 1) & ~((1ull << bits) - 1);
        untypeds[i] = (seL4_UntypedDesc){ .paddr = at, .sizeBits = (seL4_Uint8)bits };
        at += (1ull << bits) + 0x1000 * random_below(3);
    }
}

/* The example with other sizes, and a fixed region in or around a piece of RAM. */
static void choose_system(void)
{
    const seL4_UntypedDesc *piece;
    seL4_Word pages;
    struct spec_error error;

    choose_untypeds();
    piece = &untypeds[1 + random_below(untyped_count - 1)];
    pages = 1ull << (piece->sizeBits - 12);
    example = example_make();
    example->objects[SHARED].count = 1 + random_below(40);
    example->objects[SHARED].flags = random_below(2) == 0 ? SPEC_ONE_PIECE : 0;
    example->objects[LARGE].count = random_below(4) == 0 ? 2 : 1;
    example->objects[LARGE].size_bits = random_below(2) == 0 ? 12 : 21;
    example->maps[2].vaddr = 0x40000000;
    example->objects[CLIENT_STACK].count = 1 + random_below(100);
    example->maps[5].vaddr = EXAMPLE_STACK_TOP - example->objects[CLIENT_STACK].count * 0x1000;
    example->objects[FIXED].address = piece->paddr + 0x1000 * (random_below(pages + 2) - 1);
    example->objects[FIXED].count = 1 + random_below(random_below(4) == 0 ? pages : 2);
    example->maps[3].vaddr = 0x80000000;
    assert_true(spec_open(example, sizeof *example, &spec, &error));
}

/* A machine with that memory and so many empty slots. */
static void boot(seL4_Word slots)
{
    fake_boot(IMAGE_PAGES);
    fake_set_untypeds(untypeds, untyped_count);
    fake.bootinfo.empty.end = fake.bootinfo.empty.start + slots;
}

static seL4_CPtr spec_frames(void)
{
    return fake_image_slot() + 3;
}

static bool forecast(seL4_Word slots, struct shortage *shortage)
{
    bool enough;

    note_count = 0;
    boot(slots);
    enough = objects_create(&spec, &fake.bootinfo, spec_frames(), take_note, shortage);
    assert_int_equal(fake.calls, 0);
    fake_shut_down();
    return enough;
}

static seL4_Word filled_slots(void)
{
    seL4_SlotRegion empty = fake.bootinfo.empty;
    seL4_Word count = 0;

    for (seL4_SlotPos slot = empty.start; slot < 1u << FAKE_ROOT_BITS; slot++) {
        count += fake.root[slot].kind != FAKE_NULL;
        assert_true(slot < empty.end || fake.root[slot].kind == FAKE_NULL);
    }
    return count;
}

static void assert_notes_came_true(void)
{
    for (unsigned i = 0; i < note_count; i++) {
        const struct memory_batch *batch = &notes[i].batch;

        for (seL4_Word j = 0; j < batch->count; j++) {
            assert_int_equal(fake.root[batch->slot + j].object->paddr,
                             notes[i].paddr + (j << batch->size_bits));
        }
    }
}

/* What was foretold to work: it does, and uses `slots`. */
static void assert_builds(seL4_Word slots)
{
    boot(slots);
    build_system(&spec, &fake.bootinfo, spec_frames());
    assert_int_equal(fake.resumed, EXAMPLE_THREADS);
    assert_int_equal(filled_slots(), slots);
    assert_notes_came_true();
    fake_shut_down();
}

static void assert_stops(seL4_Word slots, enum shortage_of reason)
{
    static const char *const sentences[] = {
        [SHORT_OF_SLOTS] = "not enough slots",
        [SHORT_OF_MEMORY] = "no memory is left",
        [SHORT_OF_ADDRESS] = "is not free",
    };

    boot(slots);
    EXPECT_STOP(build_system(&spec, &fake.bootinfo, spec_frames()));
    assert_int_equal(fake.resumed, 0);
    assert_non_null(strstr(fake.console, sentences[reason]));
    fake_shut_down();
}

static seL4_Word padding(void)
{
    seL4_Word count = 0;

    for (unsigned i = 0; i < note_count; i++) {
        count += notes[i].batch.type == seL4_UntypedObject;
    }
    return count;
}

static void test_what_is_foretold_happens(void **state)
{
    unsigned built = 0;
    unsigned short_of[3] = { 0 };

    (void)state;
    for (unsigned i = 0; i < SYSTEMS; i++) {
        struct shortage shortage;
        seL4_Word slots;

        choose_system();
        assert_false(forecast(0, &shortage)); /* now it is known how many slots are needed */
        assert_int_equal(shortage.of, SHORT_OF_SLOTS);
        slots = shortage.needed;
        if (!forecast(4096, &shortage)) {
            assert_int_not_equal(shortage.of, SHORT_OF_SLOTS);
            assert_stops(4096, shortage.of);
            short_of[shortage.of]++;
            continue;
        }
        slots += padding();
        assert_true(forecast(slots, &shortage));
        assert_builds(slots);
        built++;
        assert_false(forecast(slots - 1, &shortage));
        assert_int_equal(shortage.of, SHORT_OF_SLOTS);
        assert_stops(slots - 1, SHORT_OF_SLOTS);
    }
    assert_true(built > SYSTEMS / 8);
    assert_true(short_of[SHORT_OF_MEMORY] > SYSTEMS / 8);
    assert_true(short_of[SHORT_OF_ADDRESS] > SYSTEMS / 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_foretold_happens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
