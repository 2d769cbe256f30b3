/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the device of a driver with a bug reaches: the driver's own buffer, a page of
 * another process, a page of the kernel.
 *
 *   dma_guest COLUMN
 *
 * Prints DMA, SHOW and MISSING lines for COLUMN, and at the end DMA DONE.  Counts are of words that
 * were really copied or changed, as their owners see them.
 */
#define _GNU_SOURCE
#include "dma_device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MODULE_FILE "/bin/" DMA_NAME ".ko"
#define DEVICE_FILE "/dev/" DMA_NAME

/* The kernel says of at most ten faults in five seconds. */
enum { PAGE_BYTES = 4096, QUIET_S = 6 };

static const char *column;
static int device;
static int log_file;
static int reported, attempts;
static char first_report[160];

static void must(int holds, const char *what)
{
    if (!holds) {
        printf("MISSING %s:dma %s: %s\nDMA DONE\n", column, what, strerror(errno));
        exit(1);
    }
}

static void load(void)
{
    int file = open(MODULE_FILE, O_RDONLY | O_CLOEXEC);

    must(file >= 0, MODULE_FILE);
    must(syscall(SYS_finit_module, file, "", 0) == 0, "finit_module");
    (void)close(file);
    device = open(DEVICE_FILE, O_RDWR | O_CLOEXEC);
    must(device >= 0, DEVICE_FILE);
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
    must(write(device, words, DMA_BYTES) == DMA_BYTES, "write");
}

static void copy(unsigned long direction, uint64_t address)
{
    must(ioctl(device, direction, &address) == 0, "the device's copy");
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

    must(read(device, words, DMA_BYTES) == DMA_BYTES, "read");
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
    copy(DMA_IN, DMA_BUFFER);
    set_buffer(0);
    copy(DMA_OUT, DMA_BUFFER);
    found("dma_own", in_buffer(expected));
}

/* Reads what is at `address` through the device. */
static void steal(const char *id, uint64_t address, const uint64_t *expected)
{
    attempt_begins();
    set_buffer(0);
    copy(DMA_IN, DMA_BUFFER); /* nothing is left in the device */
    copy(DMA_IN, address);
    copy(DMA_OUT, DMA_BUFFER);
    attempt_ends();
    found(id, in_buffer(expected));
}

static void overwrite(uint64_t address)
{
    attempt_begins();
    set_buffer(MARK_WILD);
    copy(DMA_IN, DMA_BUFFER);
    copy(DMA_OUT, address);
    attempt_ends();
}

static void attack_process(void)
{
    struct victim victim = start_victim();
    uint64_t expected[DMA_WORDS];

    fill(expected, MARK_SECRET);
    steal("dma_process_read", victim.address, expected);
    overwrite(victim.address);
    must(write(victim.ask, "", 1) == 1, "the other process");
    found("dma_process_write", victim_says(&victim));
}

static void attack_kernel(void)
{
    struct dma_kernel_page page;
    uint64_t expected[DMA_WORDS];

    must(ioctl(device, DMA_KERNEL, &page) == 0 && page.changed == 0, "the kernel's page");
    for (unsigned i = 0; i < DMA_WORDS; i++) {
        expected[i] = DMA_KERNEL_WORD((uint64_t)i);
    }
    steal("dma_kernel_read", page.address, expected);
    overwrite(page.address);
    must(ioctl(device, DMA_KERNEL, &page) == 0, "the kernel's page");
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
    column = argc > 1 ? argv[1] : "module";
    load();
    log_file = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    must(log_file >= 0, "/dev/kmsg");
    use_own();
    attack_process();
    attack_kernel();
    printf("DMA %s dma_reported %d %d\n", column, reported, attempts);
    tell_domain();
    if (first_report[0] != '\0') {
        printf("SHOW %s dma_report the kernel's log: %s\n", column, first_report);
    }
    printf("DMA DONE\n");
    return 0;
}
