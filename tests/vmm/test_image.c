/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a kernel and its files go, and files that are no such thing.
 */
#include <string.h>

#include "cmocka_headers.h"
#include "guest_map.h"
#include "image.h"

#define RAM 0x40000000ull

enum { RAM_BYTES = 0x10000, FILES = 0x8000, TREE = 0xc000, END = 0xd000 };

static uint8_t ram[RAM_BYTES];
static uint8_t kernel_bytes[0x3000];
static uint8_t tree_bytes[100];
static uint8_t files_bytes[FILES];
static const struct image_places places = {RAM + FILES, RAM + TREE, RAM + END};
static const struct guest_memory memory = {ram, RAM, RAM_BYTES};

static struct file kernel;
static struct file tree;
static struct file files;
static uint64_t entry;

/* Debian's kernel has text_offset 0, flags 0xa; this one is smaller. */
static int start(void **state)
{
    (void)state;
    memset(ram, 0xa5, sizeof(ram));
    memset(kernel_bytes, 0x11, sizeof(kernel_bytes));
    memset(tree_bytes, 0x22, sizeof(tree_bytes));
    memset(files_bytes, 0x33, sizeof(files_bytes));
    memory_put_number(kernel_bytes + 8, 0, 8);
    memory_put_number(kernel_bytes + 16, 0x5000, 8);
    memory_put_number(kernel_bytes + 24, 0xa, 8);
    memory_put_number(kernel_bytes + 56, 0x644d5241, 4);
    memcpy(tree_bytes, "\xd0\x0d\xfe\xed\0\0\0\x64", 8);
    kernel = (struct file){kernel_bytes, sizeof(kernel_bytes)};
    tree = (struct file){tree_bytes, sizeof(tree_bytes)};
    files = (struct file){files_bytes, 0x2000};
    entry = 1;
    return 0;
}

static enum image_problem place(void)
{
    return image_place(&memory, &places, &kernel, &tree, &files, &entry);
}

/* Nothing of the guest's memory changed. */
static void is_refused(enum image_problem problem)
{
    assert_int_equal(place(), problem);
    for (unsigned i = 0; i < RAM_BYTES; i++) {
        assert_int_equal(ram[i], 0xa5);
    }
    assert_int_equal(entry, 1);
}

static void all(uint64_t from, uint64_t to, uint8_t byte)
{
    for (uint64_t i = from; i < to; i++) {
        assert_int_equal(ram[i], byte);
    }
}

static void test_image_everything_is_in_its_place_and_the_rest_is_clear(void **state)
{
    (void)state;
    assert_int_equal(place(), IMAGE_OK);
    assert_int_equal(entry, RAM);
    assert_memory_equal(ram, kernel_bytes, sizeof(kernel_bytes));
    all(sizeof(kernel_bytes), FILES, 0);
    all(FILES, FILES + 0x2000, 0x33);
    all(FILES + 0x2000, TREE, 0);
    assert_memory_equal(ram + TREE, tree_bytes, sizeof(tree_bytes));
    all(TREE + sizeof(tree_bytes), RAM_BYTES, 0);
}

static void test_image_kernel_goes_where_it_wants_to_be(void **state)
{
    (void)state;
    memory_put_number(kernel_bytes + 8, 0x1000, 8);
    assert_int_equal(place(), IMAGE_OK);
    assert_int_equal(entry, RAM + 0x1000);
    all(0, 0x1000, 0);
    assert_memory_equal(ram + 0x1000, kernel_bytes, sizeof(kernel_bytes));
}

static void test_image_no_kernel_is_refused(void **state)
{
    kernel.bytes = 63;
    is_refused(IMAGE_NO_KERNEL);
    kernel.bytes = 0;
    is_refused(IMAGE_NO_KERNEL);
    start(state);
    kernel_bytes[59] = 'D';
    is_refused(IMAGE_NO_KERNEL);
    start(state);
    memcpy(kernel_bytes, "\x1f\x8b\x08", 3); /* gzip: the magic number is elsewhere */
    memset(kernel_bytes + 56, 0x99, 4);
    is_refused(IMAGE_NO_KERNEL);
}

static void test_image_old_and_big_endian_kernels_are_refused(void **state)
{
    memory_put_number(kernel_bytes + 16, 0, 8);
    is_refused(IMAGE_TOO_OLD);
    start(state);
    memory_put_number(kernel_bytes + 24, 0xb, 8);
    is_refused(IMAGE_BIG_ENDIAN);
}

static void test_image_kernel_that_does_not_fit_is_refused(void **state)
{
    static const uint64_t wrong[][2] = {
        {0, FILES + 1}, {0x3001, 0x5000}, {FILES, 1}, {RAM_BYTES, 1}, {RAM_BYTES + 1, 1},
        {UINT64_MAX, 1}, {UINT64_MAX - RAM + 1, 0x5000}, {0, UINT64_MAX}, {16, UINT64_MAX - 15},
    };

    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        start(state);
        memory_put_number(kernel_bytes + 8, wrong[i][0], 8);
        memory_put_number(kernel_bytes + 16, wrong[i][1], 8);
        is_refused(IMAGE_TOO_LARGE);
    }
    start(state);
    memory_put_number(kernel_bytes + 8, 0x5001, 8);
    memory_put_number(kernel_bytes + 16, 1, 8); /* the file itself is longer */
    is_refused(IMAGE_TOO_LARGE);
    start(state);
    memory_put_number(kernel_bytes + 16, FILES, 8);
    assert_int_equal(place(), IMAGE_OK);
}

static void test_image_no_tree_is_refused(void **state)
{
    tree.bytes = 39;
    is_refused(IMAGE_NO_TREE);
    start(state);
    tree_bytes[3] = 0xee;
    is_refused(IMAGE_NO_TREE);
    start(state);
    tree_bytes[7] = 101; /* cut off */
    is_refused(IMAGE_NO_TREE);
    start(state);
    tree_bytes[4] = 0xff;
    is_refused(IMAGE_NO_TREE);
}

static void test_image_files_that_do_not_fit_are_refused(void **state)
{
    files.bytes = TREE - FILES + 1;
    is_refused(IMAGE_FILES_TOO_LARGE);
    files.bytes = UINT64_MAX;
    is_refused(IMAGE_FILES_TOO_LARGE);
    start(state);
    tree = (struct file){tree_bytes, END - TREE + 1};
    is_refused(IMAGE_TREE_TOO_LARGE);
    tree.bytes = 1ull << 40;
    is_refused(IMAGE_TREE_TOO_LARGE);
    start(state);
    files.bytes = TREE - FILES;
    assert_int_equal(place(), IMAGE_OK);
    all(FILES, TREE, 0x33);
}

/* The layout that the device tree tells the guest of. */
static void test_image_the_guests_map_has_no_overlaps(void **state)
{
    static const uint64_t order[] = {
        GUEST_GICD, GUEST_GICD + GUEST_GICD_BYTES, GUEST_GICC, GUEST_GICC + GUEST_GICC_BYTES,
        GUEST_UART, GUEST_UART + GUEST_UART_BYTES, GUEST_DISK, GUEST_NET, GUEST_CONSOLE,
        GUEST_CONSOLE + 0x200, GUEST_RAM, GUEST_INITRD, GUEST_TREE, GUEST_ENTRY,
        GUEST_RAM + GUEST_RAM_BYTES,
    };

    (void)state;
    for (unsigned i = 1; i < sizeof(order) / sizeof(order[0]); i++) {
        assert_true(order[i - 1] <= order[i]);
    }
    assert_int_equal(GUEST_NET - GUEST_DISK, 0x200);
    assert_int_equal(GUEST_CONSOLE - GUEST_NET, 0x200);
    assert_int_equal(GUEST_RAM % 0x200000, 0); /* booting.rst: where an Image is */
    assert_int_equal(GUEST_TREE % 8, 0);
    assert_int_equal(GUEST_TREE / 0x200000, (GUEST_ENTRY - 1) / 0x200000);
}

static void test_image_problems_have_words(void **state)
{
    (void)state;
    for (int i = IMAGE_OK; i <= IMAGE_FILES_TOO_LARGE; i++) {
        assert_true(strlen(image_problem_text((enum image_problem)i)) > 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_image_everything_is_in_its_place_and_the_rest_is_clear, start),
        cmocka_unit_test_setup(test_image_kernel_goes_where_it_wants_to_be, start),
        cmocka_unit_test_setup(test_image_no_kernel_is_refused, start),
        cmocka_unit_test_setup(test_image_old_and_big_endian_kernels_are_refused, start),
        cmocka_unit_test_setup(test_image_kernel_that_does_not_fit_is_refused, start),
        cmocka_unit_test_setup(test_image_no_tree_is_refused, start),
        cmocka_unit_test_setup(test_image_files_that_do_not_fit_are_refused, start),
        cmocka_unit_test(test_image_the_guests_map_has_no_overlaps),
        cmocka_unit_test(test_image_problems_have_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
