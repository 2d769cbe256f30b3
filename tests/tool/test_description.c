/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptions that are damaged in every place: an error, never a crash. */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "sdf.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_headers.h"
#include "kernel_board.h"

static const char description[] =
    "<?xml version='1.0'?>\n"
    "<system>\n"
    "  <memory_region name='m' size='0x200_000' phys_addr='0x9000000' page_size='0x1000'/>\n"
    "  <protection_domain name='a' priority='2' budget='100' period='200' passive='true'>\n"
    "    <program_image path=\"a&lt;.elf\" /><!-- a comment -->\n"
    "    <map mr='m' vaddr = '0x400000' perms='rw' cached='false' setvar_vaddr='v'/>\n"
    "    <irq irq='33' id='1' trigger='edge'/><setvar symbol='s' region_paddr='m'/>\n"
    "    <protection_domain name='b' id='1' stack_size='0x2000'>\n"
    "      <program_image path='b.elf'/></protection_domain>\n"
    "  </protection_domain>\n"
    "  <channel><end pd='b' id='2' pp='true'/><end pd='a' id='2' notify='false'/></channel>\n"
    "</system>\n";

static const struct board_facts *facts(void)
{
    return board_facts_find("qemu_virt_aarch64_el1");
}

/* Parses and checks a text; returns the number of errors, each with a message. */
static size_t errors_in(const char *text, size_t size)
{
    struct source source = {"f", text, size};
    struct arena arena = {0};
    char *output = NULL;
    size_t output_size = 0;
    struct diag diag = {.source = &source, .stream = open_memstream(&output, &output_size)};
    const struct search nowhere = {NULL, 0};
    const struct xml_element *root = xml_parse(&arena, &diag);

    if (root != NULL) {
        (void)sdf_read(&arena, &diag, &nowhere, facts(), root);
    }
    (void)fclose(diag.stream);
    assert_true((diag.errors > 0) == (strstr(output, ": error: ") != NULL));
    assert_true(root != NULL || diag.errors > 0);
    free(output);
    arena_release(&arena);
    return diag.errors;
}

static void description_that_is_right_has_no_error(void **state)
{
    (void)state;
    assert_int_equal(errors_in(description, strlen(description)), 0);
}

static void description_cut_off_anywhere_is_refused(void **state)
{
    /* The last character is a newline that nobody misses. */
    size_t size = strlen(description) - 1;

    (void)state;
    for (size_t end = 0; end < size; end += 1) {
        char *text = malloc(end + 1);

        assert_non_null(text);
        memcpy(text, description, end);
        assert_true(errors_in(text, end) > 0);
        free(text);
    }
}

static void description_damaged_anywhere_does_not_crash(void **state)
{
    static const char values[] = "<>\"'&/= x0_\n\x80\xff";
    size_t size = strlen(description);
    size_t refused = 0;

    (void)state;
    for (size_t at = 0; at < size; at += 1) {
        for (const char *value = values; *value != '\0'; value += 1) {
            char *text = malloc(size);

            assert_non_null(text);
            memcpy(text, description, size);
            text[at] = *value;
            refused += errors_in(text, size) > 0 ? 1u : 0u;
            free(text);
        }
    }
    assert_true(refused > size);
}

static void description_attributes_are_found_where_they_stand(void **state)
{
    static const char text[] = "<system>\n<a  b = \"&amp;'=\"\n\tc='\"d=' /></system>";
    struct source source = {"f", text, strlen(text)};
    struct arena arena = {0};
    struct diag diag = {.source = &source, .stream = stderr};
    const struct xml_element *root = xml_parse(&arena, &diag);

    (void)state;
    assert_non_null(root);
    const struct xml_element *a = root->first_child;
    assert_int_equal(a->attribute_count, 2);
    assert_string_equal(a->attributes[0].value, "&'=");
    assert_ptr_equal(text + a->attributes[0].name_at, strstr(text, "b = "));
    assert_ptr_equal(text + a->attributes[0].value_at, strstr(text, "&amp;"));
    assert_ptr_equal(text + a->attributes[1].name_at, strstr(text, "c='"));
    assert_ptr_equal(text + a->attributes[1].value_at, strstr(text, "\"d=' "));
    arena_release(&arena);
}

static void description_interrupts_are_those_that_the_kernel_gives_out(void **state)
{
    (void)state;
    assert_int_equal(facts()->irq_count - 1, kernel_board_max_irq());
    assert_int_equal(IRQ_KERNEL_TIMER, kernel_board_timer_irq());
}

static void description_memory_is_what_the_kernel_has(void **state)
{
    (void)state;
    assert_int_equal(facts()->ram_count, 1);
    assert_int_equal(facts()->ram->start, kernel_board_ram_start());
    assert_int_equal(facts()->ram->end, kernel_board_ram_end());
    assert_int_equal(facts()->reserved_count, kernel_board_reserved_count());
    for (unsigned i = 0; i < facts()->reserved_count; i += 1) {
        assert_int_equal(facts()->reserved[i].span.start, kernel_board_reserved_start(i));
        assert_int_equal(facts()->reserved[i].span.end, kernel_board_reserved_end(i));
    }
}

static void description_schedule_is_one_that_the_kernel_has(void **state)
{
    (void)state;
    assert_int_equal(facts()->timer_khz, kernel_board_timer_khz());
    assert_int_equal(MAX_SCHED_DOMAINS, kernel_sched_domains());
    assert_int_equal(SCHEDULE_LENGTH, kernel_schedule_length());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(description_that_is_right_has_no_error),
        cmocka_unit_test(description_cut_off_anywhere_is_refused),
        cmocka_unit_test(description_damaged_anywhere_does_not_crash),
        cmocka_unit_test(description_attributes_are_found_where_they_stand),
        cmocka_unit_test(description_interrupts_are_those_that_the_kernel_gives_out),
        cmocka_unit_test(description_memory_is_what_the_kernel_has),
        cmocka_unit_test(description_schedule_is_one_that_the_kernel_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
