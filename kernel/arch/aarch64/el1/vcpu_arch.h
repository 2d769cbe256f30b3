/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel at EL1 has no virtual CPUs; core/vcpu.h says what there would be.
 */
#pragma once

#include "types.h"

enum { HAVE_VCPUS = 0 };

/* Entries of the core's tables: none. */
#define VCPU_CAP_KINDS(KIND)
#define VCPU_OBJECT_TYPES
#define VCPU_FAULT_TYPES

static inline bool vcpu_may_be_mode(word_t spsr)
{
    (void)spsr;
    return false;
}

/* Nobody runs. */
static inline void arch_vcpu_idle(void)
{
}
