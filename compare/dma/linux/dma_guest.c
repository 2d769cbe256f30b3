/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the device of a driver with a bug reaches: the driver's own buffer, a page of
 * another process, a page of the kernel.
 *
 *   dma_guest COLUMN
 *
 * The driver is the module, or this process if the column is vfio.
 * Prints DMA, SHOW and MISSING lines for COLUMN, and at the end DMA DONE.  Counts are of words that
 * were really copied or changed, as their owners see them.
 */
#define _GNU_SOURCE
#include "dma_driver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel says of at most ten faults in five seconds. */
enum { PAGE_BYTES = 4096, QUIET_S = 6 };

static const char *column;
static const struct dma_driver *driver;
static int log_file;
static int reported, attempts;
static char first_report[160];

void must(bool holds, const char *what)
{
    if (!holds) {
        printf("MISSING %s:dma %s: %s\nDMA DONE\n", column, what, strerror(errno));
        exit(1);
    }
}

void load_module(const char *path, const char *parameters)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    must(file >= 0, path);
    must(syscall(SYS_finit_module, file, parameters, 0) == 0, path);
    (void)close(file);
}

static uint64_t pattern(unsigned mark, unsigned i)
{
    return ((uint64_t)mark << 56 ^ (i + 1)) * 0x9e3779b97f4a7c15ull;
}

static void fill(uint64_t *words, unsigned mark)
{
    for (unsigned i = 0; i < DMA_WORDS; i++) {
        words[i] = mark == 0 ? 0 : pattern(mark, i);
    }
}

static void set_buffer(unsigned mark)
{
    uint64_t words[DMA_WORDS];

    fill(words, mark);
    driver->set(words);
}

/* ---- what the kernel's log says of faults ---- */

/* Returns how many lines there are that name the IOMMU's driver. */
static int read_log(void)
{
    char record[1024];
    ssize_t size;
    int lines = 0;

    while ((size = read(log_file, record, sizeof(record) - 1)) > 0) {
        char *text;

        record[size] = '\0';
        text = strchr(record, ';');
        if (text != NULL && strstr(text, "arm-smmu-v3") != NULL && strstr(text, "event") != NULL) {
            lines += 1;
            if (first_report[0] == '\0') {
                text[strcspn(text, "\n")] = '\0';
                (void)snprintf(first_report, sizeof(first_report), "%s", text + 1);
            }
        }
    }
    return lines;
}

static void attempt_begins(void)
{
    (void)sleep(QUIET_S);
    (void)read_log();
    attempts += 1;
}

static void attempt_ends(void)
{
    reported += read_log() > 0;
}

/* ---- another process ---- */

struct victim {
    int ask, answer;
    uint64_t address; /* of its page, in memory */
};

enum { MARK_OWN = 1, MARK_SECRET, MARK_WILD };

/* Answers each byte with how many words of its page have changed. */
static void be_victim(int ask, int answer)
{
    uint64_t *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
    uint64_t told = (uintptr_t)page;
    char byte;

    if (page == MAP_FAILED) {
        _exit(1);
    }
    fill(page, MARK_SECRET);
    do {
        (void)!write(answer, &told, sizeof(told));
        told = 0;
        if (read(ask, &byte, 1) != 1) {
            _exit(0);
        }
        for (unsigned i = 0; i < DMA_WORDS; i++) {
            told += ((volatile uint64_t *)page)[i] != pattern(MARK_SECRET, i);
        }
    } while (1);
}

static uint64_t victim_says(const struct victim *victim)
{
    uint64_t told = 0;

    must(read(victim->answer, &told, sizeof(told)) == sizeof(told), "the other process");
    return told;
}

/* Where the page is, root may know (Documentation, pagemap): bits 54:0, if bit 63 is set. */
static uint64_t address_of(pid_t pid, uint64_t vaddr)
{
    char path[64];
    uint64_t entry = 0;
    int file;

    (void)snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
    file = open(path, O_RDONLY | O_CLOEXEC);
    must(file >= 0, path);
    must(pread(file, &entry, sizeof(entry), (off_t)(vaddr / PAGE_BYTES * 8)) == sizeof(entry) &&
             entry >> 63 != 0 && (entry & ((1ull << 55) - 1)) != 0,
         "pagemap");
    (void)close(file);
    return (entry & ((1ull << 55) - 1)) * PAGE_BYTES;
}

static struct victim start_victim(void)
{
    int ask[2], answer[2];
    struct victim victim;
    pid_t pid;

    must(pipe2(ask, O_CLOEXEC) == 0 && pipe2(answer, O_CLOEXEC) == 0, "pipe2");
    pid = fork();
    if (pid == 0) {
        (void)close(ask[1]);
        be_victim(ask[0], answer[1]);
    }
    must(pid > 0, "fork");
    victim = (struct victim){ask[1], answer[0], 0};
    victim.address = address_of(pid, victim_says(&victim));
    return victim;
}

/* ---- the attempts ---- */

static void found(const char *id, uint64_t words)
{
    printf("DMA %s %s %llu %d\n", column, id, (unsigned long long)words, DMA_WORDS);
}

/* How many words the driver's buffer has of `expected`. */
static uint64_t in_buffer(const uint64_t *expected)
{
    uint64_t words[DMA_WORDS];
    uint64_t same = 0;

    driver->get(words);
    for (unsigned i = 0; i < DMA_WORDS; i++) {
        same += words[i] == expected[i];
    }
    return same;
}

static void use_own(void)
{
    uint64_t expected[DMA_WORDS];

    fill(expected, MARK_OWN);
    set_buffer(MARK_OWN);
    driver->copy(false, DMA_BUFFER);
    set_buffer(0);
    driver->copy(true, DMA_BUFFER);
    found("dma_own", in_buffer(expected));
}

/* Reads what is at `address` through the device. */
static void steal(const char *id, uint64_t address, const uint64_t *expected)
{
    attempt_begins();
    set_buffer(0);
    driver->copy(false, DMA_BUFFER); /* nothing is left in the device */
    driver->copy(false, address);
    driver->copy(true, DMA_BUFFER);
    attempt_ends();
    found(id, in_buffer(expected));
}

static void overwrite(uint64_t address)
{
    attempt_begins();
    set_buffer(MARK_WILD);
    driver->copy(false, DMA_BUFFER);
    driver->copy(true, address);
    attempt_ends();
}

static void attack_process(const struct victim *victim)
{
    uint64_t expected[DMA_WORDS];

    fill(expected, MARK_SECRET);
    steal("dma_process_read", victim->address, expected);
    overwrite(victim->address);
    must(write(victim->ask, "", 1) == 1, "the other process");
    found("dma_process_write", victim_says(victim));
}

static void attack_kernel(void)
{
    struct dma_kernel_page page;
    uint64_t expected[DMA_WORDS];

    driver->kernel_page(&page);
    must(page.changed == 0, "the kernel's page");
    for (unsigned i = 0; i < DMA_WORDS; i++) {
        expected[i] = DMA_KERNEL_WORD((uint64_t)i);
    }
    steal("dma_kernel_read", page.address, expected);
    overwrite(page.address);
    driver->kernel_page(&page);
    found("dma_kernel_write", page.changed);
}

/* How the kernel says that the device's addresses are translated. */
static void tell_domain(void)
{
    char type[32] = "none: no IOMMU";
    FILE *f = fopen("/sys/bus/pci/devices/0000:00:01.0/iommu_group/type", "r");

    if (f != NULL && fgets(type, sizeof(type), f) != NULL) {
        type[strcspn(type, "\n")] = '\0';
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    printf("SHOW %s dma_domain the device's domain, as the kernel has it: %s\n", column, type);
}

int main(int argc, char **argv)
{
    struct victim victim;

    column = argc > 1 ? argv[1] : "module";
    driver = strcmp(column, "vfio") == 0 ? &dma_vfio : &dma_module;
    log_file = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    must(log_file >= 0, "/dev/kmsg");
    victim = start_victim();
    driver->start();
    use_own();
    attack_process(&victim);
    if (driver->kernel_page != NULL) {
        attack_kernel();
    }
    printf("DMA %s dma_reported %d %d\n", column, reported, attempts);
    tell_domain();
    if (first_report[0] != '\0') {
        printf("SHOW %s dma_report the kernel's log: %s\n", column, first_report);
    }
    printf("DMA DONE\n");
    return 0;
}
