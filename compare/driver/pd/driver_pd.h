/* SPDX-License-Identifier: BSD-2-Clause */
/* The driver as a protection domain: what it, its parent and its client agree on. */
#pragma once

#include <microkit.h>

/* One thread needs no lock; this one is taken as the module takes its own, and if a restart left it
   taken, the driver would hang at it, too. */
struct bank_lock {
    volatile seL4_Word taken;
};

static inline void bank_lock(struct bank_lock *lock)
{
    while (lock->taken != 0) {
    }
    lock->taken = 1;
}

static inline void bank_unlock(struct bank_lock *lock)
{
    lock->taken = 0;
}

#include "../bank.h"

/* The page that driver and client share: one request, and how many were answered. */
struct driver_page {
    struct bank_request request;
    seL4_Word answered; /* requests, by all the driver's lives */
};

/* As in driver.system. */
enum { DRIVER_STACK_BYTES = 0x2000 };

/* Channels: the driver's and the parent's are the client's, at the other ends. */
enum { DRIVER_CHANNEL_CLIENT = 2, PARENT_CHANNEL_CLIENT = 2 };
