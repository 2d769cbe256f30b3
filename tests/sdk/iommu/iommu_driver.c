/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints the tables as they are in memory, for a walker outside, and tries what
 * the device reaches by them.
 */
#include "../../../demos/common/device/edu.h"
#include "../../../demos/common/device/smmu.h"
#include "../../../demos/common/print.h"
#include "../checks.h"

#define LETTER 0x4000000ull
#define ANSWER 0x4001000ull
#define SECRET 0x4004000ull
#define BOX    0x4200000ull
#define DEVICE 0x4100000ull
#define TABLES 0x5000000ull

/* As the device has them. */
#define IO_LETTER 0x1ff000ull
#define IO_ANSWER 0x200000ull
#define IO_BOX    0x40000000ull

enum { OWNER = 1, INTERRUPT = 2, STREAM = 8, BYTES = 2048, WORDS = BYTES / 8, PAGE_BYTES = 4096 };
enum { LARGE_PAGE = 0x200000 };

seL4_Word tables_paddr, tables_size, letter_paddr, answer_paddr, box_paddr, secret_paddr;

static volatile seL4_Word *words(seL4_Word address)
{
    return (volatile seL4_Word *)address;
}

static void print_word(const char *what, seL4_Word first, seL4_Word second)
{
    microkit_dbg_puts(what);
    print_hex(first);
    microkit_dbg_puts(" ");
    print_hex(second);
    microkit_dbg_puts("\n");
}

static void print_tables(void)
{
    print_word("tables ", tables_paddr, tables_size);
    for (seL4_Word at = 0; at < tables_size; at += 8) {
        if (*words(TABLES + at) != 0) {
            print_word("word ", tables_paddr + at, *words(TABLES + at));
        }
    }
    print_word("region letter ", letter_paddr, PAGE_BYTES);
    print_word("region answer ", answer_paddr, 3 * PAGE_BYTES);
    print_word("region box ", box_paddr, 2 * LARGE_PAGE);
    print_word("region secret ", secret_paddr, PAGE_BYTES);
}

static void fill(seL4_Word address, seL4_Word mark)
{
    for (seL4_Word i = 0; i < WORDS; i++) {
        words(address)[i] = mark << 32 | i;
    }
}

static seL4_Bool is_filled(seL4_Word address, seL4_Word mark)
{
    for (seL4_Word i = 0; i < WORDS; i++) {
        if (words(address)[i] != (mark << 32 | i)) {
            return seL4_False;
        }
    }
    return seL4_True;
}

static seL4_Bool no_event(void)
{
    (void)microkit_ppcall(OWNER, microkit_msginfo_new(0, 0));
    return microkit_mr_get(0) == 0;
}

static seL4_Bool event_is(seL4_Word type, seL4_Word address, seL4_Bool read)
{
    (void)microkit_ppcall(OWNER, microkit_msginfo_new(0, 0));
    return microkit_mr_get(0) != 0 && microkit_mr_get(1) == type &&
           microkit_mr_get(2) == STREAM && microkit_mr_get(3) == address &&
           microkit_mr_get(4) == (seL4_Word)read;
}

/* What is copied, one after the other; then what is to be seen. */
static struct {
    enum edu_direction direction;
    seL4_Word address;
} copies[] = {
    {EDU_IN, IO_LETTER},
    {EDU_OUT, IO_ANSWER + 3 * PAGE_BYTES - BYTES},
    {EDU_OUT, IO_BOX + 2 * LARGE_PAGE - BYTES},
    {EDU_IN, IO_LETTER + PAGE_BYTES - BYTES / 2}, /* into the next region */
    {EDU_OUT, IO_LETTER},
    {EDU_OUT, IO_ANSWER + 3 * PAGE_BYTES},
    {EDU_OUT, IO_BOX + 2 * LARGE_PAGE},
    {EDU_OUT, IO_LETTER - PAGE_BYTES},
    {EDU_OUT, 0},  /* the secret's, from init() on */
    {EDU_IN, 0},   /* the letter's, in memory */
};

enum { COPIES = sizeof(copies) / sizeof(copies[0]), TO_SECRET = COPIES - 2, FROM_LETTER };
static unsigned next;

static void start(void)
{
    edu_copy((volatile uint8_t *)DEVICE, copies[next].direction, copies[next].address, 0, BYTES);
}

static void look(void)
{
    seL4_Word address = copies[next].address;

    switch (next) {
    case 0:
        check(no_event(), "read where it may read");
        break;
    case 1:
        check(no_event() && is_filled(ANSWER + 3 * PAGE_BYTES - BYTES, 1),
              "written at the end of small pages");
        break;
    case 2:
        check(no_event() && is_filled(BOX + 2 * LARGE_PAGE - BYTES, 1),
              "written at the end of large pages");
        break;
    case 3:
        check(no_event(), "read from one region into the next");
        break;
    case 4:
        check(event_is(EVENT_PERMISSION, address, seL4_False) && is_filled(LETTER, 1),
              "not written where it may read");
        break;
    case FROM_LETTER:
        check(event_is(EVENT_TRANSLATION, address, seL4_True), "not read by another address");
        break;
    default:
        check(event_is(EVENT_TRANSLATION, address, seL4_False) && is_filled(SECRET, 2),
              "not written where nothing is described");
        break;
    }
}

void init(void)
{
    print_tables();
    fill(LETTER, 1);
    fill(SECRET, 2);
    copies[TO_SECRET].address = secret_paddr;
    copies[FROM_LETTER].address = letter_paddr;
    start();
}

void notified(microkit_channel ch)
{
    (void)ch;
    edu_acknowledge((volatile uint8_t *)DEVICE);
    microkit_irq_ack(INTERRUPT);
    look();
    next++;
    if (next < COPIES) {
        start();
        return;
    }
    microkit_dbg_puts(passed == checks ? "IOMMU PASS " : "IOMMU FAIL ");
    microkit_dbg_put32(passed);
    microkit_dbg_puts(" of ");
    microkit_dbg_put32(checks);
    microkit_dbg_puts("\n");
}
