/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two guests of example/vmm's two_guests.system, from one program: `a` takes what time it can get,
 * first alone, then by making its monitor work, then by frames to all, which are work for drivers
 * and the other's monitor, too; `b` says what share of the time it has meanwhile.  Which one it is,
 * a guest sees by the address of its network card.
 *
 * QEMU counts instructions, 16 to a tick of the counter, so who counts his own knows his share.
 *
 * Sources: VIRTIO 1.1, 2.6 (split virtqueues), 3.1 (initialisation), 5.1 (network device).
 */
#include <stdint.h>

#include "guest_map.h"
#include "virtio_registers.h"

/* In ticks since the machine started, 62,500 of them a millisecond: both guests run by the first;
   until the second `a` is alone with itself, until the third it keeps its monitor busy, and until
   the last it sends. */
#define MS 62500ull
#define BEGIN (600 * MS)
#define ACCESSES (760 * MS)
#define FRAMES (920 * MS)
#define END (1080 * MS)
#define SETTLED (20 * MS) /* a period of everybody's budget */
#define BETWEEN MS        /* notices of frames: so `a` takes its own time, too */

enum { INSTRUCTIONS_PER_TICK = 16, GUEST_A = 1 };
enum { TRANSMIT = 1, ENTRIES = 64, NO_INTERRUPT = 1, FEATURE_VERSION_1 = 1 };
enum { HEADER = 12, ADDRESS = 6, FRAME = 1514 };

/* Of the card, to send: each entry is the same frame. */
static struct {
    struct {
        uint64_t address;
        uint32_t bytes;
        uint16_t flags;
        uint16_t next;
    } descriptors[ENTRIES];
    struct {
        uint16_t flags;
        uint16_t index;
        uint16_t ring[ENTRIES];
    } available;
    struct {
        uint16_t flags;
        uint16_t index;
        struct {
            uint32_t id;
            uint32_t bytes;
        } ring[ENTRIES];
    } used __attribute__((aligned(4)));
} volatile queue __attribute__((aligned(16)));

static volatile uint8_t frame[HEADER + FRAME];

/* start.S calls these. */
void guest_main(void);
void guest_interrupt(void);
void guest_fault(void);

static void put(char c)
{
    *(volatile uint32_t *)GUEST_UART = (uint8_t)c;
}

static void print(const char *text)
{
    for (; *text != '\0'; text++) {
        put(*text);
    }
}

static void print_number(uint64_t x)
{
    if (x >= 10) {
        print_number(x / 10);
    }
    put((char)('0' + x % 10));
}

static void print_line(const char *what, uint64_t number)
{
    print(what);
    print_number(number);
    print("\n");
}

static uint64_t now(void)
{
    uint64_t ticks;

    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

/* Four instructions each time; returns how many out of 100 were the guest's own until then. */
static uint64_t burn_until(uint64_t end)
{
    uint64_t begin = now();
    uint64_t own = 0;
    uint64_t ticks;

    __asm__ volatile("1:\tmrs %1, cntvct_el0\n\tadd %0, %0, #4\n\tcmp %1, %2\n\tb.lo 1b"
                     : "+r"(own), "=&r"(ticks) : "r"(end) : "cc");
    return own * 100 / ((ticks - begin) * INSTRUCTIONS_PER_TICK);
}

static void wait_until(uint64_t time)
{
    while (now() < time) {
    }
}

/* Each access is its monitor's work. */
static uint64_t access_until(uint64_t end)
{
    uint64_t accesses = 0;

    for (; now() < end; accesses++) {
        (void)*(volatile uint32_t *)GUEST_NET;
    }
    return accesses;
}

static volatile uint32_t *card(unsigned offset)
{
    return (volatile uint32_t *)(uintptr_t)(GUEST_NET + offset);
}

static void set_address(unsigned offset, const volatile void *to)
{
    *card(offset) = (uint32_t)(uintptr_t)to;
    *card(offset + 4) = (uint32_t)((uintptr_t)to >> 32);
}

static void start_card(void)
{
    *card(STATUS) = 0;
    *card(STATUS) = ACKNOWLEDGE | DRIVER;
    *card(DRIVER_FEATURES_SEL) = 1;
    *card(DRIVER_FEATURES) = FEATURE_VERSION_1;
    *card(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK;
    *card(QUEUE_SEL) = TRANSMIT;
    *card(QUEUE_NUM) = ENTRIES;
    set_address(QUEUE_DESC, queue.descriptors);
    set_address(QUEUE_DRIVER, &queue.available);
    set_address(QUEUE_DEVICE, &queue.used);
    *card(QUEUE_READY) = 1;
    *card(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;
}

/* To all, from the card's own address: others are dropped. */
static void describe_frames(void)
{
    static const uint8_t own[ADDRESS] = {0x52, 0x54, 0, 0, 0, GUEST_A};

    for (unsigned i = 0; i < ADDRESS; i++) {
        frame[HEADER + i] = 0xff;
        frame[HEADER + ADDRESS + i] = own[i];
    }
    for (unsigned i = 0; i < ENTRIES; i++) {
        queue.descriptors[i].address = (uintptr_t)frame;
        queue.descriptors[i].bytes = sizeof(frame);
        queue.available.ring[i] = (uint16_t)i;
    }
    queue.available.flags = NO_INTERRUPT;
}

/* Each notice is a queue full of frames; between two it loops.  Returns how many its VMM took. */
static uint64_t send_until(uint64_t end)
{
    uint64_t frames = 0;

    start_card();
    describe_frames();
    while (now() < end) {
        queue.available.index = (uint16_t)(queue.available.index + ENTRIES);
        __asm__ volatile("dsb sy" : : : "memory");
        *card(QUEUE_NOTIFY) = TRANSMIT;
        frames += queue.used.index == queue.available.index ? ENTRIES : 0;
        wait_until(now() + BETWEEN);
    }
    return frames;
}

static void takes_all(void)
{
    print_line("burnt ", burn_until(ACCESSES));
    print_line("accesses ", access_until(FRAMES));
    print_line("frames ", send_until(END));
    (void)access_until(UINT64_MAX);
}

static void works(void)
{
    print_line("beside one that burns ", burn_until(ACCESSES));
    wait_until(ACCESSES + SETTLED);
    print_line("beside one that floods ", burn_until(FRAMES));
    wait_until(FRAMES + SETTLED);
    print_line("beside one that sends ", burn_until(END));
    wait_until(END + SETTLED);
    print("done\n");
}

void guest_main(void)
{
    uint8_t number = *(volatile uint8_t *)(GUEST_NET + CONFIG + 5);

    print(now() < BEGIN ? "in time\n" : "too late\n");
    wait_until(BEGIN);
    if (number == GUEST_A) {
        takes_all();
    }
    works();
}

void guest_interrupt(void)
{
}

void guest_fault(void)
{
    print("a fault\n");
    for (;;) {
    }
}
