/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A load from address 0, handled by the process itself (SIGSEGV) or by another
 * one that traces it (ptrace); the handler goes on behind it.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <elf.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { INSTRUCTION = 4, UNTOUCHED = 0x5afe };

/* Its result is UNTOUCHED, since the load never happens. */
static uint64_t load_from_null(void)
{
    uint64_t value = UNTOUCHED;
    uint64_t null = 0;

    __asm__ volatile("ldr %0, [%1]" : "+r"(value) : "r"(null) : "memory");
    return value;
}

static volatile unsigned handled;
static volatile unsigned strange;

static void skip(int number, siginfo_t *info, void *context)
{
    ucontext_t *interrupted = context;

    handled++;
    strange += number != SIGSEGV || info->si_addr != NULL;
    interrupted->uc_mcontext.pc += INSTRUCTION;
}

static bool fault(void *state, unsigned i)
{
    (void)state;
    return load_from_null() == UNTOUCHED && handled == i + 1;
}

static void measure_signal(void)
{
    struct sigaction action = {.sa_sigaction = skip, .sa_flags = SA_SIGINFO};
    uint64_t ticks;

    bench_begin("linux_sigsegv");
    handled = strange = 0;
    (void)bench_must(sigaction(SIGSEGV, &action, NULL), "sigaction");
    ticks = bench_repeat(fault, NULL);
    if (strange != 0) {
        bench_fail("%u signals were not those of a load from address 0", strange);
    }
    bench_print(ticks, ITERATIONS);
    (void)signal(SIGSEGV, SIG_DFL);
}

/* ---- The handler is another process ---- */

static bool traced(void *state)
{
    (void)state;
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0) {
        return false;
    }
    for (unsigned i = 0; i < WARM_UP + ITERATIONS; i++) {
        if (load_from_null() != UNTOUCHED) {
            return false;
        }
    }
    return true;
}

/* Waits for the traced process to stop for `number`; false if it did anything else. */
static bool stopped_for(pid_t process, int number)
{
    int status;

    return waitpid(process, &status, 0) == process && WIFSTOPPED(status) &&
           WSTOPSIG(status) == number;
}

static bool trace_one(void *state, unsigned i)
{
    pid_t process = *(pid_t *)state;
    struct user_regs_struct registers;
    struct iovec whole = {.iov_base = &registers, .iov_len = sizeof(registers)};

    (void)i;
    if (!stopped_for(process, SIGSEGV) ||
        ptrace(PTRACE_GETREGSET, process, NT_PRSTATUS, &whole) != 0) {
        return false;
    }
    registers.pc += INSTRUCTION;
    return ptrace(PTRACE_SETREGSET, process, NT_PRSTATUS, &whole) == 0 &&
           ptrace(PTRACE_CONT, process, NULL, NULL) == 0;
}

static void measure_ptrace(void)
{
    pid_t process;
    uint64_t ticks;

    bench_begin("linux_ptrace");
    process = partner_start(PRIORITY, traced, NULL);
    if (!stopped_for(process, SIGSTOP) || ptrace(PTRACE_CONT, process, NULL, NULL) != 0) {
        bench_fail("the traced process did not stop at first: %m");
    }
    ticks = bench_failed() ? 0 : bench_repeat(trace_one, &process);
    partner_end(process);
    bench_print(ticks, ITERATIONS);
}

void bench_fault(void)
{
    measure_signal();
    measure_ptrace();
}
