/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * A driver's logic, and its bug: a bank of registers behind four commands, as
 * it is built into a Linux module (faulty_device.c) and into a protection domain
 * (pd/driver.c).
 *
 * Whoever includes this defines before it, for `struct bank_lock` of its own,
 *
 *     static inline void bank_lock(struct bank_lock *lock);
 *     static inline void bank_unlock(struct bank_lock *lock);
 */
#pragma once

enum bank_command {
    BANK_WRITE,     /* value to register */
    BANK_READ,      /* register to value */
    BANK_SET_GAIN,  /* value is the factor of BANK_CALIBRATE from now on */
    BANK_CALIBRATE  /* register times gain to value; the bug: nobody may have set a gain */
};

enum { BANK_REGISTERS = 16 };

struct bank_request {
    unsigned long command, index, value;
};

struct bank {
    struct bank_lock lock; /* of what follows */
    unsigned long registers[BANK_REGISTERS];
    unsigned long gain_set;
    const unsigned long *gain; /* null until BANK_SET_GAIN */
};

/* Carries out `r` and puts the answer into it; -1 if there is no such command or register. */
static inline int bank_handle(struct bank *b, struct bank_request *r)
{
    int result = 0;

    if (r->index >= BANK_REGISTERS) {
        return -1;
    }
    bank_lock(&b->lock);
    switch (r->command) {
    case BANK_WRITE:
        b->registers[r->index] = r->value;
        break;
    case BANK_READ:
        r->value = b->registers[r->index];
        break;
    case BANK_SET_GAIN:
        b->gain_set = r->value;
        b->gain = &b->gain_set;
        break;
    case BANK_CALIBRATE:
        r->value = b->registers[r->index] * *b->gain;
        break;
    default:
        result = -1;
    }
    bank_unlock(&b->lock);
    return result;
}
