/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two guests of example/vmm's two_guests.system, from one program: `a` takes what time it can get,
 * first alone, then by making its monitor work; `b` says what share of the time it has meanwhile.
 * Which one it is, a guest sees by the address of its network card.
 *
 * QEMU counts instructions, 16 to a tick of the counter, so who counts his own knows his share.
 */
#include <stdint.h>

#include "guest_map.h"

/* In ticks since the machine started, 62,500 of them a millisecond: both guests run by the first;
   until the second `a` is alone with itself, until the third it keeps its monitor busy. */
#define MS 62500ull
#define BEGIN (600 * MS)
#define MIDDLE (760 * MS)
#define END (920 * MS)
#define SETTLED (20 * MS) /* a period of everybody's budget */

enum { INSTRUCTIONS_PER_TICK = 16, CONFIG = 0x100, GUEST_A = 1 };

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
static uint64_t flood_until(uint64_t end)
{
    uint64_t accesses = 0;

    for (; now() < end; accesses++) {
        (void)*(volatile uint32_t *)GUEST_NET;
    }
    return accesses;
}

static void takes_all(void)
{
    print_line("burnt ", burn_until(MIDDLE));
    print_line("accesses ", flood_until(END));
    (void)flood_until(UINT64_MAX);
}

static void works(void)
{
    print_line("beside one that burns ", burn_until(MIDDLE));
    wait_until(MIDDLE + SETTLED);
    print_line("beside one that floods ", burn_until(END));
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
