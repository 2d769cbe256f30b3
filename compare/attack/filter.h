/* SPDX-License-Identifier: BSD-2-Clause */
/* A filter of system calls that a careful engineer gives a service which needs nothing but
   sockets. */
#pragma once

#include <stdbool.h>

/* From now on this process can make the nine calls of such a service, with their arguments; any
   other ends it.  Needs no_new_privs, or root.  False, and errno says why, if the kernel refuses
   (seccomp(2)). */
bool filter_calls(void);
