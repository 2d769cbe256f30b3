/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reports of misuse: each names the protection domain, the function and the
 * channel or child, then either returns (nothing was done) or crashes.  Out of
 * line, so that the checks in microkit.h stay a branch.
 */
#include "report.h"

static const char *const error_names[seL4_NumErrors] = {
    [seL4_NoError] = "no error",
    [seL4_InvalidArgument] = "invalid argument",
    [seL4_InvalidCapability] = "invalid capability",
    [seL4_IllegalOperation] = "illegal operation",
    [seL4_RangeError] = "range error",
    [seL4_AlignmentError] = "alignment error",
    [seL4_FailedLookup] = "failed lookup",
    [seL4_TruncatedMessage] = "truncated message",
    [seL4_DeleteFirst] = "delete first",
    [seL4_RevokeFirst] = "revoke first",
    [seL4_NotEnoughMemory] = "not enough memory",
};

/* Crashes on purpose: an undefined instruction, which whoever handles this domain's faults gets
   to see with `value` in x0. */
static _Noreturn void crash(seL4_Word value)
{
    register seL4_Word x0 __asm__("x0") = value;

    for (;;) {
        __asm__ volatile("udf #0" : : "r"(x0) : "memory");
    }
}

static void report_begin(const char *function)
{
    microkit_dbg_puts("microkit: ");
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(function);
}

static seL4_Bool same_text(const char *a, const char *b)
{
    for (; *a == *b && *a != '\0'; a++, b++) {
    }
    return *a == *b;
}

/*
 * True the first time that a function is used on a channel that it may not use.  A mistake in a
 * loop would otherwise fill the console, and hide what others print.
 */
static seL4_Bool is_first_misuse(const char *function, microkit_channel ch)
{
    enum { FUNCTIONS = 5, NO_CHANNEL = 63 }; /* those of microkit.h that take a channel */
    static const char *functions[FUNCTIONS];
    static seL4_Word reported[FUNCTIONS]; /* bit n: on channel n; the last bit: on what is none */
    seL4_Word bit = 1ull << (ch < NO_CHANNEL ? ch : NO_CHANNEL);

    for (unsigned i = 0; i < FUNCTIONS; i++) {
        if (functions[i] == seL4_Null) {
            functions[i] = function;
        }
        if (same_text(functions[i], function)) {
            seL4_Bool first = (reported[i] & bit) == 0;

            reported[i] |= bit;
            return first;
        }
    }
    return seL4_True;
}

void microkit_internal_bad_channel(const char *function, microkit_channel ch)
{
    if (!is_first_misuse(function, ch)) {
        return;
    }
    report_begin(function);
    microkit_dbg_puts(": the system description does not allow this on channel ");
    microkit_dbg_put32(ch);
    microkit_dbg_puts(" (said once)\n");
}

void microkit_internal_crash(const char *function, unsigned id, seL4_Error error)
{
    report_begin(function);
    microkit_dbg_puts("(");
    microkit_dbg_put32(id);
    microkit_dbg_puts("): the kernel refused: ");
    microkit_dbg_puts((unsigned)error < seL4_NumErrors ? error_names[error] : "unknown error");
    microkit_dbg_puts("; crashing\n");
    crash((seL4_Word)error);
}

/* What assert() of most C libraries calls; weak, so that a program may have one of its own. */
__attribute__((weak)) void __assert_fail(const char *expression, const char *file, unsigned line,
                                         const char *function)
{
    report_begin(function);
    microkit_dbg_puts(": assertion failed at ");
    microkit_dbg_puts(file);
    microkit_dbg_puts(":");
    microkit_dbg_put32(line);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(expression);
    microkit_dbg_puts("; crashing\n");
    crash(line);
}

void microkit_internal_missing(const char *function, const char *event, unsigned id)
{
    report_begin(function);
    microkit_dbg_puts(": not defined by the program, which ");
    microkit_dbg_puts(event);
    microkit_dbg_puts(" ");
    microkit_dbg_put32(id);
    microkit_dbg_puts("; crashing\n");
    crash(id);
}
