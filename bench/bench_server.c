/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The called end of the benchmark, twice in the system: once passive, once with
 * time of its own.  It answers with the message it got: what is measured is the
 * way there and back.
 */
#include <microkit.h>

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    return msginfo;
}
