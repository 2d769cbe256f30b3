/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a virtual CPU as the host has them: words, which a test reads
 * and writes as the guest that runs would.  Same contract as
 * arch/aarch64/el2/guest_machine.h.
 */
#pragma once

#include "../../aarch64/el2/guest_fields.h"
#include "arch.h"

enum { HOST_LIST_REGISTERS = 4 };

#define HOST_REGISTER(field, name) word_t name;
extern struct host_guest {
    GUEST_FIELDS(HOST_REGISTER)
    word_t csselr_el1;
    word_t far_el2;
    word_t hpfar_el2;
    word_t stage_1; /* what a translation by the guest's own tables gives: PAR_EL1 */
    word_t cnthctl_el2;
    word_t hcr_el2;
    word_t mdcr_el2;
    uint32_t gich_hcr;
    uint32_t gich_vmcr;
    uint32_t gich_apr;
    uint32_t list[HOST_LIST_REGISTERS];
} host_guest;
#undef HOST_REGISTER

#define GUEST_ACCESS(name)                                                             \
    static inline word_t guest_get_##name(void)                                        \
    {                                                                                  \
        return host_guest.name;                                                        \
    }                                                                                  \
    static inline void guest_set_##name(word_t value)                                  \
    {                                                                                  \
        host_guest.name = value;                                                       \
    }
#define GUEST_ACCESS_OF(field, name) GUEST_ACCESS(name)
GUEST_FIELDS(GUEST_ACCESS_OF)
GUEST_ACCESS(csselr_el1)
GUEST_ACCESS(cnthctl_el2)
GUEST_ACCESS(hcr_el2)
GUEST_ACCESS(hpfar_el2)
GUEST_ACCESS(mdcr_el2)

uint32_t gich_read(unsigned offset);
void gich_write(unsigned offset, uint32_t value);

/* ---- For tests ---- */

/* The kernel returns to the current thread: its virtual CPU is the machine's from now on, and
   lines that it holds up interrupt if they may. */
void host_return(void);

/* The guest that runs takes the pending interrupt of the lowest list register; false: none, or
   its virtual interface is off.  And ends the one of list register `index`. */
bool host_guest_take(unsigned *index);
void host_guest_end(unsigned index);
