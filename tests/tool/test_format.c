/* SPDX-License-Identifier: BSD-2-Clause */
/* Formatted text, against the C library's. */
#include "memory.h"

#include <inttypes.h>
#include <stdio.h>

#include "cmocka_headers.h"
#include "../between.h"

/* The tool's text and printf's, of the same arguments. */
static void assert_like_printf(const char *format, ...) PRINTF_LIKE(1, 2);

static void assert_like_printf(const char *format, ...)
{
    struct buffer ours = {0};
    char theirs[512];
    va_list list;
    va_list again;

    va_start(list, format);
    va_copy(again, list);
    buffer_format_list(&ours, format, list);
    size_t length = (size_t)vsnprintf(theirs, sizeof(theirs), format, again);
    va_end(again);
    va_end(list);
    assert_between(length, 0, sizeof(theirs) - 1);
    buffer_append(&ours, "", 1);
    assert_string_equal((const char *)ours.data, theirs);
    assert_int_equal(ours.size, length + 1);
    buffer_release(&ours);
}

static void format_text_is_that_of_printf(void **state)
{
    (void)state;
    assert_like_printf("no conversion");
    assert_like_printf("100%%, %s and '%s'", "one", "");
    assert_like_printf("%s", "%d");
    assert_like_printf("[%8s] [%-8s] [%2s] [%-2s]", "four", "four", "four", "four");
    assert_like_printf("[%.*s] [%.*s] [%.2s] [%-6.2s]", 3, "four", 9, "four", "four", "four");
    assert_like_printf("[%*s] [%c%c%c]", 7, "^", 'r', '-', 'x');
    /* Without a NUL: no more is read than the precision says. */
    assert_like_printf("%.*s", 2, (const char[]){'a', 'b'});
}

static void format_numbers_are_those_of_printf(void **state)
{
    static const uint64_t numbers[] = {
        0, 1, 9, 10, 15, 16, 99, 4096, INT32_MAX, UINT32_MAX, UINT32_MAX + 1ull, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i += 1) {
        uint64_t n = numbers[i];

        assert_like_printf("%u %x %d", (unsigned)n, (unsigned)n, (int)n);
        assert_like_printf("%zu %llu 0x%llx", (size_t)n, (unsigned long long)n,
                           (unsigned long long)n);
        assert_like_printf("0x%012" PRIx64 " %10" PRIu64 " %2" PRIu64, n, n, n);
        assert_like_printf("[%-4" PRIu32 "] [%4" PRIu32 "] [%lu]", (uint32_t)n, (uint32_t)n,
                           (unsigned long)n);
    }
    assert_like_printf("%d %d [%6d] [%-6d]", INT32_MIN, -1, -42, -42);
}

/* What does without a format. */
static void format_parts_are_those_of_printf(void **state)
{
    static const uint64_t numbers[] = {0, 9, 10, 0xabcdef, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i += 1) {
        struct buffer ours = {0};
        char theirs[128];

        buffer_text(&ours, "before ");
        size_t start = ours.size;
        buffer_number(&ours, numbers[i], 10);
        buffer_pad(&ours, start, 8);
        buffer_text(&ours, "|");
        buffer_number(&ours, numbers[i], 16);
        buffer_text(&ours, "");
        buffer_append(&ours, "", 1);
        (void)snprintf(theirs, sizeof(theirs), "before %-8" PRIu64 "|%" PRIx64, numbers[i],
                       numbers[i]);
        assert_string_equal((const char *)ours.data, theirs);
        buffer_release(&ours);
    }
}

static void format_adds_to_what_is_there(void **state)
{
    struct buffer text = {0};

    (void)state;
    for (int i = 0; i < 1000; i += 1) {
        buffer_format(&text, "%d", i % 10);
    }
    assert_int_equal(text.size, 1000);
    for (size_t i = 0; i < text.size; i += 1) {
        assert_int_equal(text.data[i], '0' + i % 10);
    }
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_text_is_that_of_printf),
        cmocka_unit_test(format_numbers_are_those_of_printf),
        cmocka_unit_test(format_parts_are_those_of_printf),
        cmocka_unit_test(format_adds_to_what_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
