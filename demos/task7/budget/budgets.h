/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 1: a loop with deadlines, and those that would make it miss one. */
#pragma once

enum { BUDGET_CHECKS = 9 };

/* Lets everybody loose; the control loop's signal says that it is over. */
void budgets_begin(void);
void budgets_end(void);
