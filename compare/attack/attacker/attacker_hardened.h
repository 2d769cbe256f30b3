/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of the attack that protections call for. */
#pragma once

/* Attacks a service with stack canary, random addresses and a stack that is not executable. */
void attack_hardened(void);
