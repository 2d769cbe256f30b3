/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits of resources that a careful engineer gives a service which needs nothing but sockets. */
#pragma once

#include <stdbool.h>

/* Sets them for this process, for good; false, and errno says why, if one cannot be set. */
bool limits_set(void);
