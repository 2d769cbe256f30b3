/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests, and what has to come back; see safe_calls.h. */
#include "safe_calls.h"

#include <unistd.h>

#include "channel.h"
#include "configuration.h"
#include "safe_work.h"

bool safe_calls_connect(struct safe_calls *calls)
{
    struct message m = {.claim = SAFE_OF_CLIENT, .label = SAFE_STATUS};
    bool same;

    calls->connection = channel_connect(SAFE_SOCKET);
    if (calls->connection < 0 || !channel_call(calls->connection, &m, -1)) {
        return true;
    }
    same = m.words[0] == calls->number && m.words[1] == calls->sum;
    calls->number = m.words[0];
    calls->sum = m.words[1];
    return same;
}

enum safe_came safe_calls_ask(struct safe_calls *calls)
{
    struct message m = {.claim = SAFE_OF_CLIENT, .label = SAFE_WORK, .count = SAFE_WORDS};
    bool right;

    for (seL4_Word i = 0; i < SAFE_WORDS; i++) {
        m.words[i] = safe_question(calls->number, i);
    }
    if (calls->connection < 0 || !channel_call(calls->connection, &m, -1)) {
        (void)close(calls->connection);
        calls->connection = -1;
        return SAFE_CAME_NOTHING;
    }
    for (seL4_Word i = 0; i <= SAFE_WORDS; i++) {
        microkit_mr_set(i, m.words[i]);
    }
    right = safe_work_is_right(microkit_msginfo_new(m.label, m.count), calls->number, &calls->sum);
    calls->number++;
    calls->sum = m.words[SAFE_WORDS]; /* after a wrong one, each would be */
    return right ? SAFE_CAME_RIGHT : SAFE_CAME_WRONG;
}
