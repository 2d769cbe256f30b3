/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up: the last words, and a thread that never runs again.
 */
#include "stop.h"

#include "print.h"
#include "spec_check.h"

static const char *error_name(seL4_Error error)
{
    static const char *const names[seL4_NumErrors] = {
        [seL4_NoError] = "NoError",
        [seL4_InvalidArgument] = "InvalidArgument",
        [seL4_InvalidCapability] = "InvalidCapability",
        [seL4_IllegalOperation] = "IllegalOperation",
        [seL4_RangeError] = "RangeError",
        [seL4_AlignmentError] = "AlignmentError",
        [seL4_FailedLookup] = "FailedLookup",
        [seL4_TruncatedMessage] = "TruncatedMessage",
        [seL4_DeleteFirst] = "DeleteFirst",
        [seL4_RevokeFirst] = "RevokeFirst",
        [seL4_NotEnoughMemory] = "NotEnoughMemory",
    };

    return (unsigned)error < seL4_NumErrors ? names[error] : "unknown error";
}

/*
 * Suspending ourselves is the quiet way.  Should even that be refused (the
 * monitor no longer holds its own TCB), the trap does it: this thread has no
 * fault handler.  A loop would not do, nothing outranks this thread.
 */
static _Noreturn void stop_thread(void)
{
    print_text("\ninitialiser: the system was not started\n");
    (void)seL4_TCB_Suspend(seL4_CapInitThreadTCB);
    __builtin_trap();
}

_Noreturn void stop_failed_call(const char *operation, const char *object, seL4_Error error)
{
    print_text("initialiser: ");
    print_text(object);
    print_text(": seL4_");
    print_text(operation);
    print_text(" failed: ");
    print_text(error_name(error));
    stop_thread();
}

_Noreturn void stop_bad_spec(const struct spec_error *error)
{
    print_text("initialiser: bad system spec: ");
    print_text(error->table);
    print_char('[');
    print_decimal(error->index);
    print_text("].");
    print_text(error->field);
    print_text(" is ");
    print_hex(error->found);
    print_text(", expected ");
    print_text(error->expected);
    stop_thread();
}

_Noreturn void stop_other_labels(seL4_Error error)
{
    print_text("initialiser: this kernel numbers its invocations differently (configured with "
               "hardware debugging?): it answers an empty CNode_Revoke with ");
    print_text(error_name(error));
    print_text(", expected TruncatedMessage");
    stop_thread();
}

static void print_short_of_slots(const struct shortage *shortage)
{
    print_text("not enough slots of the root CNode: ");
    print_decimal(shortage->needed);
    print_text(" needed, ");
    print_decimal(shortage->available);
    print_text(" available");
}

static void print_short_of_memory(const struct shortage *shortage)
{
    print_text("no memory is left for ");
    print_decimal(shortage->needed);
    print_text(" more ");
    print_text(shortage->objects);
    print_text(" of ");
    print_decimal(shortage->bytes);
    print_text(" bytes");
}

static void print_short_of_address(const struct shortage *shortage)
{
    print_text(shortage->objects);
    print_text(": physical address ");
    print_hex(shortage->paddr);
    print_text(" is not free: the kernel, the boot image or another region has it");
}

_Noreturn void stop_short(const struct shortage *shortage)
{
    static void (*const print[])(const struct shortage *) = {
        [SHORT_OF_SLOTS] = print_short_of_slots,
        [SHORT_OF_MEMORY] = print_short_of_memory,
        [SHORT_OF_ADDRESS] = print_short_of_address,
    };

    print_text("initialiser: ");
    print[shortage->of](shortage);
    stop_thread();
}
