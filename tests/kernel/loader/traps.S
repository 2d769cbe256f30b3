/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A loader that leaves PACGA trapped, which any user may execute and EL1 has no
 * control of: ours, linked with `--wrap=el2_configure --wrap=el3_configure` and
 * this.
 */
#define SCR_API (1 << 17)
#define HCR_API (1 << 41)

    .text
    .global __wrap_el3_configure
__wrap_el3_configure:
    mov     x22, x30            /* nobody's, before there is C */
    bl      __real_el3_configure
    mrs     x1, scr_el3
    bic     x1, x1, #SCR_API
    msr     scr_el3, x1
    ret     x22

    .global __wrap_el2_configure
__wrap_el2_configure:
    mov     x22, x30
    bl      __real_el2_configure
    mrs     x1, hcr_el2
    bic     x1, x1, #HCR_API
    msr     hcr_el2, x1
    ret     x22
