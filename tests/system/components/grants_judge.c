/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints, through the UART, what came of each attempt: it worked, was refused, or was a fault.
 */
#include "../uart.h"

seL4_Word uart_vaddr;

static const char *const names[] = {"null", "flush", "cycles", "tcb", "log"};

enum { ATTEMPTS = sizeof(names) / sizeof(names[0]), WORKED = 1 };

static unsigned seen;

static void report(unsigned id, const char *what)
{
    uart_print(id < ATTEMPTS ? names[id] : "?");
    uart_print(what);
    if (++seen == ATTEMPTS) {
        uart_print("the end\n");
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    report(ch, microkit_msginfo_get_label(msginfo) == WORKED ? " works\n" : " refused\n");
    return microkit_msginfo_new(0, 0);
}

/* The child stays where it is. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    switch (microkit_msginfo_get_label(msginfo)) {
    case seL4_Fault_UnknownSyscall:
        report(child, " unknown system call\n");
        break;
    case seL4_Fault_UserException:
        report(child, " undefined instruction\n");
        break;
    default:
        report(child, " another fault\n");
        break;
    }
    return seL4_False;
}
