/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtualiser of the DMA engine: several clients, one driver.  A client names
 * places in its own region by offset; only what lies in it goes on to the driver,
 * as a physical address, with the caches seen to before and after.
 */
#include "cache.h"
#include "config.h"
#include "ring.h"

enum { DRIVER = 0 };

CONFIG_SECTION(".dma_virt_config") static struct dma_virt_config config;

/* Set by the tool. */
seL4_Word driver_queues;
seL4_Word data_paddr_0, data_paddr_1, data_paddr_2;

/* What the driver has been asked; its cookie is the index. */
static struct flight {
    seL4_Bool used;
    seL4_Word client;
    struct request request;
} flights[REQUESTS_MOST];

static seL4_Word data_paddr[CLIENTS_MOST];

static struct request_queues *client_queues(seL4_Word client)
{
    return (struct request_queues *)config.client[client].queues;
}

static struct flight *free_flight(void)
{
    for (unsigned i = 0; i < REQUESTS_MOST; i++) {
        if (!flights[i].used) {
            return &flights[i];
        }
    }
    return seL4_Null;
}

static seL4_Bool is_inside(seL4_Word client, const struct request *r)
{
    seL4_Word bytes = config.client[client].data_bytes;

    return r->bytes <= bytes && r->place <= bytes - r->bytes;
}

/* To the driver, or straight back. */
static void send_on(seL4_Word client, struct flight *flight, const struct request *r)
{
    struct request forwarded = *r;

    if (!is_inside(client, r)) {
        forwarded.status = STATUS_OUTSIDE;
        assert(requests_put(&client_queues(client)->answered, &forwarded));
        return;
    }
    flight->used = seL4_True;
    flight->client = client;
    flight->request = *r;
    cache_clean(config.client[client].data + r->place, r->bytes);
    forwarded.place = data_paddr[client] + r->place;
    forwarded.cookie = (seL4_Uint32)(flight - flights);
    assert(requests_put(&((struct request_queues *)driver_queues)->asked, &forwarded));
}

/* True if there was something to do. */
static seL4_Bool pass_questions(seL4_Word client)
{
    struct flight *flight = free_flight();
    struct request r;

    if (flight == seL4_Null || !requests_take(&client_queues(client)->asked, &r)) {
        return seL4_False;
    }
    send_on(client, flight, &r);
    return seL4_True;
}

static seL4_Bool pass_answers(void)
{
    struct request r;

    if (!requests_take(&((struct request_queues *)driver_queues)->answered, &r)) {
        return seL4_False;
    }
    assert(r.cookie < REQUESTS_MOST && flights[r.cookie].used);
    struct flight *flight = &flights[r.cookie];
    flight->used = seL4_False;
    flight->request.status = r.status;
    cache_clean_and_invalidate(config.client[flight->client].data + flight->request.place,
                               flight->request.bytes);
    assert(requests_put(&client_queues(flight->client)->answered, &flight->request));
    return seL4_True;
}

/* Not asked of clients while all flights are taken: then the driver's answer is the signal. */
static seL4_Bool may_wait(void)
{
    seL4_Bool quiet = ring_may_wait(&((struct request_queues *)driver_queues)->answered.ring);

    for (seL4_Word c = 0; c < config.clients && free_flight() != seL4_Null; c++) {
        quiet = ring_may_wait(&client_queues(c)->asked.ring) && quiet;
    }
    return quiet;
}

static void serve(void)
{
    do {
        seL4_Bool busy = seL4_True;

        while (busy) {
            busy = pass_answers();
            for (seL4_Word c = 0; c < config.clients; c++) {
                busy = pass_questions(c) || busy;
            }
        }
    } while (!may_wait());
    for (seL4_Word c = 0; c < config.clients; c++) {
        if (ring_must_signal(&client_queues(c)->answered.ring)) {
            microkit_notify((microkit_channel)config.client[c].channel);
        }
    }
    if (ring_must_signal(&((struct request_queues *)driver_queues)->asked.ring)) {
        microkit_deferred_notify(DRIVER);
    }
}

void init(void)
{
    assert(config.magic == CONFIG_MAGIC && config.clients <= CLIENTS_MOST);
    data_paddr[0] = data_paddr_0;
    data_paddr[1] = data_paddr_1;
    data_paddr[2] = data_paddr_2;
    serve();
}

void notified(microkit_channel ch)
{
    (void)ch; /* whoever it was: the others may have something, too */
    serve();
}
