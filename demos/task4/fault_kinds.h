/* SPDX-License-Identifier: BSD-2-Clause */
/* The first part of Task 4: one crash of each kind, told in full. */
#pragma once

#include "../common/fault_decode.h"
#include "task4.h"

void kind_announce(enum task4_kind kind);
/* Goes on in a line that says that an account is not right. */
void kind_print_expected(enum task4_kind kind);
seL4_Bool kind_account_is_right(enum task4_kind kind, const struct fault_account *a);
