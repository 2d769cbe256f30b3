/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A passive server.  The image has it without symbols, so the tool can tell it its name and its
 * channel only by those of another file.
 */
#include <microkit.h>

seL4_Word caller_channel = 1;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

/* Its name's first two letters and what it was told of its channel. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    microkit_mr_set(0, (seL4_Word)microkit_name[0]);
    microkit_mr_set(1, (seL4_Word)microkit_name[1]);
    microkit_mr_set(2, caller_channel == ch);
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo), 3);
}
