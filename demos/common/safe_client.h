/* SPDX-License-Identifier: BSD-2-Clause */
/* What clients of safe_server do. */
#pragma once

#include "safe_work.h"

/* Asks for work in request `number`, on channel `ch`; whether the answer is right. */
static inline seL4_Bool safe_works(microkit_channel ch, seL4_Word number, seL4_Word *sum)
{
    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        microkit_mr_set(i, safe_question(number, i));
    }
    return safe_work_is_right(microkit_ppcall(ch, microkit_msginfo_new(SAFE_WORK, SAFE_WORDS)),
                              number, sum);
}
