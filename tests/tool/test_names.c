/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of names, and "did you mean". */
#include "names.h"

#include "cmocka_headers.h"

static void names_first_value_of_a_name_stays(void **state)
{
    struct arena arena = {0};
    struct names names = {0};
    int first;
    int second;

    (void)state;
    assert_null(names_find(&names, "a"));
    assert_null(names_add(&names, &arena, "a", &first));
    assert_ptr_equal(names_add(&names, &arena, "a", &second), &first);
    assert_ptr_equal(names_find(&names, "a"), &first);
    arena_release(&arena);
}

static void names_are_all_found_after_growing(void **state)
{
    enum { COUNT = 5000 };
    struct arena arena = {0};
    struct names names = {0};
    char *stored[COUNT];

    (void)state;
    for (int i = 0; i < COUNT; i += 1) {
        stored[i] = arena_format(&arena, "name%d", i);
        assert_null(names_add(&names, &arena, stored[i], stored[i]));
    }
    for (int i = 0; i < COUNT; i += 1) {
        assert_ptr_equal(names_find(&names, arena_format(&arena, "name%d", i)), stored[i]);
    }
    assert_null(names_find(&names, "name5000"));
    arena_release(&arena);
}

static const char *nearest(const char *wanted)
{
    static const char *const candidates[] = {"client", "server", "serial_driver", "a", "priority"};
    struct suggestion suggestion = suggestion_start(wanted);

    for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i += 1) {
        suggestion_offer(&suggestion, candidates[i]);
    }
    return suggestion.best;
}

static void suggestion_misspelt_name_is_recognised(void **state)
{
    (void)state;
    assert_string_equal(nearest("clent"), "client");          /* a letter lost */
    assert_string_equal(nearest("cliient"), "client");        /* one too many */
    assert_string_equal(nearest("sarver"), "server");         /* a wrong one */
    assert_string_equal(nearest("cleint"), "client");         /* two swapped */
    assert_string_equal(nearest("priorty"), "priority");
    assert_string_equal(nearest("serial_drvier"), "serial_driver");
}

static void suggestion_other_name_is_not_forced_on_the_user(void **state)
{
    (void)state;
    assert_null(nearest("database"));
    assert_null(nearest("b"));
    assert_null(nearest(""));
}

static void suggestion_long_names_do_not_overrun_the_table(void **state)
{
    char longest[200] = {0};
    struct suggestion suggestion;

    (void)state;
    for (size_t i = 0; i + 1 < sizeof(longest); i += 1) {
        longest[i] = 'x';
        suggestion = suggestion_start(longest);
        suggestion_offer(&suggestion, longest + i / 2);
        suggestion_offer(&suggestion, "x");
        suggestion = suggestion_start("xxx");
        suggestion_offer(&suggestion, longest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_first_value_of_a_name_stays),
        cmocka_unit_test(names_are_all_found_after_growing),
        cmocka_unit_test(suggestion_misspelt_name_is_recognised),
        cmocka_unit_test(suggestion_other_name_is_not_forced_on_the_user),
        cmocka_unit_test(suggestion_long_names_do_not_overrun_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
