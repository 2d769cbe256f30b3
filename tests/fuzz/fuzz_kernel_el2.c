/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_kernel.c, compiled for a kernel at EL2: with virtual CPUs and their faults, guests'
 * exceptions, tables of stage 2, and VMIDs that are taken away.
 */
#include "fuzz_kernel.c"
