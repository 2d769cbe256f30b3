/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lost if this fails: that Task 7 finds the window in which somebody ran the most.  Each tick of
 * random logs is a bit here, and every window is counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "windows.h"

enum { TICKS = 300, LOGS = 300, LENGTH = 40, FIRST = 1000 };

static seL4_Word count_all_windows(const unsigned char *ran)
{
    seL4_Word most = 0;

    for (int from = -LENGTH; from < TICKS; from++) {
        seL4_Word sum = 0;

        for (int i = from; i < from + LENGTH; i++) {
            sum += i >= 0 && i < TICKS ? ran[i] : 0;
        }
        most = sum > most ? sum : most;
    }
    return most;
}

static void windows_are_all_compared(void **state)
{
    (void)state;
    srand(1);
    for (int log = 0; log < LOGS; log++) {
        struct interval of[TICKS];
        unsigned char ran[TICKS] = {0};
        seL4_Word count = 0;
        seL4_Word sum = 0;

        for (unsigned at = (unsigned)rand() % 20; at < TICKS; at += 1 + (unsigned)rand() % 30) {
            unsigned end = at + 1 + (unsigned)rand() % (log % 2 == 0 ? 10 : 70);

            end = end < TICKS ? end : TICKS;
            of[count++] = (struct interval){FIRST + at, FIRST + end};
            for (; at < end; at++) {
                ran[at] = 1;
                sum++;
            }
        }
        assert_int_equal(most_in_any_window(of, count, LENGTH), count_all_windows(ran));
        assert_int_equal(covered_in_all(of, count), sum);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(windows_are_all_compared)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
