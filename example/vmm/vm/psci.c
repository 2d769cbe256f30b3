/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls, by their numbers.  Bit 30 of a number says that arguments have 64 bits, not
 * 32; calls that have no address for an argument exist in one form only.
 */
#include <stdbool.h>

#include "psci.h"

enum {
    SMCCC_VERSION = 0x80000000,
    SMCCC_ARCH_FEATURES = 0x80000001,
    PSCI_VERSION = 0x84000000,
    CPU_SUSPEND = 0x84000001,      /* 32 and 64 */
    CPU_OFF = 0x84000002,
    CPU_ON = 0x84000003,           /* 32 and 64 */
    AFFINITY_INFO = 0x84000004,    /* 32 and 64 */
    MIGRATE_INFO_TYPE = 0x84000006,
    SYSTEM_OFF = 0x84000008,
    SYSTEM_RESET = 0x84000009,
    PSCI_FEATURES = 0x8400000a
};

#define CALL_64 0x40000000u

enum { SUCCESS = 0, NOT_SUPPORTED = -1, INVALID_PARAMETERS = -2, ALREADY_ON = -4 };
enum { VERSION_PSCI = 0x10000, VERSION_SMCCC = 0x10001, NO_MIGRATION = 2, AFFINITY_ON = 0 };
enum { STATE_POWER_DOWN = 1 << 16 }; /* of a power state: not a mere standby, 5.4.2 */

/* In its number, with bit 30 taken off if it exists with it, too; 0 if there is no such call. */
static uint32_t call_of(uint64_t number)
{
    uint32_t low = (uint32_t)number; /* the rest of the register means nothing */
    uint32_t base = low & ~CALL_64;

    switch (base) {
    case CPU_SUSPEND: case CPU_ON: case AFFINITY_INFO:
        return base;
    case SMCCC_VERSION: case SMCCC_ARCH_FEATURES: case PSCI_VERSION: case CPU_OFF:
    case MIGRATE_INFO_TYPE: case SYSTEM_OFF: case SYSTEM_RESET: case PSCI_FEATURES:
        return low == base ? base : 0;
    default:
        return 0;
    }
}

static uint64_t argument(uint64_t number, uint64_t value)
{
    return (number & CALL_64) != 0 ? value : (uint32_t)value;
}

/* There is one processor, whose affinity is 0, and it is on: it calls. */
static int64_t on_or_invalid(uint64_t affinity, int on)
{
    return affinity == 0 ? on : INVALID_PARAMETERS;
}

static int64_t has(uint64_t number)
{
    return call_of(number) != 0 ? SUCCESS : NOT_SUPPORTED;
}

enum next psci_call(uint64_t x[4])
{
    uint64_t first = argument(x[0], x[1]);
    enum next next = NEXT_GO_ON;
    int64_t result = SUCCESS;

    switch (call_of(x[0])) {
    case SMCCC_VERSION: result = VERSION_SMCCC; break;
    case SMCCC_ARCH_FEATURES:
        result = (uint32_t)first == SMCCC_VERSION || (uint32_t)first == SMCCC_ARCH_FEATURES
                     ? SUCCESS : NOT_SUPPORTED;
        break;
    case PSCI_VERSION: result = VERSION_PSCI; break;
    case CPU_SUSPEND:
        if ((first & STATE_POWER_DOWN) != 0) {
            result = INVALID_PARAMETERS;
        } else {
            next = NEXT_WAIT;
        }
        break;
    case CPU_ON: result = on_or_invalid(first, ALREADY_ON); break;
    case AFFINITY_INFO:
        result = argument(x[0], x[2]) != 0 ? INVALID_PARAMETERS : on_or_invalid(first, AFFINITY_ON);
        break;
    case MIGRATE_INFO_TYPE: result = NO_MIGRATION; break;
    case PSCI_FEATURES: result = has(first); break;
    case CPU_OFF: case SYSTEM_OFF: return NEXT_STOP; /* the last processor: nothing can come */
    case SYSTEM_RESET: return NEXT_RESTART;
    default: result = NOT_SUPPORTED; break;
    }
    x[0] = (uint64_t)result;
    return next;
}
