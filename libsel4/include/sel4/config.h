/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of the kernel that this include directory belongs to. */
#pragma once

#include <kernel/gen_config.h>
