/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Would stop the timer, or put its deadline off, again and again: which way, the first letter of
 * the component's name says.
 */
#include <microkit.h>

#define FAR_AWAY 0x7fffffffull

void init(void)
{
    for (;;) {
        switch (microkit_name[0]) {
        case 'c':
            __asm__ volatile("msr cntp_ctl_el0, xzr");
            break;
        case 'd':
            __asm__ volatile("msr cntp_cval_el0, %0" : : "r"(~0ull));
            break;
        default:
            __asm__ volatile("msr cntp_tval_el0, %0" : : "r"(FAR_AWAY));
            break;
        }
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
