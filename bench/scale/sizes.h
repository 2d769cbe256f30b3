/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of everything there is to measure with many threads and capabilities. */
#pragma once

enum {
    THREADS = 1002, /* a thousand, a server and a partner */
    TABLE_BITS = 17,
    MEMORY_BITS = 25
};
