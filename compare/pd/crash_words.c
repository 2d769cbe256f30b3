/* SPDX-License-Identifier: BSD-2-Clause */
/* A parent's account of a crash on one line of the console. */
#include "crash_words.h"

#include "uart.h"

static const char *cause_text(enum fault_cause cause)
{
    static const char *const texts[] = {
        [FAULT_NONE] = "nothing",
        [FAULT_READ] = "read from ",
        [FAULT_WRITE] = "write to ",
        [FAULT_EXECUTE] = "execution of ",
        [FAULT_UNDEFINED] = "undefined instruction",
        [FAULT_REGISTER] = "register that is not for it",
        [FAULT_BREAKPOINT] = "breakpoint",
        [FAULT_ODD_SP] = "misaligned stack pointer",
        [FAULT_ODD_PC] = "misaligned program counter",
        [FAULT_SYSCALL] = "unknown system call ",
        [FAULT_CAP_CALL] = "call with a capability it does not have, ",
        [FAULT_CAP_RECEIVE] = "receive with a capability it does not have, ",
        [FAULT_HANG] = "nothing, until the watchdog",
        [FAULT_OTHER] = "exception, syndrome ",
    };

    return texts[cause];
}

static const char *reason_text(enum fault_reason reason)
{
    switch (reason) {
    case REASON_UNMAPPED:
        return ", not mapped";
    case REASON_FORBIDDEN:
        return ", not allowed";
    case REASON_UNALIGNED:
        return ", not aligned";
    case REASON_NONE:
    case REASON_OTHER:
        break;
    }
    return "";
}

/* A name and an offset; a number where there is no name. */
static void print_place(const volatile struct life_seal *seal, seL4_Word address)
{
    const volatile struct life_symbol *symbol = fault_symbol(seal, address);
    char name[sizeof(symbol->name) + 1];
    unsigned i = 0;

    if (symbol == seL4_Null) {
        uart_hex(address);
        return;
    }
    for (; i < sizeof(symbol->name) && symbol->name[i] != '\0'; i++) {
        name[i] = symbol->name[i];
    }
    name[i] = '\0';
    uart_puts(name);
    if (address != (seL4_Word)symbol->address) {
        uart_puts("+");
        uart_number(address - (seL4_Word)symbol->address);
    }
}

void crash_words_print(const struct fault_account *a, const volatile struct life_seal *seal)
{
    uart_puts(cause_text(a->cause));
    switch (a->cause) {
    case FAULT_READ:
    case FAULT_WRITE:
    case FAULT_EXECUTE:
        print_place(seal, a->address);
        uart_puts(reason_text(a->reason));
        break;
    case FAULT_SYSCALL:
        uart_puts("-");
        uart_number(0 - a->number);
        break;
    case FAULT_CAP_CALL:
    case FAULT_CAP_RECEIVE:
        uart_number(a->number);
        break;
    case FAULT_OTHER:
        uart_hex(a->number);
        break;
    default:
        break;
    }
    uart_puts(", at ");
    print_place(seal, a->pc);
}
