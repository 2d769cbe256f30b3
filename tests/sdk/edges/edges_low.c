/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lowest priority that a component may have.  It tries what edges.system grants it, checks what
 * comes of it, and gives the verdict.
 */
#include "../checks.h"
#include "edges.h"

enum { CALL = 0, WORKER = 1, CLOCK = 5, SIGNAL = 61 }; /* channels; CLOCK is an interrupt */

/* Registers of the real-time clock (Arm PrimeCell PL031, DDI 0224C, 3.2), 32 bits each. */
enum { RTC_DATA = 0, RTC_MATCH = 1, RTC_MASK = 4, RTC_RAW_STATUS = 5, RTC_CLEAR = 7 };

seL4_Word edges_load(seL4_Word address);
seL4_Word edges_store(seL4_Word address);
extern char edges_recover[];

struct edges_notes *notes;
volatile seL4_Word *large;
seL4_Word large_size;
seL4_Word large_paddr;
volatile seL4_Word *small_pages;
seL4_Word small_paddr;
volatile seL4_Word *uncached;
seL4_Word code;
volatile seL4_Uint32 *clock;

static seL4_Uint32 interrupts;
static seL4_Uint32 answers; /* signals from "high" */

static microkit_msginfo ask(enum edges_request request, seL4_Uint16 words)
{
    return microkit_ppcall(CALL, microkit_msginfo_new(request, words));
}

static seL4_Bool echoes(seL4_Uint8 words)
{
    seL4_Bool right;

    for (seL4_Uint8 i = 0; i < words; i++) {
        microkit_mr_set(i, 1000u + i);
    }
    right = microkit_msginfo_get_count(ask(EDGES_ECHO, words)) == words;
    for (seL4_Uint8 i = 0; i < words; i++) {
        right = right && microkit_mr_get(i) == 1000u + (words - 1u - i);
    }
    return right;
}

static void check_messages(void)
{
    check(echoes(0), "a message of no words");
    check(echoes(4), "the 4 words that travel in registers");
    check(echoes(64), "message registers 0 to 63");
    check(echoes(65), "message register 64");
    check(echoes(120), "120 words, the most there are");
    microkit_msginfo info = microkit_msginfo_new(0xfffffffffffff, 120);
    check(microkit_msginfo_get_label(info) == 0xfffffffffffff &&
              microkit_msginfo_get_count(info) == 120,
          "the largest label, 52 bits, beside the largest count");
}

static void check_memory(void)
{
    check(large_size == 0x200000 && large_paddr == 0x60000000,
          "setvar_size, and region_paddr of memory at a fixed address");
    check(small_paddr != 0 && small_paddr % 0x1000 == 0, "region_paddr of other memory");
    check(large[0] == 0 && large[EDGES_LARGE_WORDS / 2] == 0 && small_pages[0] == 0,
          "memory starts zeroed");
    microkit_mr_set(0, 0x123456789abcdef0);
    (void)ask(EDGES_WRITE, 1);
    check(large[0] == 0x123456789abcdef0 && large[EDGES_LARGE_WORDS - 1] == ~0x123456789abcdef0ul,
          "both ends of a 2 MiB page, shared at different addresses");
    check(uncached[0] == 0x123456789abcdef0, "uncached memory");
    small_pages[EDGES_LARGE_WORDS - 1] = 7;
    check(small_pages[EDGES_LARGE_WORDS - 1] == 7, "2 MiB in small pages, not aligned to 2 MiB");
}

static seL4_Bool faulted(seL4_Word count, seL4_Word address)
{
    return notes->faults == count && notes->fault_label == seL4_Fault_VMFault &&
           notes->fault_address == address;
}

static void check_permissions(void)
{
    notes->recover = (seL4_Word)edges_recover;
    (void)ask(EDGES_WRITE_CODE, 0);
    check(((int (*)(void))code)() == EDGES_RESULT, "perms x: another's code is executed");
    check(edges_load(code) == ~0ul && faulted(1, code), "perms x: but not read");
    check(edges_store(code) == ~0ul && faulted(2, code), "perms x: nor written");
    check(edges_store((seL4_Word)uncached) == ~0ul && faulted(3, (seL4_Word)uncached),
          "perms r: not written");
    check(notes->faults_kept == 3, "a fault's words outlive seL4_TCB_ReadRegisters");
}

static void check_worker(void)
{
    microkit_notify(WORKER);
    check(notes->worker_inits == 1 && notes->worker_signals == 1,
          "a child of higher priority takes a signal at once");
    (void)ask(EDGES_STOP, 0);
    microkit_notify(WORKER);
    check(notes->worker_signals == 1, "microkit_pd_stop: it takes none");
    (void)ask(EDGES_RESTART, 0);
    check(notes->worker_inits == 2, "microkit_pd_restart: it begins again");
    check(notes->worker_signals == 2, "and gets what was sent in the meantime");
}

/* Each prints a message, which the test compares, once, and does nothing else. */
static void check_misuse(void)
{
    microkit_msginfo info = microkit_msginfo_new(1, 1);

    microkit_notify(CALL);
    microkit_notify(62);
    microkit_notify(4294967295);
    microkit_deferred_notify(CALL);
    microkit_irq_ack(SIGNAL);
    microkit_irq_ack(64);
    microkit_deferred_irq_ack(CALL);
    (void)microkit_ppcall(CLOCK, microkit_msginfo_new(1, 1));
    for (unsigned i = 0; i < 3; i++) {
        microkit_notify(CALL);
        microkit_notify(62);
        microkit_notify(64);
        info = microkit_ppcall(SIGNAL, microkit_msginfo_new(1, 1));
    }
    check(microkit_msginfo_get_label(info) == 0 && microkit_msginfo_get_count(info) == 0,
          "a call on a wrong channel returns an empty message");
    check(notes->high_signals == 0 && !microkit_have_signal, "nobody noticed any of it");
}

static void check_output(void)
{
    microkit_dbg_put8(0);
    microkit_dbg_putc(' ');
    microkit_dbg_put8(255);
    microkit_dbg_putc(' ');
    microkit_dbg_put32(0);
    microkit_dbg_putc(' ');
    microkit_dbg_put32(4294967295);
    microkit_dbg_puts(" in decimal\n");
}

/* The clock counts seconds and asks for an interrupt when it has the value to match: now.  The
   second may end in between, so again until it does. */
static void raise_interrupt(void)
{
    clock[RTC_CLEAR] = 1;
    do {
        clock[RTC_MATCH] = clock[RTC_DATA];
    } while (clock[RTC_RAW_STATUS] == 0);
}

void init(void)
{
    check_output();
    check_messages();
    check_memory();
    check_permissions();
    check_worker();
    check_misuse();
    clock[RTC_MASK] = 1;
    raise_interrupt();
    microkit_notify(SIGNAL);
}

/* The device goes on asking: a level-triggered interrupt would come again and again. */
static void on_interrupt(void)
{
    interrupts++;
    if (interrupts == 2) {
        microkit_deferred_irq_ack(CLOCK);
        microkit_notify(SIGNAL);
    } else if (interrupts == 3) {
        microkit_deferred_irq_ack(CLOCK);
        microkit_deferred_notify(SIGNAL); /* two in one entry: none is lost */
    } else {
        microkit_irq_ack(CLOCK);
    }
}

/* "high" answers each signal with one; an interrupt that is due is delivered before it. */
static void on_answer(void)
{
    switch (++answers) {
    case 1:
        check(interrupts == 1, "the first interrupt, before the signal of a higher channel");
        microkit_notify(SIGNAL);
        break;
    case 2:
        check(interrupts == 1, "edge: after microkit_irq_ack it does not come again by itself");
        raise_interrupt();
        break;
    case 3:
        check(interrupts == 2, "edge: it comes again when it is raised again");
        raise_interrupt();
        break;
    default:
        check(interrupts == 3 && notes->high_signals == 4,
              "microkit_deferred_irq_ack and microkit_deferred_notify");
        microkit_dbg_puts(passed == checks ? "EDGES PASS " : "EDGES FAIL ");
        microkit_dbg_put32(passed);
        microkit_dbg_puts("/");
        microkit_dbg_put32(checks);
        microkit_dbg_puts(" checks\n");
        break;
    }
}

void notified(microkit_channel ch)
{
    if (ch == CLOCK) {
        on_interrupt();
    } else if (ch == SIGNAL) {
        on_answer();
    }
}
