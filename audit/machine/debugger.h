/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU by its debugger's interface: stop the machine where it is to be looked at.
 *
 * Source: GDB manual, appendix "GDB Remote Serial Protocol"; QEMU documentation, "GDB usage".
 */
#pragma once

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

enum { DEBUGGER_ERROR_BYTES = 256 };

struct debugger {
    int socket;
    int console;          /* what the machine prints comes from here; -1: from nowhere */
    struct buffer packet; /* the last one */
    struct buffer registers; /* names of system registers: XML, or empty */
    struct buffer line;   /* of the console, so far */
    char error[DEBUGGER_ERROR_BYTES];
};

enum debugger_event {
    DEBUGGER_STOPPED, /* at a breakpoint, or because it was interrupted */
    DEBUGGER_PRINTED, /* a line of the console matches; the machine goes on */
    DEBUGGER_LATE,    /* nothing of that in time */
    DEBUGGER_ENDED    /* QEMU is gone, or the console */
};

/* Connects to the Unix socket at `path`, which QEMU may not have made yet: tries for `seconds`.
   False: `error` says why. */
bool debugger_open(struct debugger *debugger, const char *path, int console, unsigned seconds);
void debugger_close(struct debugger *debugger);

/* Stop before the instruction at a virtual address, in whatever address space; or no more. */
bool debugger_break(struct debugger *debugger, uint64_t address, bool on);

/* The machine goes on, or is stopped: then wait for that. */
bool debugger_continue(struct debugger *debugger);
bool debugger_interrupt(struct debugger *debugger);

/* Waits; copies the console to stdout.  `line`: NULL, or what a line of it is to match. */
enum debugger_event debugger_wait(struct debugger *debugger, const regex_t *line,
                                  unsigned seconds);

/* Of the stopped machine. */
bool debugger_program_counter(struct debugger *debugger, uint64_t *pc, unsigned *level);

/* A system register by its name in QEMU, as in "CNTV_CVAL_EL0"; false if QEMU tells none. */
bool debugger_system_register(struct debugger *debugger, const char *name, uint64_t *value);

/* The word of 32 bits at physical address `paddr`, of a device, too. */
bool debugger_physical(struct debugger *debugger, uint64_t paddr, uint32_t *word);
