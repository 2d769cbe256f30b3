/* SPDX-License-Identifier: BSD-2-Clause */
/* The IOMMU's tables: they translate what the description says, and nothing else. */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "iommu_tables.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_headers.h"
#include "sdf.h"
#include "smmu_walk.h"

/* Where the tables come to lie, and the regions, each page 1 MiB (large ones 16 MiB) behind the one
   before it: no address can be guessed from another. */
#define TABLES_AT 0x71234000ull
#define REGION_AT(index) (0x80000000ull + 0x10000000ull * (index))

struct world {
    struct arena arena;
    struct system *system;
    uint64_t *words; /* the tables, as they are when the initial task has been there */
    char *found;     /* what the walk says */
};

static uint64_t page_address(const struct region *region, uint64_t page)
{
    if (region->iommu_tables) {
        return TABLES_AT + 4096 * page;
    }
    return REGION_AT(region->index) +
           (page << (region->page_size == 0x1000 || region->prefilled ? 20 : 24));
}

static bool load_word(void *memory, uint64_t paddr, uint64_t *word)
{
    const struct world *world = memory;

    if (paddr % 8 != 0 || paddr < TABLES_AT ||
        paddr - TABLES_AT >= world->system->iommu_tables->size) {
        return false;
    }
    *word = world->words[(paddr - TABLES_AT) / 8];
    return true;
}

static void read_description(struct world *world, const char *text)
{
    static const char *const folder[] = {"."};
    static const struct search here = {folder, 1};
    struct source source = {"f", text, strlen(text)};
    struct diag diag = {.source = &source, .stream = stderr};

    world->system = sdf_read(&world->arena, &diag, &here,
                             board_facts_find("test"), xml_parse(&world->arena, &diag));
    assert_int_equal(diag.errors, 0);
    const struct buffer *tables = &world->system->iommu_tables->contents;
    assert_int_equal(tables->size % 4096, 0);
    assert_int_equal(tables->size, world->system->iommu_tables->size);
    world->words = malloc(tables->size);
    assert_non_null(world->words);
    memcpy(world->words, tables->data, tables->size);
}

/* As the initial task does. */
static void put_addresses(const struct world *world)
{
    const struct buffer *links = &world->system->iommu_links;

    for (size_t i = 0; i < links->size / sizeof(struct iommu_link); i += 1) {
        const struct iommu_link *link = (const struct iommu_link *)(const void *)links->data + i;

        uint64_t page_size = link->region->prefilled ? 0x1000 : link->region->page_size;
        assert_true(link->first + link->count <= link->region->size / page_size);
        for (uint64_t page = 0; page < link->count; page += 1) {
            uint64_t *word = &world->words[link->where / 8 + page];

            *word = page_address(link->region, link->first + page) | link->bits;
        }
    }
}

static void walk(struct world *world)
{
    size_t size = 0;
    FILE *out = open_memstream(&world->found, &size);

    assert_non_null(out);
    smmu_walk(out, load_word, world, world->words[1], (uint32_t)world->words[2]);
    (void)fclose(out);
}

static void release(struct world *world)
{
    free(world->words);
    free(world->found);
    sdf_release(world->system);
    arena_release(&world->arena);
}

static void expect_reach(const char *description, const char *expected)
{
    struct world world = {0};

    read_description(&world, description);
    put_addresses(&world);
    walk(&world);
    assert_string_equal(world.found, expected);
    release(&world);
}

#define TABLES "<memory_region name='tables' prefill_iommu='true'/>"
#define PD "<protection_domain name='a'><program_image path='a.elf'/></protection_domain>"

static const char two_devices[] =
    "<system>"
    "<memory_region name='ring' size='0x2000'/>"
    "<memory_region name='letter' size='0x1000'/>" TABLES
    "<memory_region name='box' size='0x400000'/>"
    "<io_address_space name='net' peripheral_id='8' domain_id='1'>"
    "<iomap mr='ring' iovaddr='0x1ff000' perms='rw'/>"
    "<iomap mr='letter' iovaddr='0x1fe000' perms='r'/>"
    "<iomap mr='box' iovaddr='0x3fc00000'/>"
    "</io_address_space>"
    "<io_address_space name='disk' peripheral_id='0x7fff' domain_id='0xffff'>"
    "<iomap mr='letter' iovaddr='0x7f_ffff_f000' perms='rw'/>"
    "<iomap mr='letter' iovaddr='0' perms='r'/>"
    "</io_address_space>"
    "<io_address_space name='idle' peripheral_id='63' domain_id='0'/>" PD "</system>";

static void tables_reach_what_is_described_and_nothing_else(void **state)
{
    (void)state;
    expect_reach(two_devices, "stream 8, asid 1\n"
                              "  0x1fe000 +0x1000 -> 0x90000000 r\n"
                              "  0x1ff000 +0x1000 -> 0x80000000 rw\n"
                              "  0x200000 +0x1000 -> 0x80100000 rw\n"
                              "  0x3fc00000 +0x200000 -> 0xb0000000 rw\n"
                              "  0x3fe00000 +0x200000 -> 0xb1000000 rw\n"
                              "stream 63, asid 0\n"
                              "stream 32767, asid 65535\n"
                              "  0x0 +0x1000 -> 0x90000000 r\n"
                              "  0x7ffffff000 +0x1000 -> 0x90000000 rw\n");
}

static void tables_without_devices_let_none_through(void **state)
{
    (void)state;
    expect_reach("<system>" TABLES PD "</system>", "");
}

/* Tables that run over from one into the next, and 70 spaces: context descriptors on two pages. */
static void tables_of_many_devices_and_pages_are_whole(void **state)
{
    struct buffer text = {0};
    struct buffer expected = {0};

    (void)state;
    buffer_format(&text, "<system><memory_region name='long' size='0x401000'/>" TABLES
                         "<io_address_space name='d' peripheral_id='0' domain_id='0'>"
                         "<iomap mr='long' iovaddr='0x3fdff000' perms='r'/></io_address_space>");
    buffer_format(&expected, "stream 0, asid 0\n");
    for (unsigned page = 0; page < 0x401; page += 1) {
        buffer_format(&expected, "  0x%x +0x1000 -> 0x%x r\n", 0x3fdff000 + page * 0x1000,
                      0x80000000 + page * 0x100000);
    }
    for (unsigned i = 1; i <= 70; i += 1) {
        buffer_format(&text, "<io_address_space name='d%u' peripheral_id='%u' domain_id='%u'/>",
                      i, i * 8, i + 100);
        buffer_format(&expected, "stream %u, asid %u\n", i * 8, i + 100);
    }
    buffer_format(&text, PD "</system>%c", 0);
    buffer_append(&expected, "", 1);
    expect_reach((const char *)text.data, (const char *)expected.data);
    buffer_release(&text);
    buffer_release(&expected);
}

/* A file in memory has small pages, also where the description says that they are large. */
static void tables_of_a_file_have_the_pages_that_it_has(void **state)
{
    struct world world = {0};
    char name[] = "test_iommu.XXXXXX";
    char text[512];
    int file = mkstemp(name);

    (void)state;
    assert_true(file >= 0);
    assert_int_equal(write(file, "x", 1), 1);
    assert_int_equal(close(file), 0);
    (void)snprintf(text, sizeof(text),
                   "<system><memory_region name='file' prefill_path='%s' page_size='0x200000'/>"
                   TABLES "<io_address_space name='d' peripheral_id='1' domain_id='1'>"
                   "<iomap mr='file' iovaddr='0x200000' perms='r'/></io_address_space>" PD
                   "</system>",
                   name);
    read_description(&world, text);
    assert_int_equal(unlink(name), 0);
    put_addresses(&world);
    walk(&world);
    assert_non_null(strstr(world.found, "\n  0x200000 +0x1000 -> 0x80000000 r\n"));
    assert_non_null(strstr(world.found, "\n  0x3ff000 +0x1000 -> 0x9ff00000 r\n"));
    release(&world);
}

/* Before the initial task has put addresses in, or if it never does, no device reaches memory. */
static void tables_without_addresses_lead_to_no_page(void **state)
{
    struct world world = {0};
    const struct buffer *links;

    (void)state;
    read_description(&world, two_devices);
    links = &world.system->iommu_links;
    for (size_t i = 0; i < links->size / sizeof(struct iommu_link); i += 1) {
        const struct iommu_link *link = (const struct iommu_link *)(const void *)links->data + i;

        for (uint64_t page = 0; page < link->count; page += 1) {
            assert_true(link->region->iommu_tables || world.words[link->where / 8 + page] == 0);
        }
    }
    release(&world);
}

/* What the component that owns the SMMU is told. */
static void tables_begin_with_what_the_registers_get(void **state)
{
    struct world world = {0};

    (void)state;
    read_description(&world, two_devices);
    put_addresses(&world);
    assert_memory_equal(world.words, "bhitbl01", 8);
    assert_int_equal(world.words[1], 1ull << 62 | (TABLES_AT + 0x1000));
    assert_int_equal(world.words[2], 0x1018f);
    assert_int_equal(world.words[3], 3);
    release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_reach_what_is_described_and_nothing_else),
        cmocka_unit_test(tables_without_devices_let_none_through),
        cmocka_unit_test(tables_of_many_devices_and_pages_are_whole),
        cmocka_unit_test(tables_of_a_file_have_the_pages_that_it_has),
        cmocka_unit_test(tables_without_addresses_lead_to_no_page),
        cmocka_unit_test(tables_begin_with_what_the_registers_get),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
