/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses a disk through its driver, and then has the driver do what one does that
 * was taken over: give the disk addresses of memory that is not for it.  Judges.
 */
#include <microkit.h>

#include "../common/device/smmu.h"
#include "../common/judge.h"
#include "disk.h"

#define OUTGOING 0x4000000ull
#define INCOMING 0x4001000ull
#define SECRET   0x4002000ull

/* On the disk: what was there before is in the first sectors; the others are ours. */
enum { LABEL_AT = 0, LETTER_AT = 8, LOOT_AT = 16, SECTORS = 64 };
enum { LINE_BYTES = 64, LINES = PAGE_BYTES / LINE_BYTES, CHECKS = 18 };

const char judge_name[] = "client";

/* Set by the tool. */
seL4_Word incoming_paddr, secret_paddr;

static volatile char *bytes(seL4_Word page)
{
    return (volatile char *)page;
}

static void put_text(volatile char *to, const char *text)
{
    while (*text != '\0') {
        *to++ = *text++;
    }
}

/* 64 lines of 64 bytes, each with its number. */
static void write_page(seL4_Word page, const char *text)
{
    for (unsigned i = 0; i < PAGE_BYTES; i++) {
        bytes(page)[i] = i % LINE_BYTES == LINE_BYTES - 1 ? '\n' : ' ';
    }
    for (unsigned i = 0; i < LINES; i++) {
        volatile char *line = bytes(page) + i * LINE_BYTES;

        line[0] = (char)('0' + i / 10);
        line[1] = (char)('0' + i % 10);
        put_text(line + 3, text);
    }
}

static void clear(seL4_Word page)
{
    for (unsigned i = 0; i < PAGE_BYTES; i++) {
        bytes(page)[i] = 0;
    }
}

/* How many of the page's bytes are those of the other. */
static seL4_Word same(seL4_Word page, seL4_Word other)
{
    seL4_Word count = 0;

    for (unsigned i = 0; i < PAGE_BYTES; i++) {
        count += bytes(page)[i] == bytes(other)[i];
    }
    return count;
}

static seL4_Word not_zero(seL4_Word page)
{
    seL4_Word count = 0;

    for (unsigned i = 0; i < PAGE_BYTES; i++) {
        count += bytes(page)[i] != 0;
    }
    return count;
}

static seL4_Bool begins_with(seL4_Word page, const char *text)
{
    for (unsigned i = 0; text[i] != '\0'; i++) {
        if (bytes(page)[i] != text[i]) {
            return seL4_False;
        }
    }
    return seL4_True;
}

static void write_secret(void)
{
    write_page(SECRET, "a secret, which the disk is never given");
}

/* The secret is as it was. */
static seL4_Bool secret_is_whole(void)
{
    write_page(OUTGOING, "a secret, which the disk is never given");
    return same(SECRET, OUTGOING) == PAGE_BYTES;
}

static void transfer(enum disk_request request, seL4_Word sector, seL4_Word address)
{
    microkit_mr_set(0, sector);
    microkit_mr_set(1, address);
    microkit_mr_set(2, PAGE_BYTES);
    (void)microkit_ppcall(CLIENT_DISK, microkit_msginfo_new(request, 3));
}

static void check_status(enum disk_status expected, const char *claim)
{
    (void)microkit_ppcall(CLIENT_DISK, microkit_msginfo_new(DISK_RESULT, 0));
    check_number(microkit_mr_get(0), expected, claim);
}

static void check_event(seL4_Word type, seL4_Word address, seL4_Bool read, const char *claim)
{
    (void)microkit_ppcall(CLIENT_IOMMU, microkit_msginfo_new(IOMMU_EVENTS, 0));
    check(microkit_mr_get(0) != 0 && microkit_mr_get(1) == type && microkit_mr_get(2) == STREAM &&
              microkit_mr_get(3) == address && microkit_mr_get(4) == (seL4_Word)read &&
              microkit_mr_get(5) != 0,
          claim);
}

static void check_no_event(const char *claim)
{
    (void)microkit_ppcall(CLIENT_IOMMU, microkit_msginfo_new(IOMMU_EVENTS, 0));
    check_number(microkit_mr_get(0), 0, claim);
}

/* Returns whether it started; the reply's second word is the number of sectors. */
static seL4_Bool start_disk(void)
{
    static const char *const problems[] = {
        [DISK_OK] = "",
        [DISK_NO_IOMMU] = "   the SMMU is not on\n",
        [DISK_NOT_MODERN] = "   it is no disk of virtio 1 behind an IOMMU\n",
        [DISK_SILENT] = "   it does not do what it is told\n",
    };

    (void)microkit_ppcall(CLIENT_DISK, microkit_msginfo_new(DISK_START, 0));
    if (microkit_mr_get(0) != DISK_OK) {
        microkit_dbg_puts(problems[microkit_mr_get(0)]);
    }
    return microkit_mr_get(0) == DISK_OK;
}

/* A disk that could not get at memory may need that before it does anything.  Others, like QEMU's,
   do not notice: it says "done" of what never arrived. */
static void start_again(void)
{
    if (!start_disk()) {
        microkit_dbg_puts("   it does not start again\n");
    }
}

/* ---- Part 1: a disk ---- */

static void read_label(void)
{
    clear(INCOMING);
    transfer(DISK_READ, LABEL_AT, IO_INCOMING);
}

static void write_letter(void)
{
    check_status(DISK_DONE, "the first 8 sectors are read");
    check(begins_with(INCOMING, "written from outside"), "they have what somebody put there");
    write_page(OUTGOING, "of 64 lines that the client wrote to its disk");
    transfer(DISK_WRITE, LETTER_AT, IO_OUTGOING);
}

static void read_letter(void)
{
    check_status(DISK_DONE, "8 others are written");
    clear(INCOMING);
    transfer(DISK_READ, LETTER_AT, IO_INCOMING);
}

static void read_beyond(void)
{
    check_status(DISK_DONE, "and read");
    check_number(same(INCOMING, OUTGOING), PAGE_BYTES, "they have what was written, all of it");
    transfer(DISK_READ, SECTORS, IO_INCOMING);
}

/* ---- Part 2: a driver that was taken over ---- */

static void overwrite_secret(void)
{
    check_status(DISK_REFUSED, "those behind the last one: the disk says that there are none");
    check_no_event("and the SMMU had nothing to refuse");
    microkit_dbg_puts("\n2. The driver was taken over, and gives the disk other addresses\n");
    write_secret();
    transfer(DISK_READ, LETTER_AT, secret_paddr);
}

static void steal_secret(void)
{
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_False,
                "it reads a sector over the secret: the SMMU says who, and where");
    check(secret_is_whole(), "the secret is what it was");
    start_again();
    transfer(DISK_WRITE, LOOT_AT, secret_paddr);
}

static void read_loot(void)
{
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_True,
                "it writes the secret to the disk: the SMMU says who, and where");
    start_again();
    clear(INCOMING);
    transfer(DISK_READ, LOOT_AT, IO_INCOMING);
}

static void overwrite_outgoing(void)
{
    check_status(DISK_DONE, "the disk starts again, and is read");
    check_number(not_zero(INCOMING), 0, "where the secret was to be, is nothing");
    write_page(OUTGOING, "what only the client may write");
    write_page(SECRET, "what only the client may write");
    transfer(DISK_READ, LETTER_AT, IO_OUTGOING);
}

static void use_memory_address(void)
{
    check_event(EVENT_PERMISSION, IO_OUTGOING, seL4_False,
                "it reads a sector to where the disk may only read");
    check_number(same(SECRET, OUTGOING), PAGE_BYTES, "that page is what it was");
    start_again();
    transfer(DISK_READ, LETTER_AT, incoming_paddr);
}

static void be_honest(void)
{
    check_event(EVENT_TRANSLATION, incoming_paddr, seL4_False,
                "a page that it may write, by its address in memory: not mapped");
    start_again();
    clear(INCOMING);
    transfer(DISK_READ, LETTER_AT, IO_INCOMING);
}

static void end(void)
{
    check_status(DISK_DONE, "and honest again, it reads");
    write_page(OUTGOING, "of 64 lines that the client wrote to its disk");
    check_number(same(INCOMING, OUTGOING), PAGE_BYTES, "the letter is still there");
    put_verdict("TASK6", CHECKS);
}

/* Each looks at what came of the one before, and begins something; the driver signals when that is
   over. */
static void (*const steps[])(void) = {
    write_letter,      read_letter,        read_beyond, overwrite_secret, steal_secret, read_loot,
    overwrite_outgoing, use_memory_address, be_honest,   end,
};

enum { STEPS = sizeof(steps) / sizeof(steps[0]) };
static unsigned next;

void init(void)
{
    microkit_dbg_puts(
        "Task 6, a disk: a driver of a real device, behind the IOMMU\n"
        "\n"
        "  iommu   priority 220  owns the SMMU; the tables are the tool's\n"
        "  disk    priority 210  driver of a virtio disk; has not even the data\n"
        "  client  priority 100  reads and writes, judges\n"
        "\n"
        "1. A disk is read and written through the SMMU\n");
    if (!start_disk()) {
        check(seL4_False, "the disk starts");
        put_verdict("TASK6", CHECKS);
        return;
    }
    check_number(microkit_mr_get(1), SECTORS, "the disk starts, and has 64 sectors");
    read_label();
}

void notified(microkit_channel ch)
{
    if (ch == CLIENT_DISK && next < STEPS) {
        steps[next++]();
    }
}
