/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the experiments; then scores what low measured against the secret, which it may read, and
 * prints.  It does so when all are over, so that nothing depends on the secret before but high.
 */
#include "referee.h"

#include "../../common/distribution.h"
#include "../../common/judge.h"
#include "../../common/print.h"
#include "../exact.h"
#include "channel.h"

enum { MILLION = 1000000, PIECE_US = 5 };

const char judge_name[] = "judge";

uintptr_t heard_vaddr;
uintptr_t secret_vaddr;

static const struct referee_experiment *list;
static unsigned number;
static unsigned at;

static void put(const char *text)
{
    microkit_dbg_puts(text);
}

/* Who waits sees that it goes on. */
static void begin(void)
{
    put("high talks, low listens: ");
    microkit_dbg_put32(at + 1);
    put(" of ");
    microkit_dbg_put32(number);
    put("\n");
    microkit_notify(list[at].high);
    microkit_notify(list[at].low);
}

static void put_rate(uint32_t millionths, const struct referee_experiment *experiment)
{
    microkit_dbg_put32(millionths / experiment->symbol_us);
    put(" bit/s");
}

static void put_range(const char *text, const struct covert_score *score, unsigned bit)
{
    put(text);
    microkit_dbg_put32(score->lowest[bit]);
    put(" to ");
    microkit_dbg_put32(score->highest[bit]);
}

/* What depends on the compiler, too. */
static void put_measured(const struct referee_experiment *experiment,
                         const struct covert_record *record, const struct covert_rule *rule,
                         const struct covert_score *score)
{
    put("measured: ");
    put_rate(score->none ? 0 : score->capacity, experiment);
    put(score->none ? " (at 99 % below " : " (at 99 % not above ");
    put_rate(score->at_most, experiment);
    put("), wrong bits: ");
    microkit_dbg_put32(score->errors);
    put(" of 1024\nmeasured: ");
    put(experiment->readings[rule->reading]);
    put_range(" for a 0: ", score, 0);
    put_range(", for a 1: ", score, 1);
    put("\nmeasured: all readings have the digest ");
    print_hex(covert_digest(record));
    put("\n");
}

static seL4_Bool same_range(const struct covert_score *score)
{
    return score->lowest[0] == score->lowest[1] && score->highest[0] == score->highest[1];
}

static seL4_Bool holds(enum referee_claim claim, const struct covert_score *score)
{
    switch (claim) {
    case CLAIM_HEARD:
        return score->capacity > MILLION / 2;
    case CLAIM_SILENT:
        return score->none && same_range(score);
    default:
        return seL4_False;
    }
}

static void check_claim(seL4_Bool holds, const struct referee_experiment *experiment)
{
    if (holds || experiment->elsewhere == seL4_Null || SDK_FAMILY == SDK_BULKHEAD) {
        check_of_clock(holds, experiment->title);
    } else {
        check_unknown_begin(experiment->title, experiment->elsewhere);
        put("\n");
    }
}

static void judge(unsigned index)
{
    const struct referee_experiment *experiment = &list[index];
    const struct covert_record *record = channel_record(heard_vaddr, index);
    struct covert_rule rule = covert_learn(record);
    struct covert_score score;

    covert_judge(&score, record, &rule, channel_key(secret_vaddr));
    check_claim(holds(experiment->claim, &score), experiment);
    put_measured(experiment, record, &rule, &score);
}

void referee_start(const struct referee_experiment *experiments, unsigned count)
{
    clock_examine_by(PIECE_US);
    list = experiments;
    number = count;
    begin();
}

void referee_notified(microkit_channel ch)
{
    if (at == number || ch != list[at].low) {
        return;
    }
    at++;
    if (at < number) {
        begin();
        return;
    }
    put("\n");
    for (unsigned i = 0; i < number; i++) {
        judge(i);
    }
    put_verdict("TASK7", number);
}
