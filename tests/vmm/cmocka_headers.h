/* SPDX-License-Identifier: BSD-2-Clause */
/* cmocka.h needs these four before it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
