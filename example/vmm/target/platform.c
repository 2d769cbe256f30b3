/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rest of what the monitor asks for (platform.h): this system has nothing more than a serial
 * port, a disk and a network.
 */
#include <microkit.h>

#include "extra.h"
#include "platform.h"

/* Whose other end is the serial port's, too. */
void platform_send(uint8_t c)
{
    platform_print(c);
}

bool extra_notified(microkit_channel ch, struct machine *machine)
{
    (void)ch;
    (void)machine;
    return false;
}

void extra_handled(struct machine *machine)
{
    (void)machine;
}

void extra_stopped(void)
{
}

void extra_switched_on(struct machine *machine)
{
    (void)machine;
}
