/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A client of all three: it lets the DMA engine write into its region, some items
 * where they belong and some where the virtualiser must not let them go, sleeps
 * between rounds, and says what it saw.
 */
#include "config.h"
#include "ring.h"
#include "serial.h"
#include "timer.h"

enum { TIMER = 0, DMA = 1, SERIAL = 2, JUDGE = 3 };
enum { ROUNDS = 3, REQUESTS = 6, SLEEP_US = 500 };
enum { SLOT = 256, CANARY = 0xa5 };

CONFIG_SECTION(".client_config") static struct client_config config;

static seL4_Word rounds, answered;
static seL4_Bool asking; /* requests of this round are under way */
static seL4_Word checks, right;
static seL4_Word wake_us;

/* Items of the device, and what is known of them: the value of the first bytes under a mask. */
static const struct item {
    seL4_Uint32 number;
    seL4_Uint32 bytes;
    seL4_Uint32 mask;
    seL4_Uint32 value;
} items[] = {
    {0x00, 4, 0xffffffff, 0x554d4551}, /* "QEMU" */
    {0x01, 4, 0x00000002, 0x00000002}, /* it does DMA */
    {0x05, 2, 0x0000ffff, 0x00000001}, /* processors */
    {0x19, 4, 0x0000ffff, 0x00000000}, /* files, big-endian: not many thousands */
};
enum { ITEMS = sizeof(items) / sizeof(items[0]) };

static void check(seL4_Bool holds)
{
    checks++;
    right += holds != 0;
}

static struct request_queues *queues(void)
{
    return (struct request_queues *)CLIENT_QUEUES;
}

/* The last two are for places that are partly, and that are not at all, in this region. */
static seL4_Word place(seL4_Word i)
{
    return i == REQUESTS - 1   ? ~0ull - 1
           : i == REQUESTS - 2 ? config.data_bytes - 1
                               : config.first_place + i * SLOT;
}

static volatile seL4_Uint8 *slot(seL4_Word i)
{
    return (volatile seL4_Uint8 *)(CLIENT_DATA + config.first_place + i * SLOT);
}

static void ask(void)
{
    answered = 0;
    asking = seL4_True;
    for (seL4_Word i = 0; i < REQUESTS; i++) {
        const struct item *item = &items[i % ITEMS];

        for (unsigned j = 0; i < ITEMS && j < SLOT; j++) {
            slot(i)[j] = CANARY;
        }
        assert(requests_put(&queues()->asked, &(struct request){.place = place(i),
                                                                .bytes = item->bytes,
                                                                .item = item->number,
                                                                .cookie = (seL4_Uint32)i}));
    }
    if (ring_must_signal(&queues()->asked.ring)) {
        microkit_notify(DMA);
    }
}

/* The item is there, and nothing behind it. */
static seL4_Bool item_arrived(seL4_Word i)
{
    seL4_Uint32 value = 0;
    seL4_Bool intact = seL4_True;

    for (unsigned j = 0; j < SLOT; j++) {
        if (j < items[i].bytes) {
            value |= (seL4_Uint32)slot(i)[j] << 8 * j;
        } else {
            intact = intact && slot(i)[j] == CANARY;
        }
    }
    return (value & items[i].mask) == items[i].value && intact;
}

static void judge_answer(const struct request *r)
{
    seL4_Bool outside = r->cookie >= ITEMS;

    assert(r->cookie < REQUESTS);
    check(r->place == place(r->cookie) &&
          r->status == (outside ? STATUS_OUTSIDE : STATUS_DONE) &&
          (outside || item_arrived(r->cookie)));
    answered++;
}

static void sleep(void)
{
    microkit_mr_set(0, SLEEP_US);
    (void)microkit_ppcall(TIMER, microkit_msginfo_new(TIMER_WAKE, 1));
    wake_us = microkit_mr_get(0) + SLEEP_US;
}

static void finish(void)
{
    volatile struct result *result = (volatile struct result *)RESULTS;

    result->checks = checks;
    result->right = right;
    print(microkit_name);
    print(": ");
    print_number(right);
    print(" of ");
    print_number(checks);
    print_end(SERIAL);
    microkit_deferred_notify(JUDGE);
}

/* Takes what has been answered, which may be all before the last was asked. */
static void hear(void)
{
    struct request r;

    do {
        while (requests_take(&queues()->answered, &r)) {
            judge_answer(&r);
        }
    } while (!ring_may_wait(&queues()->answered.ring));
    if (asking && answered == REQUESTS) {
        asking = seL4_False;
        rounds++;
        if (rounds < ROUNDS) {
            sleep();
        } else {
            finish();
        }
    }
}

static void wake(void)
{
    (void)microkit_ppcall(TIMER, microkit_msginfo_new(TIMER_NOW, 0));
    check(microkit_mr_get(0) >= wake_us);
    ask();
    hear();
}

void init(void)
{
    assert(config.magic == CONFIG_MAGIC);
    ask();
    hear();
}

void notified(microkit_channel ch)
{
    if (ch == TIMER) {
        wake();
    } else if (ch == DMA) {
        hear();
    }
}
