/* SPDX-License-Identifier: BSD-2-Clause */
/* The virtualiser of the console: whole lines of several clients, one after the other. */
#include "config.h"
#include "ring.h"

enum { DRIVER = 0 };

CONFIG_SECTION(".serial_virt_config") static struct serial_virt_config config;

seL4_Word driver_text; /* set by the tool */

static struct text *client_text(seL4_Word client)
{
    return (struct text *)config.client[client].text;
}

/* The length of the first line, if it has come whole and there is room for it; else 0. */
static seL4_Uint32 line_length(const struct text *from, const struct text *to)
{
    seL4_Uint32 filled = ring_filled(&from->ring);

    for (seL4_Uint32 i = 0; i < filled; i++) {
        if (text_peek(from, i) == '\n') {
            return i < TEXT_BYTES - ring_filled(&to->ring) ? i + 1 : 0;
        }
    }
    return 0;
}

/* True if a line was passed on. */
static seL4_Bool pass_line(struct text *from, struct text *to)
{
    seL4_Uint32 length = line_length(from, to);

    for (seL4_Uint32 i = 0; i < length; i++) {
        assert(text_put(to, text_peek(from, 0)));
        ring_drop(&from->ring);
    }
    return length > 0;
}

/* The end of a line comes with a signal, room with one of the driver's. */
static seL4_Bool may_wait(const struct text *to)
{
    seL4_Bool quiet = seL4_True;

    for (seL4_Word c = 0; c < config.clients; c++) {
        quiet = (ring_may_wait(&client_text(c)->ring) || line_length(client_text(c), to) == 0) &&
                quiet;
    }
    return quiet;
}

static void serve(void)
{
    struct text *to = (struct text *)driver_text;

    do {
        seL4_Bool busy = seL4_True;

        while (busy) {
            busy = seL4_False;
            for (seL4_Word c = 0; c < config.clients; c++) {
                busy = pass_line(client_text(c), to) || busy;
            }
        }
    } while (!may_wait(to));
    if (ring_must_signal(&to->ring)) {
        microkit_deferred_notify(DRIVER);
    }
}

void init(void)
{
    assert(config.magic == CONFIG_MAGIC && config.clients <= CLIENTS_MOST);
    serve();
}

void notified(microkit_channel ch)
{
    (void)ch;
    serve();
}
