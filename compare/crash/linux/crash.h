/* SPDX-License-Identifier: BSD-2-Clause */
/* What supervisor and worker agree on, besides kinds.h. */
#pragma once

#include "kinds.h"

/* Descriptors that a worker starts with: a byte on the socket means that the page has an order. */
enum { CRASH_SOCKET_FD = 3, CRASH_PAGE_FD = 4 };

/* Exit status of a worker that could not start. */
enum { CRASH_NO_MEMORY = 90, CRASH_NO_FILTER };
