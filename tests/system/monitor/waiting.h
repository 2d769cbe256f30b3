/* SPDX-License-Identifier: BSD-2-Clause */
/* What the programs of waiting.system agree on. */
#pragma once

/* The server's channels: one for each client, and its parent. */
enum { FORGOTTEN = 1, ANSWERED, LAST, PARENT };

/* Labels of answers. */
enum { SERVED = 1, FAILED };
