/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames from one component to another: what is written, and in which order.
 */
#include "memory.h"
#include "wire.h"

/* The other end may write it at any time. */
static uint32_t read_once(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static void publish(uint32_t *word, uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

bool wire_put(const struct wire *wire, const uint8_t *frame, uint32_t bytes)
{
    struct wire_end *here = wire->here;
    struct wire_slot *slot = &here->slots[here->put % WIRE_SLOTS];

    if (bytes < WIRE_LEAST || bytes > WIRE_MOST ||
        here->put - read_once(&wire->there->got) >= WIRE_SLOTS) {
        return false;
    }
    slot->bytes = bytes;
    memory_copy(slot->frame, frame, bytes);
    publish(&here->put, here->put + 1); /* the frame, then the number that shows it */
    return true;
}

uint32_t wire_look(const struct wire *wire, uint8_t *frame)
{
    uint32_t waiting = read_once(&wire->there->put) - wire->here->got;

    if (waiting > WIRE_SLOTS) {
        wire_drop_all(wire); /* no end that keeps to this has put more than it has slots */
        return 0;
    }
    for (; waiting > 0; waiting--) {
        const struct wire_slot *slot = &wire->there->slots[wire->here->got % WIRE_SLOTS];
        uint32_t bytes = read_once(&slot->bytes);

        if (bytes >= WIRE_LEAST && bytes <= WIRE_MOST) {
            memory_copy(frame, slot->frame, bytes);
            return bytes;
        }
        wire_drop(wire);
    }
    return 0;
}

void wire_drop(const struct wire *wire)
{
    publish(&wire->here->got, wire->here->got + 1);
}

void wire_drop_all(const struct wire *wire)
{
    publish(&wire->here->got, read_once(&wire->there->put));
}
