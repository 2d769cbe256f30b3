/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: what the guest sends, in place of platform.c of example/vmm/target.
 */
#include <microkit.h>

#include "../link.h"
#include "../task8.h"
#include "platform.h"

/* What has no room is lost: the client is slow, and the guest does not wait for it. */
void platform_send(uint8_t c)
{
    (void)ring_put(&((volatile struct link *)LINK_PAGE)->to_client, c);
}
