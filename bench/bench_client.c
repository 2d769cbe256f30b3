/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calling end of the benchmark: counts ticks around ten thousand protected
 * calls and prints instructions per round trip, its own loop included.
 *
 * It prints through the UART itself, because the release kernel prints nothing.
 */
#include <microkit.h>

#include "bench.h"

enum { CHANNEL_PASSIVE = 1, CHANNEL_ACTIVE = 2 };
enum { ROUND_TRIPS = 10000 };

/* More than enough for a passive server, which hands its time back at its first reply. */
enum { WARM_UP = 16 };

/* PL011 registers (Arm DDI 0183, "Summary of registers"). */
enum { UART_DR = 0x00, UART_FR = 0x18, UART_CR = 0x30 };
enum { UART_FR_TXFF = 1 << 5, UART_CR_UARTEN = 1 << 0, UART_CR_TXE = 1 << 8 };

/* Set by the tool. */
seL4_Word boot_vaddr;
seL4_Word uart_vaddr;

static volatile seL4_Uint32 *uart(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(uart_vaddr + offset);
}

static void print(const char *s)
{
    for (; *s != '\0'; s++) {
        while (*uart(UART_FR) & UART_FR_TXFF) {
        }
        *uart(UART_DR) = (seL4_Uint8)*s;
    }
}

static void print_number(seL4_Word x)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    print(p);
}

enum { LABEL = 1 }; /* not 0: that is what microkit_ppcall returns if there is no such channel */

/* Word `i` of a call. */
static inline seL4_Word word(seL4_Word i)
{
    return 0x1000 + i;
}

/* One round trip; 0 if label and count came back as they were sent. */
static inline seL4_Word call(microkit_channel ch, seL4_Uint8 words)
{
    microkit_msginfo sent = microkit_msginfo_new(LABEL, words);

    for (seL4_Uint8 i = 0; i < words; i++) {
        microkit_mr_set(i, word(i));
    }
    return microkit_ppcall(ch, sent).words[0] ^ sent.words[0];
}

static seL4_Bool words_are_back(seL4_Uint8 words)
{
    seL4_Bool back = seL4_True;

    for (seL4_Uint8 i = 0; i < words; i++) {
        back = back && microkit_mr_get(i) == word(i);
    }
    return back;
}

/* Inlined, so that channel and length are constants, as they are in most programs. */
static inline __attribute__((always_inline)) void measure(const char *name, microkit_channel ch,
                                                          seL4_Uint8 words)
{
    seL4_Word wrong = 0;
    seL4_Word ticks;
    seL4_Word tenths;

    for (unsigned i = 0; i < WARM_UP; i++) {
        (void)call(ch, words);
    }
    ticks = bench_ticks();
    for (unsigned i = 0; i < ROUND_TRIPS; i++) {
        wrong |= call(ch, words);
    }
    ticks = bench_ticks() - ticks;
    tenths = ticks * INSTRUCTIONS_PER_TICK * 10 / ROUND_TRIPS;
    print("BENCH ");
    print(name);
    if (wrong != 0 || !words_are_back(words)) {
        print(" FAILED: a reply was not what was sent\n");
        return;
    }
    print(" instructions_per_round_trip ");
    print_number(tenths / 10);
    print(".");
    print_number(tenths % 10);
    print("\n");
}

void init(void)
{
    bench_note_init(boot_vaddr);
    *uart(UART_CR) |= UART_CR_UARTEN | UART_CR_TXE;
    print("BENCH boot_to_init ");
    print_number(*(volatile seL4_Word *)boot_vaddr * INSTRUCTIONS_PER_TICK);
    print("\n");
    measure("ppcall_passive_0", CHANNEL_PASSIVE, 0);
    measure("ppcall_passive_4", CHANNEL_PASSIVE, 4);
    measure("ppcall_active_0", CHANNEL_ACTIVE, 0);
    measure("ppcall_active_4", CHANNEL_ACTIVE, 4);
    print("BENCH DONE\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
