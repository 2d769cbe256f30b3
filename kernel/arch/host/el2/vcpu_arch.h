/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's kernel at EL2 has virtual CPUs as the target's.
 */
#pragma once

#include "../../aarch64/el2/vcpu_arch.h"
