/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Untyped memory: each word of each page gets its own address, and then the
 * complement of that.  All of it is written before anything is read, so two addresses
 * that reach the same cell are noticed wherever they are, and each bit is read as 0
 * and as 1.  What was written is cleaned from the caches and invalidated, so what is
 * read comes from memory.
 */
#include "board_devices.h"
#include "extent.h"
#include "page.h"
#include "pattern.h"
#include "task.h"
#include "tests.h"

enum { AT_ONCE = 256, MAX_RUNS = 256, MIB = 1 << 20 };

/* Pages of one block, mapped one after the other. */
struct run {
    seL4_CPtr first;
    seL4_Word count;
    seL4_Word bits; /* of a page */
    seL4_Word paddr;
};

static struct {
    struct run runs[MAX_RUNS];
    unsigned count;
    seL4_Word tested; /* bytes */
    seL4_Word left;   /* bytes that were not */
    struct pattern_result result;
} ram;

static void run_make(seL4_CPtr untyped, const seL4_UntypedDesc *desc)
{
    struct run *run = &ram.runs[ram.count];
    seL4_Word bits = desc->sizeBits >= LARGE_BITS ? LARGE_BITS : PAGE_BITS;
    seL4_Word type = bits == LARGE_BITS ? seL4_ARM_LargePageObject : seL4_ARM_SmallPageObject;
    seL4_Word count = 1ull << (desc->sizeBits - bits);

    need(ram.count == MAX_RUNS, "note so many blocks");
    ram.count++;
    *run = (struct run){.bits = bits, .paddr = desc->paddr};
    run->count = count < RAM_PAGES_OF_A_BLOCK ? count : RAM_PAGES_OF_A_BLOCK;
    run->first = slots_new(run->count);
    for (seL4_Word made = 0; made < run->count; made += AT_ONCE) {
        seL4_Word now = run->count - made < AT_ONCE ? run->count - made : AT_ONCE;
        need(seL4_Untyped_Retype(untyped, type, 0, ROOT, 0, 0, run->first + made, now),
             "have pages to test");
    }
    for (seL4_Word i = 0; i < run->count; i++) {
        map(run->first + i, RAM_VADDR + run->paddr + (i << bits),
            seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever);
    }
    ram.tested += run->count << bits;
    ram.left += (count - run->count) << bits;
}

/* Which of the blocks: not that of our own objects, nor what is less than a page. */
static void runs_make(void)
{
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *desc = &bootinfo->untypedList[i];
        seL4_CPtr untyped = bootinfo->untyped.start + i;

        if (desc->isDevice) {
            continue;
        }
        if (untyped == memory || desc->sizeBits < PAGE_BITS) {
            ram.left += 1ull << desc->sizeBits;
        } else {
            run_make(untyped, desc);
        }
    }
}

static void page_write(const struct run *run, seL4_Word i, seL4_Word inverted)
{
    seL4_Word paddr = run->paddr + (i << run->bits);

    pattern_write((void *)(RAM_VADDR + paddr), paddr, 1ull << run->bits, inverted);
    need(seL4_ARM_Page_CleanInvalidate_Data(run->first + i, 0, 1ull << run->bits),
         "write memory back");
}

static void page_read(const struct run *run, seL4_Word i, seL4_Word inverted)
{
    seL4_Word paddr = run->paddr + (i << run->bits);

    ram_meanwhile(RAM_VADDR + paddr);
    pattern_read((const void *)(RAM_VADDR + paddr), paddr, 1ull << run->bits, inverted,
                 &ram.result);
}

/* All pages, one after the other; a dot for each eighth. */
static void all_pages(void (*visit)(const struct run *run, seL4_Word i, seL4_Word inverted),
                      seL4_Word inverted)
{
    seL4_Word done = 0;
    seL4_Word dots = 0;

    for (unsigned r = 0; r < ram.count; r++) {
        for (seL4_Word i = 0; i < ram.runs[r].count; i++) {
            visit(&ram.runs[r], i, inverted);
            done += 1ull << ram.runs[r].bits;
            for (; dots < done * 8 / ram.tested; dots++) {
                page_print(".");
            }
        }
    }
}

static void print_result(void)
{
    page_line("ram");
    page_number(ram.tested / MIB);
    page_print(" MiB in ");
    page_number(ram.count);
    page_print(" blocks, " RAM_EXTENT "; not tested ");
    page_number(ram.left / 1024);
    page_print(" KiB; wrong words: ");
    page_number(ram.result.wrong);
    page_print("\n");
    if (ram.result.wrong != 0) {
        page_line("ram");
        page_print("the first at ");
        page_hex(ram.result.first);
        page_print(": ");
        page_hex(ram.result.found);
        page_print(", expected ");
        page_hex(ram.result.expected);
        page_print("\n");
    }
    page_check("memory keeps what is written", ram.result.wrong == 0);
}

void test_ram(void)
{
    runs_make();
    page_line("ram");
    page_print("addresses ");
    all_pages(page_write, 0);
    all_pages(page_read, 0);
    page_print(" complements ");
    all_pages(page_write, ~0ull);
    all_pages(page_read, ~0ull);
    page_print("\n");
    print_result();
}
