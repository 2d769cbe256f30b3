/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel at EL2 has besides: virtual CPUs, of which one may be in the machine.
 */
#include "machine_state.h"
#include "statics.h"
#include "vcpu.h"

static struct vcpu *loaded; /* where vcpu_switch.c has it */
struct vcpu *vcpu_active;

static const struct kernel_variable variables[] = {
    {"vcpu_switch.c", "loaded", &loaded, sizeof(loaded), "*"},
    {NULL, "vcpu_active", &vcpu_active, sizeof(vcpu_active), "*"},
};

const struct level_variables level_variables = {variables,
                                                sizeof(variables) / sizeof(variables[0])};

const struct vcpu *arch_vcpu_loaded(void)
{
    return loaded;
}

const struct vcpu *arch_vcpu_active(void)
{
    return vcpu_active;
}

/* ---- What nobody calls ---- */

NOT_CALLED(void, tlbi_ipas2e1, word_t page __attribute__((unused)))
NOT_CALLED(void, tlbi_vmalls12e1, void)
NOT_CALLED(void, tlbi_alle1, void)
NOT_CALLED(word_t, sysreg_get_vttbr_el2, void)
NOT_CALLED(void, sysreg_set_vttbr_el2, word_t value __attribute__((unused)))

NOT_CALLED(void, vcpu_switch, struct vcpu *vcpu __attribute__((unused)))
NOT_CALLED(void, arch_vcpu_boot, void)
NOT_CALLED(void, arch_vcpu_reset, struct vcpu *vcpu __attribute__((unused)))
NOT_CALLED(word_t, arch_vcpu_read, const struct vcpu *vcpu __attribute__((unused)),
           unsigned field __attribute__((unused)))
NOT_CALLED(void, arch_vcpu_write, struct vcpu *vcpu __attribute__((unused)),
           unsigned field __attribute__((unused)), word_t value __attribute__((unused)))
NOT_CALLED(unsigned, arch_vcpu_list_registers, void)
NOT_CALLED(uint32_t, arch_vcpu_list, const struct vcpu *vcpu __attribute__((unused)),
           unsigned index __attribute__((unused)))
NOT_CALLED(void, arch_vcpu_set_list, struct vcpu *vcpu __attribute__((unused)),
           unsigned index __attribute__((unused)), uint32_t value __attribute__((unused)))
NOT_CALLED(void, arch_vcpu_mask_timer, struct vcpu *vcpu __attribute__((unused)),
           bool masked __attribute__((unused)))
NOT_CALLED(word_t, arch_vcpu_take_ended, void)
NOT_CALLED(void, arch_vcpu_forget, struct vcpu *vcpu __attribute__((unused)))
