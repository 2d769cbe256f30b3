/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: what the guest's VMM has in this system besides (extra.h).  The virtio console leads to a
 * client of the guest's, by a page that is shared (link.h), and the VMM notes for that client how
 * its guest is.
 */
#include <microkit.h>

#include "extra.h"
#include "../../common/life.h"
#include "../link.h"
#include "../radius.h"

/* The VMM's channels besides those of example/vmm. */
enum { CHANNEL_LINK = 5, CHANNEL_RESTART = 6 };

/* What the next life begins with besides (life.h): where the VMM's stack is, what is cleared.  The
   line is not, for the client is at its other end. */
const seL4_Word life_bytes = VMM_LIFE_BYTES;
const seL4_Word life_stack_bytes = 0x1000;
const struct life_range life_scratch[] = {
    {NOTES_PAGE, NOTES_PAGE + 0x1000}, {SECTORS_PAGE, SECTORS_PAGE + 0x1000}, {0, 0}};
const struct life_symbol life_symbols[] = {{seL4_Null, seL4_Null, ""}};

static volatile struct link *link(void)
{
    return (volatile struct link *)LINK_PAGE;
}

static volatile seL4_Word *notes(void)
{
    return (volatile seL4_Word *)NOTES_PAGE;
}

/* As much as the guest has room for. */
static void pass_on(struct machine *machine)
{
    seL4_Uint8 c;

    while (ring_next(&link()->to_guest, &c) && console_receive(&machine->console, c)) {
        ring_drop(&link()->to_guest);
    }
}

bool extra_notified(microkit_channel ch, struct machine *machine)
{
    if (ch == CHANNEL_LINK) {
        pass_on(machine);
    }
    return ch == CHANNEL_RESTART;
}

void extra_handled(struct machine *machine)
{
    notes()[NOTE_REFUSED] = machine->refused;
    notes()[NOTE_HANDLED] = notes()[NOTE_HANDLED] + 1;
    pass_on(machine);
}

void extra_stopped(void)
{
    notes()[NOTE_STOPPED] = 1;
}

/* What was on its way to the guest before it is not for this one, and what that had to say is not
   what this one says. */
void extra_switched_on(struct machine *machine)
{
    (void)machine;
    link()->to_guest.got = link()->to_guest.put;
    link()->to_client.put = link()->to_client.got;
    notes()[NOTE_REFUSED] = 0;
    notes()[NOTE_STOPPED] = 0;
    notes()[NOTE_HANDLED] = 0;
    notes()[NOTE_SWITCHED] = notes()[NOTE_SWITCHED] + 1;
}
