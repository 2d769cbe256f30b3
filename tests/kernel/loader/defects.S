/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A loader with two defects: ours, linked with `--wrap=secure_release`, which runs
 * at EL3 if the machine was started there, `--wrap=zero_bytes`, which runs at EL1
 * with the MMU on, and this.
 */
    .text
    .global __wrap_secure_release
    .global __wrap_zero_bytes
__wrap_secure_release:
__wrap_zero_bytes:
    .inst   0                   /* permanently undefined */
