/* SPDX-License-Identifier: BSD-2-Clause */
/* The module, as a program sees it. */
#pragma once

struct bank_lock {
    int unused; /* the module's own */
};

static inline void bank_lock(struct bank_lock *lock)
{
    (void)lock;
}

static inline void bank_unlock(struct bank_lock *lock)
{
    (void)lock;
}

#include "bank.h"
#include "faulty_device.h"

#define MODULE_FILE "/bin/" FAULTY_NAME ".ko"
#define DEVICE_FILE "/dev/" FAULTY_NAME
