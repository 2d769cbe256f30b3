/* SPDX-License-Identifier: BSD-2-Clause */
/* What a supervisor on Linux learns of a crash, in words. */
#define _GNU_SOURCE
#include "crash_notice.h"

#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

static const struct {
    int signal, code;
    const char *name;
} codes[] = {
    {SIGSEGV, SEGV_MAPERR, "SEGV_MAPERR"}, {SIGSEGV, SEGV_ACCERR, "SEGV_ACCERR"},
    {SIGILL, ILL_ILLOPC, "ILL_ILLOPC"},    {SIGTRAP, TRAP_BRKPT, "TRAP_BRKPT"},
    {SIGBUS, BUS_ADRALN, "BUS_ADRALN"},
};

static const char *code_name(int signal, int code)
{
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].signal == signal && codes[i].code == code) {
            return codes[i].name;
        }
    }
    return "other code";
}

void notice_registers(struct notice *n, pid_t pid)
{
    siginfo_t info;
    struct user_regs_struct registers;
    struct iovec vector = {&registers, sizeof(registers)};

    memset(&info, 0, sizeof(info));
    memset(&registers, 0, sizeof(registers));
    (void)ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
    (void)ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &vector);
    n->code = info.si_code;
    n->address = (uint64_t)info.si_addr;
    n->pc = registers.pc;
}

void notice_print(const struct notice *n)
{
    switch (n->cause) {
    case NOTICE_ENDED:
        if (WIFSIGNALED(n->status)) {
            printf("killed by SIG%s", sigabbrev_np(WTERMSIG(n->status)));
        } else {
            printf("exit status %d", WEXITSTATUS(n->status));
        }
        break;
    case NOTICE_STOPPED:
        printf("SIG%s %s, address 0x%llx, pc 0x%llx", sigabbrev_np(WSTOPSIG(n->status)),
               code_name(WSTOPSIG(n->status), n->code), (unsigned long long)n->address,
               (unsigned long long)n->pc);
        break;
    case NOTICE_HANG:
        printf("nothing, until the watchdog");
        break;
    case NOTICE_NOTHING:
        printf("nothing to notice: the call fails with %s and the process goes on",
               strerrorname_np(n->error));
        break;
    }
}
