/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose values the floating point registers hold; see fpu.h.
 */
#include "fpu.h"

#include "arch.h"
#include "sysreg.h"

/* fpu_state.S.  Access must be on. */
void fpu_state_save(struct fpu_state *state);
void fpu_state_load(const struct fpu_state *state);

static void fpu_access(bool on)
{
    sysreg_set_cpacr_el1(on ? CPACR_FP_ENABLE : CPACR_FP_TRAP);
    isb(); /* the next instructions may be floating point ones */
    fpu.enabled = on;
}

bool fpu_claim(struct tcb *tcb)
{
    if (tcb->flags & seL4_TCBFlag_fpuDisabled) {
        return false;
    }
    ASSERT(tcb != fpu.owner);
    fpu_access(true);
    if (fpu.owner != NULL) {
        fpu_state_save(&fpu.owner->context.fpu);
    }
    fpu_state_load(&tcb->context.fpu);
    fpu.owner = tcb;
    return true;
}

void arch_fpu_forget(struct tcb *tcb)
{
    if (fpu.owner != tcb) {
        return;
    }
    /* It may only have lost the permission, and get it back. */
    fpu_access(true);
    fpu_state_save(&tcb->context.fpu);
    fpu_access(false);
    fpu.owner = NULL;
}
