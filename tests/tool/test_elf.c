/* SPDX-License-Identifier: BSD-2-Clause */
/* The ELF reader, on right files and on files that are damaged in every place. */
#include "elf.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_headers.h"
#include "make_elf.h"

/* Reads everything that the tool ever reads of a file; ASan is the oracle. */
static uint64_t read_all(const struct elf *elf)
{
    uint64_t sum = elf->entry + elf_end(elf);
    struct elf_symbol symbol;
    struct elf_section section;

    for (uint64_t i = 0; i < elf->section_count; i += 1) {
        if (elf_section_at(elf, i, &section)) {
            sum += strlen(section.name) + section.address;
        }
    }
    for (size_t i = 0; i < elf->segment_count; i += 1) {
        for (uint64_t j = 0; j < elf->segments[i].filesz; j += 1) {
            sum += elf->segments[i].data[j];
        }
    }
    for (uint64_t i = 0; i < elf->symbol_count; i += 1) {
        if (elf_symbol_at(elf, i, &symbol)) {
            sum += strlen(symbol.name) + symbol.address;
            sum += elf_segment_of(elf, symbol.address, symbol.size) != NULL ? 1u : 0u;
        }
    }
    return sum + (elf_symbol_find(elf, "absent", &symbol) == ELF_MISSING ? 1u : 0u);
}

/* Opens a copy that is exactly as large as it says, so that ASan sees every
   access beyond it. */
static bool open_exactly(const uint8_t *bytes, size_t size, uint64_t *sum)
{
    struct elf elf;
    char error[ELF_ERROR_SIZE];
    uint8_t *copy = malloc(size > 0 ? size : 1);

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    bool opened = elf_open(&elf, copy, size, error);
    if (opened) {
        *sum += read_all(&elf);
    } else {
        assert_true(strlen(error) > 0);
    }
    free(copy);
    return opened;
}

static void elf_segments_and_symbols_are_found(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    struct elf_symbol symbol;
    char error[ELF_ERROR_SIZE];

    (void)state;
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_int_equal(elf.entry, 0x200000);
    assert_int_equal(elf.segment_count, 2);
    assert_int_equal(elf.segments[1].vaddr, 0x201000);
    assert_int_equal(elf.segments[1].flags, ELF_READ | ELF_WRITE);
    assert_int_equal(elf.segments[1].filesz, 0x80);
    assert_int_equal(elf.segments[1].data[0x10], 0x2);
    assert_int_equal(elf_end(&elf), 0x204000);
    assert_int_equal(elf_symbol_find(&elf, "microkit_pps", &symbol), ELF_FOUND);
    assert_int_equal(symbol.address, 0x202010);
    assert_int_equal(symbol.size, 8);
    assert_int_equal(elf_symbol_find(&elf, "microkit_pp", &symbol), ELF_MISSING);
    assert_int_equal(elf_symbol_find(&elf, "twin", &symbol), ELF_AMBIGUOUS);
    buffer_release(&file);
}

static void elf_sections_in_memory_are_found(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    struct elf_section section;
    char error[ELF_ERROR_SIZE];
    unsigned found = 0;

    (void)state;
    made.sections[0] = (struct make_section){".debug", 0, 16, 0, 1};
    made.sections[1] = (struct make_section){".tbss", 0x203000, 16, 0x403, 8};
    made.sections[2] = (struct make_section){".empty", 0x203000, 0, 3, 1};
    made.sections[3] = (struct make_section){".config", 0x203000, 0x80, 3, 8};
    made.sections[4] = (struct make_section){".fast", 0x200040, 0x20, 6, 1};
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    for (uint64_t i = 0; i < elf.section_count; i += 1) {
        if (!elf_section_at(&elf, i, &section)) {
            continue;
        }
        bool first = found++ == 0;
        assert_string_equal(section.name, first ? ".config" : ".fast");
        assert_int_equal(section.address, first ? 0x203000 : 0x200040);
        assert_int_equal(section.size, first ? 0x80 : 0x20);
        assert_int_equal(section.flags, first ? ELF_WRITE : ELF_EXECUTE);
    }
    assert_int_equal(found, 2);
    assert_int_equal(elf_symbol_find(&elf, "microkit_pps", &(struct elf_symbol){0}), ELF_FOUND);
    buffer_release(&file);
}

/* The names serve messages: without them the file is as good. */
static void elf_without_section_names_has_no_sections(void **state)
{
    enum { NAMES_INDEX = 62 };
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    char error[ELF_ERROR_SIZE];

    (void)state;
    made.sections[0] = (struct make_section){".config", 0x203000, 0x80, 3, 8};
    make_elf_write(&made, &file);
    for (uint8_t index = 0; index < 6; index += 1) {
        file.data[NAMES_INDEX] = index;
        assert_true(elf_open(&elf, file.data, file.size, error));
        assert_int_equal(elf.section_count, index == 2 ? 4 : 0);
    }
    buffer_release(&file);
}

static void elf_global_symbol_wins_over_local_ones(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    struct elf_symbol symbol;
    char error[ELF_ERROR_SIZE];

    (void)state;
    make_elf_symbol(&made, "__sel4_ipc_buffer_obj")->name = "twin";
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_int_equal(elf_symbol_find(&elf, "twin", &symbol), ELF_FOUND);
    assert_int_equal(symbol.address, 0x205000);
    buffer_release(&file);
}

static void elf_segments_are_sorted_by_address(void **state)
{
    struct make_elf made = make_elf_program();
    struct make_segment first = made.segments[0];
    struct buffer file = {0};
    struct elf elf;
    char error[ELF_ERROR_SIZE];

    (void)state;
    made.segments[0] = made.segments[1];
    made.segments[1] = first;
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_int_equal(elf.segments[0].vaddr, 0x200000);
    assert_int_equal(elf.segments[1].vaddr, 0x201000);
    buffer_release(&file);
}

static void elf_segment_of_needs_the_whole_range(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    char error[ELF_ERROR_SIZE];

    (void)state;
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_ptr_equal(elf_segment_of(&elf, 0x203ff8, 8), &elf.segments[1]);
    assert_null(elf_segment_of(&elf, 0x203ff9, 8));
    assert_null(elf_segment_of(&elf, 0x1fffff, 8));
    assert_null(elf_segment_of(&elf, 0x201000, UINT64_MAX));
    buffer_release(&file);
}

static void elf_truncated_anywhere_is_refused(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    uint64_t sum = 0;

    (void)state;
    made.sections[0] = (struct make_section){".config", 0x203000, 0x80, 3, 8};
    make_elf_write(&made, &file);
    for (size_t size = 0; size < file.size; size += 1) {
        assert_false(open_exactly(file.data, size, &sum));
    }
    assert_true(open_exactly(file.data, file.size, &sum));
    buffer_release(&file);
}

static void elf_damaged_anywhere_is_never_read_beyond_its_end(void **state)
{
    static const uint8_t values[] = {0x00, 0x01, 0x02, 0x08, 0x40, 0x7f, 0x80, 0xff};
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    uint64_t sum = 0;
    size_t refused = 0;

    (void)state;
    made.sections[0] = (struct make_section){".config", 0x203000, 0x80, 3, 8};
    make_elf_write(&made, &file);
    for (size_t at = 0; at < file.size; at += 1) {
        uint8_t right = file.data[at];

        for (size_t i = 0; i < sizeof(values); i += 1) {
            file.data[at] = values[i];
            refused += open_exactly(file.data, file.size, &sum) ? 0u : 1u;
        }
        file.data[at] = right;
    }
    assert_true(refused > 100);
    buffer_release(&file);
}

/* The names are the last thing in the file: one byte further is outside. */
static void elf_symbol_name_beyond_the_names_is_no_name(void **state)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    struct elf elf;
    struct elf_symbol symbol;
    char error[ELF_ERROR_SIZE];

    (void)state;
    make_elf_write(&made, &file);
    assert_true(elf_open(&elf, file.data, file.size, error));
    assert_true(elf_symbol_at(&elf, 0, &symbol));
    assert_int_equal(elf.strings + elf.strings_size, file.size);
    for (unsigned byte = 0; byte < 4; byte += 1) {
        file.data[elf.symbols + byte] = (uint8_t)(elf.strings_size >> (8 * byte));
    }
    assert_false(elf_symbol_at(&elf, 0, &symbol));
    buffer_release(&file);
}

/* Values of fields that are wrong only together with others. */
static void elf_sizes_that_overflow_are_refused(void **state)
{
    static const struct {
        size_t offset; /* in program header 1 */
        uint64_t value;
    } damages[] = {
        {8, UINT64_MAX}, {8, UINT64_MAX - 0x7f}, {32, UINT64_MAX}, {32, 0x3001},
        {40, UINT64_MAX}, {40, 0x7f}, {16, UINT64_MAX - 0xfff}, {24, UINT64_MAX - 0xfff},
    };
    struct make_elf made = make_elf_program();
    uint64_t sum = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i += 1) {
        struct buffer file = {0};

        make_elf_write(&made, &file);
        for (unsigned byte = 0; byte < 8; byte += 1) {
            file.data[64 + 56 + damages[i].offset + byte] =
                (uint8_t)(damages[i].value >> (8 * byte));
        }
        assert_false(open_exactly(file.data, file.size, &sum));
        buffer_release(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elf_segments_and_symbols_are_found),
        cmocka_unit_test(elf_sections_in_memory_are_found),
        cmocka_unit_test(elf_without_section_names_has_no_sections),
        cmocka_unit_test(elf_global_symbol_wins_over_local_ones),
        cmocka_unit_test(elf_segments_are_sorted_by_address),
        cmocka_unit_test(elf_segment_of_needs_the_whole_range),
        cmocka_unit_test(elf_truncated_anywhere_is_refused),
        cmocka_unit_test(elf_damaged_anywhere_is_never_read_beyond_its_end),
        cmocka_unit_test(elf_symbol_name_beyond_the_names_is_no_name),
        cmocka_unit_test(elf_sizes_that_overflow_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
