/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot image: what the loader will find where. */
#include "image.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_headers.h"
#include "image_elf.h"
#include "make_elf.h"

struct world {
    struct image_parts parts;
    struct plan plan;
    struct image image;
    struct boot_image boot; /* as read back from the image's bytes */
};

static void make_component(struct component *component, const char *path,
                           const struct make_elf *made)
{
    char error[ELF_ERROR_SIZE];

    component->path = path;
    make_elf_write(made, &component->file);
    assert_true(elf_open(&component->elf, component->file.data, component->file.size, error));
}

static int setup(void **state)
{
    const struct make_elf loader = make_elf_loader();
    const struct make_elf kernel = make_elf_kernel();
    const struct make_elf initialiser = make_elf_initialiser();
    struct source source = {.name = "test", .text = ""};
    struct diag diag = {.source = &source, .stream = stderr};
    struct system system = {.board = board_facts_find("test")};
    struct arena arena = {0};
    struct world *world = calloc(1, sizeof(*world));

    assert_non_null(world);
    make_component(&world->parts.loader, "loader", &loader);
    make_component(&world->parts.kernel, "kernel", &kernel);
    make_component(&world->parts.initialiser, "initialiser", &initialiser);
    plan_build(&arena, &diag, &world->plan, &system, NULL, false);
    assert_true(image_build(&diag, &world->image, &world->parts, &world->plan,
                            system.board));
    arena_release(&arena);
    memcpy(&world->boot, world->image.bytes.data + 0x1080, sizeof(world->boot));
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    component_release(&world->parts.loader);
    component_release(&world->parts.kernel);
    component_release(&world->parts.initialiser);
    plan_release(&world->plan);
    buffer_release(&world->image.bytes);
    free(world);
    return 0;
}

/* make_elf fills segments with the low byte of each address / 8. */
static void assert_contents(const struct world *world, uint64_t offset, uint64_t vaddr,
                            uint64_t size)
{
    for (uint64_t i = 0; i < size; i += 1) {
        assert_int_equal(world->image.bytes.data[offset + i], (uint8_t)((vaddr + i) / 8));
    }
}

static void assert_zero(const struct world *world, uint64_t offset, uint64_t size)
{
    for (uint64_t i = 0; i < size; i += 1) {
        assert_int_equal(world->image.bytes.data[offset + i], 0);
    }
}

static void image_begins_with_the_loader_and_its_zeroed_bss(void **state)
{
    const struct world *world = *state;

    assert_int_equal(world->image.base, 0x70000000);
    assert_contents(world, 0, 0x70000000, 0x200);
    assert_zero(world, 0x200, 0xe00);
    assert_contents(world, 0x1000, 0x70001000, 0x80);
    assert_contents(world, 0x10d8, 0x700010d8, 0x28);
    assert_zero(world, 0x1100, 0xf00);
}

static void image_tells_the_loader_where_everything_is(void **state)
{
    const struct world *world = *state;
    const struct boot_image *boot = &world->boot;

    assert_int_equal(boot->magic, BOOT_IMAGE_MAGIC);
    assert_int_equal(boot->kernel_offset, 0x2000);
    assert_int_equal(boot->kernel_filesz, 0x1010);
    assert_int_equal(boot->kernel_memsz, 0x5000);
    assert_int_equal(boot->kernel_paddr, 0x40000000);
    assert_int_equal(boot->kernel_vaddr, 0xffffffffc0000000);
    assert_int_equal(boot->kernel_entry, 0xffffffffc0000000);
    assert_int_equal(boot->user_offset, 0x4000);
    assert_int_equal(boot->user_vaddr, 0x80000000);
    assert_int_equal(boot->user_entry, 0x80001000);
    assert_int_equal(boot->user_offset + boot->user_size, world->image.bytes.size);
    assert_int_equal(boot->user_size % 4096, 0);
}

static void image_has_the_kernel_with_gaps_filled(void **state)
{
    const struct world *world = *state;

    assert_contents(world, 0x2000, 0xffffffffc0000000, 0x300);
    assert_zero(world, 0x2300, 0xd00);
    assert_contents(world, 0x3000, 0xffffffffc0001000, 0x10);
}

static void image_has_the_spec_where_the_initial_task_ends(void **state)
{
    const struct world *world = *state;
    const struct spec_header *header = (const void *)(world->image.bytes.data + 0x7000);

    assert_contents(world, 0x4000, 0x80000000, 0x1100);
    assert_zero(world, 0x5100, 0x1f00);
    assert_int_equal(world->image.spec_offset, 0x7000);
    assert_int_equal(header->magic, SPEC_MAGIC);
    assert_int_equal(header->size, world->image.spec_size);
}

static void image_ends_with_an_empty_page_for_the_loader(void **state)
{
    const struct world *world = *state;
    size_t page = world->image.bytes.size - 4096;

    assert_int_equal(world->image.spec_offset + world->image.spec_size, page);
    assert_zero(world, page, 4096);
}

static void assert_symbol(const struct elf *elf, const char *name, uint64_t address, bool absolute)
{
    struct elf_symbol symbol;

    assert_int_equal(elf_symbol_find(elf, name, &symbol), ELF_FOUND);
    assert_int_equal(symbol.address, address);
    assert_int_equal(symbol.absolute, absolute);
}

/* A boot loader needs the segment and the entry, a debugger the symbols. */
static void image_as_elf_is_the_same_bytes_at_their_address_with_symbols(void **state)
{
    const struct world *world = *state;
    const struct buffer *bytes = &world->image.bytes;
    struct buffer file = {0};
    struct elf elf;
    char error[ELF_ERROR_SIZE] = "";

    image_elf_write(&file, &world->image, &world->parts);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_int_equal(elf.entry, 0x70000000);
    assert_int_equal(elf.segment_count, 1);
    assert_int_equal(elf.segments[0].vaddr, 0x70000000);
    assert_int_equal(elf.segments[0].paddr, 0x70000000);
    assert_int_equal(elf.segments[0].filesz, bytes->size);
    assert_int_equal(elf.segments[0].memsz, bytes->size);
    assert_memory_equal(elf.segments[0].data, bytes->data, bytes->size);
    assert_symbol(&elf, "boot_image", 0x70001080, false);
    assert_symbol(&elf, "ki_end", 0xffffffffc0005000, true);
    assert_symbol(&elf, "__image_end", 0x80003000, true);
    buffer_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_begins_with_the_loader_and_its_zeroed_bss),
        cmocka_unit_test(image_tells_the_loader_where_everything_is),
        cmocka_unit_test(image_has_the_kernel_with_gaps_filled),
        cmocka_unit_test(image_has_the_spec_where_the_initial_task_ends),
        cmocka_unit_test(image_ends_with_an_empty_page_for_the_loader),
        cmocka_unit_test(image_as_elf_is_the_same_bytes_at_their_address_with_symbols),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
