/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of the machine of these tests, so few that address spaces take them from each other: three, for 0
 * is nobody's.
 */
#pragma once

enum { VMIDS = 4 };
