/* SPDX-License-Identifier: BSD-2-Clause */
/* What has to come back of safe_server's work, whichever way it was asked for. */
#pragma once

#include "safe_server.h"

/*
 * Whether `reply`, with the words that came with it, is the answer to the work that was asked for
 * in request `number`.  `sum` is the client's running checksum, and goes on.
 */
static inline seL4_Bool safe_work_is_right(microkit_msginfo reply, seL4_Word number,
                                           seL4_Word *sum)
{
    seL4_Bool right = microkit_msginfo_get_label(reply) == SAFE_OK &&
                      microkit_msginfo_get_count(reply) == SAFE_WORDS + 1;

    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        seL4_Word question = safe_question(number, i);
        seL4_Word answer = i == 0 ? question : safe_answer(question);

        right = right && microkit_mr_get(i) == answer;
        *sum = safe_checksum(safe_checksum(*sum, question), answer);
    }
    return right && microkit_mr_get(SAFE_WORDS) == *sum;
}
