/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many VMIDs the machine has, VMID 0 included.
 *
 * Source: Arm ARM (DDI 0487), VTTBR_EL2.VMID and VTCR_EL2.VS: 8 bits.
 */
#pragma once

enum { VMIDS = 256 };
