/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client of safe_server: asks, and checks each answer and the running checksum.
 */
#include "client.h"

#include "../common/safe_client.h"
#include "task8.h"

static seL4_Word asked; /* requests to safe_server */
static seL4_Word wrong; /* answers that were not right */
static seL4_Word sum = SAFE_CHECKSUM_START;

seL4_Word times_served(void)
{
    return asked;
}

void be_served(void)
{
    asked++;
    wrong += !safe_works(CLIENT_SAFE, asked, &sum);
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
