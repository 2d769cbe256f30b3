/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A service that crashes on request: demos/task4/fault_test.c as a Linux process.  It
 * answers requests on a socket; a request may be an order to crash, in one of
 * Task 4's ways, with the same machine code (demos/task4/crashes.S).
 *
 * Without a C library, whose start would be half of all that a restart takes.
 */
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <stdint.h>

#include "crash.h"
#include "crashes.h"
#include "guest.h"
#include "life_layout.h"
#include "sys.h"

static _Noreturn void leave(long status)
{
    for (;;) {
        (void)SYS1(exit_group, status);
    }
}

/* The first ten, and the loop.  A capability's nearest kin on Linux is a descriptor. */
static crash_routine *const routines[CRASH_KINDS] = {
    [CRASH_NULL_READ] = crash_null_read,   [CRASH_CODE_WRITE] = crash_code_write,
    [CRASH_COPY_WRITE] = crash_copy_write, [CRASH_DATA_RUN] = crash_data_run,
    [CRASH_UNDEFINED] = crash_undefined,   [CRASH_PRIVILEGED] = crash_privileged,
    [CRASH_BREAKPOINT] = crash_breakpoint, [CRASH_ODD_SP] = crash_odd_sp,
    [CRASH_ODD_PC] = crash_odd_pc,         [CRASH_STACK] = crash_stack,
    [CRASH_LOOP] = crash_loop,
};

/* Does not return, or gives the error of a system call. */
static uint64_t crash(uint64_t kind)
{
    char byte = 0;

    switch (kind) {
    case CRASH_SYSCALL:
        return (uint64_t)-sys(CRASH_SYS_UNKNOWN, 0, 0, 0, 0, 0, 0);
    case CRASH_CAP_CALL:
        return (uint64_t)-SYS3(write, CRASH_CAP_BEYOND, &byte, 1);
    case CRASH_CAP_RECEIVE:
        return (uint64_t)-SYS3(read, CRASH_CAP_EMPTY, &byte, 1);
    default:
        routines[kind]();
        return 0;
    }
}

/* A page; at `address`, if that is not 0. */
static long map(long address, long protection, long flags, long fd)
{
    long at = SYS6(mmap, address, CRASH_PULSE_BYTES, protection,
                   flags | (address != 0 ? MAP_FIXED_NOREPLACE : 0), fd, 0);

    if (at < 0 || (address != 0 && at != address)) {
        leave(CRASH_NO_MEMORY);
    }
    return at;
}

/* Their addresses are part of the machine code that crashes.  What the next life is made from is
   here the file of this program. */
static void map_what_the_routines_expect(void)
{
    long file = SYS3(openat, AT_FDCWD, "/proc/self/exe", O_RDONLY);

    (void)map(LIFE_PRISTINE, PROT_READ, MAP_SHARED, file);
    (void)map(CRASH_PULSE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    (void)SYS1(close, file);
}

#define ALLOW(number) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* From here on only what serving needs; the kernel ends a process that tries anything else. */
static void give_up_system_calls(void)
{
    static const struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0 /* the system call's number */),
        ALLOW(__NR_recvfrom),
        ALLOW(__NR_sendto),
        ALLOW(__NR_read),
        ALLOW(__NR_write),
        ALLOW(__NR_exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]),
                                 .filter = (struct sock_filter *)(uintptr_t)filter};

    if (SYS2(prctl, PR_SET_NO_NEW_PRIVS, 1) != 0 ||
        SYS3(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        leave(CRASH_NO_FILTER);
    }
}

static int receive(char *byte)
{
    return SYS3(recvfrom, CRASH_SOCKET_FD, byte, 1) == 1;
}

_Noreturn void worker(const long *arguments);

/* `arguments` is what the kernel puts on the stack: how many, then their addresses. */
_Noreturn void worker(const long *arguments)
{
    volatile struct crash_page *page =
        (volatile struct crash_page *)map(0, PROT_READ | PROT_WRITE, MAP_SHARED, CRASH_PAGE_FD);
    char byte = 0;

    map_what_the_routines_expect();
    if (arguments[0] > 1) { /* `crash_worker filter` */
        give_up_system_calls();
    }
    while (receive(&byte)) {
        if (page->order < CRASH_KINDS) {
            page->crashed_at = guest_ticks();
            page->error = crash(page->order);
        }
        page->answer = crash_answer(page->question);
        (void)SYS3(sendto, CRASH_SOCKET_FD, &byte, 1);
    }
    leave(0);
}

__asm__(".global _start\n_start:\n\tmov x29, xzr\n\tmov x30, xzr\n\tmov x0, sp\n\tb worker\n");
