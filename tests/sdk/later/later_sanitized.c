/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stops where clang's -fsanitize=undefined -fsanitize-trap=all would stop it: not compiled with
 * these, so that any compiler does.
 */
#include <microkit.h>

void init(void)
{
    __asm__ volatile("brk #0x5512");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
