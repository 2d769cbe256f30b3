/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page faults of one process that another one handles (userfaultfd): it is told
 * the address, has the page of zeros mapped there, and so resumes the process.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = WARM_UP + ITERATIONS };

/* What the faulting process tells its handler. */
struct meeting {
    int file;        /* its descriptor for userfaultfd */
    uintptr_t pages; /* where they begin in its address space */
    int ready[2];    /* a pipe, for one byte when the two above are set */
};

static struct meeting *meeting;

static bool fault_on_all(void *state)
{
    struct uffdio_api api = {.api = UFFD_API};
    struct uffdio_register range = {.mode = UFFDIO_REGISTER_MODE_MISSING};
    volatile uint64_t *word;

    (void)state;
    meeting->file = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
    word = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    meeting->pages = (uintptr_t)word;
    range.range.start = meeting->pages;
    range.range.len = PAGES * PAGE;
    if (meeting->file < 0 || (void *)meeting->pages == MAP_FAILED ||
        ioctl(meeting->file, UFFDIO_API, &api) != 0 ||
        ioctl(meeting->file, UFFDIO_REGISTER, &range) != 0 ||
        write(meeting->ready[1], "", 1) != 1) {
        return false;
    }
    for (unsigned i = 0; i < PAGES; i++) {
        if (word[i * (PAGE / sizeof(*word))] != 0) {
            return false;
        }
    }
    return true;
}

/* The handler's part of a fault; they come in the order of the addresses. */
static bool handle(void *state, unsigned i)
{
    int file = *(int *)state;
    struct uffd_msg message;
    struct uffdio_zeropage page = {.range = {.len = PAGE}};

    if (read(file, &message, sizeof(message)) != sizeof(message) ||
        message.event != UFFD_EVENT_PAGEFAULT) {
        return false;
    }
    page.range.start = message.arg.pagefault.address & ~(uint64_t)(PAGE - 1);
    return page.range.start == meeting->pages + (uintptr_t)i * PAGE &&
           ioctl(file, UFFDIO_ZEROPAGE, &page) == 0 && page.zeropage == PAGE;
}

void bench_userfault(void)
{
    pid_t process;
    int process_file;
    int file;
    uint64_t ticks;
    char byte;

    bench_begin("linux_userfaultfd");
    meeting = bench_shared(sizeof(*meeting));
    (void)bench_must(pipe(meeting->ready), "pipe");
    process = partner_start(PRIORITY, fault_on_all, NULL);
    (void)close(meeting->ready[1]);
    (void)bench_must(read(meeting->ready[0], &byte, 1) == 1 ? 0 : -1, "userfaultfd");
    process_file = bench_must((int)syscall(SYS_pidfd_open, process, 0), "pidfd_open");
    file = bench_must((int)syscall(SYS_pidfd_getfd, process_file, meeting->file, 0),
                      "pidfd_getfd");
    ticks = bench_repeat(handle, &file);
    partner_end(process);
    bench_print(ticks, ITERATIONS);
    (void)close(file);
    (void)close(process_file);
    (void)close(meeting->ready[0]);
    (void)munmap(meeting, sizeof(*meeting));
}
