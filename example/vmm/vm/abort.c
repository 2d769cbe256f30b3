/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a syndrome to an access, and from an access to a device and back.
 */
#include <stddef.h>

#include "abort.h"
#include "exception.h"

enum { EC_DATA_LOWER = 0x24 }; /* from below EL2, which is the guest */

/* Bits of the syndrome. */
enum {
    ISS_ISV = 1 << 24,   /* the ones down to AR are valid */
    ISS_SSE = 1 << 21,
    ISS_SF = 1 << 15,
    ISS_CM = 1 << 8,     /* cache maintenance */
    ISS_S1PTW = 1 << 7,  /* a walk of the guest's own tables */
    ISS_WNR = 1 << 6,
    ISS_FSC = 0x3c       /* the kind, without the level of the table */
};
enum { FSC_TRANSLATION = 0x04 };

/* A permission fault is none of a device's: what is mapped is memory. */
bool access_decode(uint64_t esr, uint64_t address, struct access *access)
{
    const uint64_t must = ISS_ISV;
    const uint64_t must_not = ISS_CM | ISS_S1PTW;

    access->address = address;
    access->bytes = 1u << (esr >> 22 & 3);
    access->write = (esr & ISS_WNR) != 0;
    access->which = esr >> 16 & 31;
    access->sign = (esr & ISS_SSE) != 0;
    access->wide = (esr & ISS_SF) != 0;
    access->length = instruction_bytes(esr);
    return (esr >> 26 & 0x3f) == EC_DATA_LOWER && (esr & (must | must_not)) == must &&
           (esr & ISS_FSC) == FSC_TRANSLATION && address % access->bytes == 0;
}

static uint64_t low_bits(uint64_t value, unsigned bytes)
{
    return bytes < 8 ? value & ((1ull << 8 * bytes) - 1) : value;
}

/* What a load leaves in its register. */
static uint64_t extended(const struct access *access, uint64_t value)
{
    value = low_bits(value, access->bytes);
    if (access->sign && (value >> (8 * access->bytes - 1) & 1) != 0) {
        value |= ~low_bits(UINT64_MAX, access->bytes);
    }
    return access->wide ? value : low_bits(value, 4);
}

static const struct device *device_at(const struct access *access, const struct device *devices,
                                      unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        uint64_t offset = access->address - devices[i].address;

        if (access->address >= devices[i].address && offset < devices[i].bytes &&
            access->bytes <= devices[i].bytes - offset) {
            return &devices[i];
        }
    }
    return NULL;
}

bool access_perform(const struct access *access, const struct device *devices, unsigned count,
                    struct guest_registers *registers)
{
    const struct device *device = device_at(access, devices, count);
    uint64_t offset;

    if (device == NULL) {
        return false;
    }
    offset = access->address - device->address;
    if (access->write) {
        uint64_t value = access->which < 31 ? registers->x[access->which] : 0;

        device->write(device->state, offset, access->bytes, low_bits(value, access->bytes));
    } else {
        uint64_t value = extended(access, device->read(device->state, offset, access->bytes));

        if (access->which < 31) {
            registers->x[access->which] = value;
        }
    }
    registers->pc += access->length;
    return true;
}
