/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* How a program of the guest reaches the module.  After bank.h. */
#pragma once

#include <linux/ioctl.h>

#define FAULTY_NAME "faulty_device"
#define FAULTY_REQUEST _IOWR('b', 1, struct bank_request)
