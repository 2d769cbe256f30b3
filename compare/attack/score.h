/* SPDX-License-Identifier: BSD-2-Clause */
/* How the client was served, in memory that it shares with the judge. */
#pragma once

#include <stdint.h>

struct score {
    uint64_t busy;    /* the judge's: 1: ask without pause */
    uint64_t served;  /* by safe_server, and the answer was right */
    uint64_t wrong;   /* an answer, or the running checksum, was not what it has to be */
    uint64_t lost;    /* no answer: the connection broke */
    uint64_t notes;   /* taken by the ledger, and the digest was right */
    uint64_t notes_lost;
    uint64_t post;    /* the address of its post */
};

/* The descriptors that the judge gives to every part. */
enum { FD_EXHIBIT = 3, FD_SCORE, FD_SAFE, FD_LEDGER, FD_FIRST_FREE };
