/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose values the floating point registers hold; see fpu.h.
 */
#include "fpu.h"

#include "arch.h"

/* fpu_state.S. */
void fpu_state_save(struct fpu_state *state);
void fpu_state_load(const struct fpu_state *state);

static struct tcb *owner; /* NULL: nobody */

static void release(void)
{
    fpu_state_save(&owner->fpu);
    owner->context.access &= ~(word_t)ACCESS_FPU;
    owner = NULL;
}

bool fpu_claim(struct tcb *tcb)
{
    if (tcb->flags & seL4_TCBFlag_fpuDisabled) {
        return false;
    }
    ASSERT(tcb != owner);
    if (owner != NULL) {
        release();
    }
    fpu_state_load(&tcb->fpu);
    tcb->context.access |= ACCESS_FPU;
    owner = tcb;
    return true;
}

void arch_fpu_forget(struct tcb *tcb)
{
    if (owner == tcb) {
        release(); /* with its values: it may only have lost the permission, and get it back */
    }
}

const struct tcb *arch_fpu_owner(void)
{
    return owner;
}
