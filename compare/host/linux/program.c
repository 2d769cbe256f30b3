/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program tries; of an ordinary user's and of root's it is the same.
 *
 * Sources: process_vm_readv(2), proc(5), ptrace(2), mem(4), sched(7), reboot(2).
 */
#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "configuration.h"
#include "guest.h"
#include "host.h"
#include "host_module.h"

enum { BYTES = SECRET_WORDS * 8, LOOPS = 4, NICE_MOST = -20 };

/* ---- safe_server's memory ---- */

static void set_words(void)
{
    for (int i = 0; i < SECRET_WORDS; i++) {
        notes->words[i] = HOST_WRITTEN + (uint64_t)i;
    }
}

static void read_vm(void)
{
    struct iovec own = {notes->words, BYTES}, other = {(void *)VAULT, BYTES};

    (void)process_vm_readv(notes->pid, &own, 1, &other, 1, 0);
}

static void write_vm(void)
{
    struct iovec own = {notes->words, BYTES}, other = {(void *)VAULT, BYTES};

    set_words();
    (void)process_vm_writev(notes->pid, &own, 1, &other, 1, 0);
}

static int open_memory(int flags)
{
    char path[32];

    (void)snprintf(path, sizeof(path), "/proc/%d/mem", (int)notes->pid);
    return open(path, flags | O_CLOEXEC);
}

static void read_proc(void)
{
    (void)!pread(open_memory(O_RDONLY), notes->words, BYTES, VAULT);
}

static void write_proc(void)
{
    set_words();
    (void)!pwrite(open_memory(O_RDWR), notes->words, BYTES, VAULT);
}

/* Its tracer, until this process ends. */
static bool trace(void)
{
    return ptrace(PTRACE_ATTACH, notes->pid, 0, 0) == 0 &&
           waitpid(notes->pid, NULL, __WALL) == notes->pid;
}

static void read_trace(void)
{
    bool traced = trace();

    for (unsigned i = 0; traced && i < SECRET_WORDS; i++) {
        notes->words[i] = (uint64_t)ptrace(PTRACE_PEEKDATA, notes->pid, VAULT + 8ul * i, 0);
    }
}

static void write_trace(void)
{
    bool traced = trace();

    set_words();
    for (unsigned i = 0; traced && i < SECRET_WORDS; i++) {
        (void)ptrace(PTRACE_POKEDATA, notes->pid, VAULT + 8ul * i, notes->words[i]);
    }
}

/* ---- Physical memory ---- */

static uint64_t *map_physical(void)
{
    int file = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
    void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file,
                      (off_t)notes->physical);

    return page == MAP_FAILED ? NULL : page;
}

static void read_physical(void)
{
    const uint64_t *page = map_physical();

    if (page != NULL) {
        memcpy(notes->words, page, BYTES);
    }
}

static void write_physical(void)
{
    uint64_t *page = map_physical();

    set_words();
    if (page != NULL) {
        memcpy(page, notes->words, BYTES);
    }
}

/* The kernel's memory as a core file, whose segments say where in memory they are. */
static void read_kcore(void)
{
    int file = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
    Elf64_Ehdr header;
    Elf64_Phdr segment;

    if (pread(file, &header, sizeof(header), 0) != sizeof(header)) {
        return;
    }
    for (int i = 0; i < header.e_phnum; i++) {
        off_t at = (off_t)header.e_phoff + i * (off_t)sizeof(segment);

        if (pread(file, &segment, sizeof(segment), at) == sizeof(segment) &&
            segment.p_type == PT_LOAD && segment.p_paddr <= notes->physical &&
            notes->physical - segment.p_paddr < segment.p_filesz) {
            (void)!pread(file, notes->words, BYTES,
                         (off_t)(segment.p_offset + notes->physical - segment.p_paddr));
        }
    }
}

/* ---- safe_server's service, and the machine ---- */

static void stop_by_signal(void)
{
    (void)kill(notes->pid, SIGSTOP);
}

static void stop_by_end(void)
{
    (void)kill(notes->pid, SIGKILL);
}

/* A tracer that ends lets go of it, so it is told to stop. */
static void stop_by_trace(void)
{
    if (trace()) {
        (void)ptrace(PTRACE_DETACH, notes->pid, 0, SIGSTOP);
    }
}

/* Loops, as many and as important as they may be. */
static void keep_processor(void)
{
    struct sched_param most = {.sched_priority = 99};
    int file = open("/proc/sys/kernel/sched_rt_runtime_us", O_WRONLY | O_CLOEXEC);
    uint64_t start;

    (void)!write(file, "-1", 2);
    for (int i = 1; i < LOOPS && fork() != 0; i++) {
    }
    (void)setpriority(PRIO_PROCESS, 0, NICE_MOST);
    (void)sched_setscheduler(0, SCHED_FIFO, &most);
    start = guest_ticks();
    while (guest_ticks() - start < (uint64_t)HOLD_MS * TICKS_PER_MS) {
        for (int i = 0; i < HOLD_ROUNDS; i++) {
            __asm__ volatile("");
        }
    }
    while (wait(NULL) > 0) {
    }
}

static void machine_off(void)
{
    (void)reboot(RB_POWER_OFF);
}

static const struct attempt reads[] = {
    {"process_vm_readv", read_vm}, {"proc_pid_mem", read_proc}, {"ptrace", read_trace},
    {"dev_mem", read_physical}, {"proc_kcore", read_kcore}, {NULL, NULL},
};
static const struct attempt writes[] = {
    {"process_vm_writev", write_vm}, {"proc_pid_mem", write_proc}, {"ptrace", write_trace},
    {"dev_mem", write_physical}, {NULL, NULL},
};
static const struct attempt stops[] = {
    {"sigstop", stop_by_signal}, {"sigkill", stop_by_end}, {"ptrace", stop_by_trace}, {NULL, NULL},
};
static const struct attempt starves[] = {{"loops", keep_processor}, {NULL, NULL}};

static const struct ways ways = {
    .reads = reads,
    .writes = writes,
    .stops = stops,
    .starves = starves,
    .machine_off = machine_off,
};

const struct level level_user = {
    .name = "user",
    .column = "host_user",
    .user = UID_ATTACKER,
    .is_program = true,
    .ways = &ways,
};

const struct level level_root = {
    .name = "root",
    .column = "host_root",
    .user = UID_ROOT,
    .is_program = true,
    .ways = &ways,
};
