/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest protection domain.  It defines the two entry points that every one has: init() runs
 * once, notified() whenever somebody signals it.  Between those it costs no time.
 *
 * microkit_dbg_puts() is the kernel's debug output: nothing comes out in the configurations
 * `release` and `benchmark`.  The example uart_driver prints in all of them.
 */
#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("hello, world\n");
}

void notified(microkit_channel ch)
{
    (void)ch; /* nobody does: hello.system gives this domain no channel */
}
