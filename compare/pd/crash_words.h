/* SPDX-License-Identifier: BSD-2-Clause */
/* A parent's account of a crash on one line of the console. */
#pragma once

#include "../../demos/common/fault_decode.h"

/* Prints what and where, by the symbols of the child that `seal` has. */
void crash_words_print(const struct fault_account *a, const volatile struct life_seal *seal);
