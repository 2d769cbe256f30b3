/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about the logger: what is in the logs, which it may read,
 * and what it tries besides.
 */
#include "log.h"
#include "warden.h"

static unsigned attempt_at; /* the next */

static const volatile struct log *servers_log(void)
{
    return (const volatile struct log *)WARDEN_SERVERS;
}

static const volatile struct log *clients_log(void)
{
    return (const volatile struct log *)WARDEN_CLIENTS;
}

seL4_Bool logs_right(seL4_Word count)
{
    seL4_Bool right = servers_log()->written == count && clients_log()->written == count;

    for (seL4_Word i = 0; i < count; i++) {
        seL4_Word sum = sum_first(i) + sum_second(i);

        right = right && servers_log()->records[i].value == sum &&
                clients_log()->records[i].value == sum;
    }
    return right;
}

seL4_Word logs_weight(seL4_Word count)
{
    seL4_Word weight = 0;

    for (seL4_Word i = 0; i < count; i++) {
        weight += log_weight(i + 1, servers_log()->records[i].value);
        weight += log_weight(i + 1, clients_log()->records[i].value);
    }
    return weight;
}

static seL4_Bool is_of(const struct fault_seen *fault, const struct attempt *attempt)
{
    return fault->kind == attempt->kind && fault->address == attempt->address;
}

/* The attempt that this fault is of, counted from the one that is next. */
static unsigned attempt_of(const struct fault_seen *fault)
{
    for (unsigned i = attempt_at; i < ATTEMPTS; i++) {
        if (is_of(fault, &attempts[i])) {
            return i;
        }
    }
    return attempt_at; /* of no kind that was to be expected */
}

/* The next attempt and what it must end in. */
static void judge_attempt(seL4_Bool holds)
{
    const struct attempt *attempt = &attempts[attempt_at];

    check_worded(holds, attempt->what);
    microkit_dbg_puts(attempt->what);
    microkit_dbg_puts(", ");
    put_hex(attempt->address, 0);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(reason_name(attempt->reason));
    attempt_at++;
}

static void did_not_fault(unsigned until)
{
    while (attempt_at < until) {
        judge_attempt(seL4_False);
        put_below("found no fault\n");
    }
}

static void print_found(const struct fault_seen *fault)
{
    static const char *const kinds[] = {
        [KIND_READ] = "read of ", [KIND_WRITE] = "write to ", [KIND_EXECUTE] = "execution of ",
    };

    put_below("found ");
    if (fault->kind <= KIND_EXECUTE) {
        microkit_dbg_puts(kinds[fault->kind]);
        put_hex(fault->address, 0);
        microkit_dbg_puts(", ");
        microkit_dbg_puts(reason_name(fault->reason));
    } else {
        microkit_dbg_puts("a fault of another kind");
    }
}

seL4_Bool logger_attempted(const struct fault_seen *fault)
{
    const struct attempt *attempt;
    seL4_Bool right;

    if (attempt_at == ATTEMPTS) {
        return seL4_False;
    }
    did_not_fault(attempt_of(fault));
    attempt = &attempts[attempt_at];
    right = is_of(fault, attempt) && fault->reason == attempt->reason;
    judge_attempt(right);
    if (!right) {
        print_found(fault);
    }
    microkit_dbg_puts("\n");
    return seL4_True;
}

void logger_attempts_end(void)
{
    did_not_fault(ATTEMPTS);
}
