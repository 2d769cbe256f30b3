/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The checked view of the system spec.  Everything else in the initial task
 * reads the spec through `struct spec` and relies on what spec_open checked:
 * tables lie inside the spec, indices name objects of the right type, slots
 * and addresses are in range, strings end.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "level.h"
#include "spec.h"

struct spec {
    unsigned char *base; /* its first byte, at a page boundary */
    const struct spec_header *header;
    const struct spec_level *level; /* of its kernel */
    const struct spec_object *objects;
    const struct spec_cap *caps;
    const struct spec_map *maps;
    const struct spec_irq *irqs;
    const struct spec_thread *threads;
    const struct spec_patch *patches;
    const struct spec_slice *slices;
};

/* What is wrong: TABLE[INDEX].FIELD is FOUND, expected EXPECTED. */
struct spec_error {
    const char *table;
    uint32_t index;
    const char *field;
    uint64_t found;
    const char *expected;
};

/*
 * Checks the spec at `base` and fills `spec`.  `room` is the number of bytes
 * that are mapped from `base`.  On false, `error` says what is wrong and
 * `spec` must not be used.
 */
bool spec_open(void *base, uint64_t room, struct spec *spec, struct spec_error *error);

/* The string at `offset` of the string table; "?" if it is outside. */
const char *spec_string(const struct spec *spec, uint32_t offset);

/* The symbols of a thread's program. */
const struct spec_symbol *spec_symbols(const struct spec *spec, const struct spec_thread *thread);
