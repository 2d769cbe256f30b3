/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Types of a log of kernel entries.  This kernel keeps none in any
 * configuration; programs that include the header need nothing of it then.
 */
#pragma once
