/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Secure monitor calls: the right to call the machine's firmware (ABI.md 3.2).  It
 * has no object, and there is one at boot, on boards whose firmware answers.
 *
 * The kernel looks at no call: firmware that can start a processor anywhere, as PSCI's CPU_ON
 * does, obeys whoever has this right.  A badge narrows it to one function.
 */
#include "arch.h"
#include "invocation.h"

static struct err smc_call(struct invocation *call)
{
    word_t badge = cap_badge(call->cap);

    if (badge != 0 && badge != call->mr[0]) {
        return err_illegal();
    }
    arch_firmware_call(call->mr, call->result);
    call->result_length = FIRMWARE_WORDS;
    return ok();
}

static const struct method smc_methods[] = {
    {ARMSMCCall, FIRMWARE_WORDS, 0, smc_call},
    {0, 0, 0, NULL},
};

const struct cap_kind smc_kind = {
    .badged = true,
    .set_data = cap_set_new_badge,
    .methods = smc_methods,
};
