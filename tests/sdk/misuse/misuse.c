/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mistakes that libmicrokit reports before it crashes the component.  Which one is made depends on
 * the component's name.
 */
#include <microkit.h>

/* As a C library declares it. */
_Noreturn void __assert_fail(const char *expression, const char *file, unsigned line,
                             const char *function);

void init(void)
{
    switch (microkit_name[0]) {
    case 's':
        microkit_pd_stop(61);
        break;
    case 'r':
        microkit_pd_restart(3, 0x200000);
        break;
    case 'c':
        (void)microkit_ppcall(0, microkit_msginfo_new(0, 0));
        break;
    case 't':
        __builtin_trap();
        break;
    case 'a':
        __assert_fail("1 + 1 == 3", "sums.c", 4294967295, "add");
    case 'e':
        microkit_dbg_puts("MISUSE ENDS\n");
        break;
    default:
        break;
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
