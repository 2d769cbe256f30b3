/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client of safe_server: asks, and checks each answer and the running checksum.
 */
#include "client.h"

#include "../common/safe_server.h"
#include "task8.h"

static seL4_Word asked; /* requests to safe_server */
static seL4_Word wrong; /* answers that were not right */
static seL4_Word sum = SAFE_CHECKSUM_START;

seL4_Word times_served(void)
{
    return asked;
}

static seL4_Bool work_is_right(microkit_msginfo reply, seL4_Word number)
{
    seL4_Bool right = microkit_msginfo_get_label(reply) == SAFE_OK &&
                      microkit_msginfo_get_count(reply) == SAFE_WORDS + 1;

    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        seL4_Word question = safe_question(number, i);
        seL4_Word answer = i == 0 ? question : safe_answer(question);

        right = right && microkit_mr_get(i) == answer;
        sum = safe_checksum(safe_checksum(sum, question), answer);
    }
    return right && microkit_mr_get(SAFE_WORDS) == sum;
}

void be_served(void)
{
    asked++;
    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        microkit_mr_set(i, safe_question(asked, i));
    }
    wrong += !work_is_right(
        microkit_ppcall(CLIENT_SAFE, microkit_msginfo_new(SAFE_WORK, SAFE_WORDS)), asked);
}

seL4_Word prove_secret(void)
{
    microkit_mr_set(0, 42);
    (void)microkit_ppcall(CLIENT_SAFE, microkit_msginfo_new(SAFE_PROVE, 1));
    return microkit_mr_get(0);
}

seL4_Bool books_agree(void)
{
    (void)microkit_ppcall(CLIENT_SAFE, microkit_msginfo_new(SAFE_STATUS, 0));
    return microkit_mr_get(0) == asked && microkit_mr_get(1) == sum && wrong == 0;
}
