/* SPDX-License-Identifier: BSD-2-Clause */
/* What a supervisor on Linux learns of a crash. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

enum notice_cause {
    NOTICE_ENDED,   /* waitpid: the worker is gone */
    NOTICE_STOPPED, /* as its debugger: it has a signal pending */
    NOTICE_HANG,    /* no answer until the watchdog */
    NOTICE_NOTHING  /* it answered */
};

struct notice {
    uint64_t at; /* ticks */
    enum notice_cause cause;
    int status; /* from waitpid */
    int error;  /* NOTICE_NOTHING: errno of the call that failed */
    int code;   /* NOTICE_STOPPED: si_code, address and program counter */
    uint64_t address, pc;
};

/* Adds what a debugger can read of the stopped process. */
void notice_registers(struct notice *n, pid_t pid);

/* Prints `n` in words, without a line end. */
void notice_print(const struct notice *n);
