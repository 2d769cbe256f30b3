/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refill arithmetic (ABI.md 10.3, 10.5), on the ring alone.  Times in ticks.
 */
#include "refill.h"
#include "fixture.h"

enum { MAX_REFILLS = 250, MIN = 1250, BUDGET = 10000, PERIOD = 100000 };

static union {
    struct sched_context sc;
    unsigned char memory[seL4_CoreSchedContextBytes + MAX_REFILLS * sizeof(struct refill)];
} object;

static struct sched_context *const sc = &object.sc;

static const struct refill *refill_at(unsigned i)
{
    return &sc->refill[(sc->refill_head + i) % sc->refill_max];
}

static void assert_refills(unsigned count, const struct refill *expected)
{
    assert_int_equal(sc->refill_count, count);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(refill_at(i)->time, expected[i].time);
        assert_int_equal(refill_at(i)->amount, expected[i].amount);
    }
}

#define ASSERT_REFILLS(...)                                                            \
    assert_refills(sizeof((const struct refill[]){__VA_ARGS__}) / sizeof(struct refill), \
                   (const struct refill[]){__VA_ARGS__})

static int setup(void **state)
{
    (void)state;
    object.sc = (struct sched_context){.period = 0};
    refill_boot();
    refill_new(sc, MAX_REFILLS, BUDGET, PERIOD, 1000);
    return 0;
}

static void test_times_are_converted_as_the_reference_does(void **state)
{
    (void)state;
    assert_int_equal(us_to_ticks(20), 1250);
    assert_int_equal(us_to_ticks(1), 62);
    assert_int_equal(us_to_ticks(MAX_PERIOD_US), MAX_PERIOD_US * 62500 / 1000);
    assert_int_equal(ticks_to_us(1250), 20);
    assert_int_equal(ticks_to_us(124), 1);
}

static void test_capacity_follows_the_objects_size(void **state)
{
    (void)state;
    assert_int_equal(refill_capacity(7), 2);
    assert_int_equal(refill_capacity(8), 10);
    assert_int_equal(refill_capacity(12), 250);
}

static void test_new_budget_is_ready_at_once(void **state)
{
    (void)state;
    ASSERT_REFILLS({1000, BUDGET});
}

static void test_used_head_returns_a_period_later(void **state)
{
    (void)state;
    refill_charge(sc, BUDGET, 11000);
    ASSERT_REFILLS({1000 + PERIOD, BUDGET});
}

static void test_used_part_returns_a_period_after_the_heads_start(void **state)
{
    (void)state;
    refill_charge(sc, 4000, 5000);
    ASSERT_REFILLS({5000, 6000}, {1000 + PERIOD, 4000});
}

static void test_overrun_is_taken_from_the_next_period(void **state)
{
    (void)state;
    refill_charge(sc, BUDGET + 3000, 14000);
    ASSERT_REFILLS({1000 + PERIOD + 3000, 7000}, {1000 + 2 * PERIOD, 3000});
}

static void test_rest_below_the_minimum_joins_the_next_refill(void **state)
{
    (void)state;
    refill_charge(sc, BUDGET - 1000, 10000);
    ASSERT_REFILLS({1000 + PERIOD - 1000, BUDGET});
}

static void test_adjacent_refills_merge(void **state)
{
    (void)state;
    refill_charge(sc, 2000, 3000);
    refill_charge(sc, 2000, 5000);
    ASSERT_REFILLS({5000, 6000}, {1000 + PERIOD, 4000});
}

static void test_full_ring_delays_the_tail_instead_of_losing_time(void **state)
{
    (void)state;
    refill_new(sc, MIN_REFILLS, BUDGET, PERIOD, 1000);
    refill_charge(sc, 2000, 3000);
    refill_unblock(sc, 20000);
    refill_charge(sc, 2000, 22000);
    /* (20000 + PERIOD, 2000) has no room: the tail of 2000 ends where it would. */
    ASSERT_REFILLS({22000, 6000}, {20000 + PERIOD - 2000, 4000});
}

static void test_wake_up_forgets_the_past(void **state)
{
    (void)state;
    refill_charge(sc, 4000, 5000);
    refill_unblock(sc, 50000);
    ASSERT_REFILLS({50000, 6000}, {1000 + PERIOD, 4000});
    refill_unblock(sc, 96000); /* the head would last beyond the next */
    ASSERT_REFILLS({96000, BUDGET});
}

static void test_wake_up_before_the_refill_changes_nothing(void **state)
{
    (void)state;
    refill_charge(sc, BUDGET, 11000);
    refill_unblock(sc, 50000);
    ASSERT_REFILLS({1000 + PERIOD, BUDGET});
}

static void test_round_robin_uses_and_regains_its_slice(void **state)
{
    (void)state;
    refill_new(sc, MIN_REFILLS, BUDGET, 0, 1000);
    ASSERT_REFILLS({1000, BUDGET}, {1000, 0});
    refill_charge(sc, 4000, 5000);
    assert_int_equal(refill_at(0)->amount, 6000);
    assert_int_equal(refill_at(1)->amount, 4000);
    refill_charge(sc, 6000, 11000);
    assert_int_equal(refill_at(0)->amount, BUDGET);
    assert_true(refill_ready(sc, 11000));
}

static void test_overdrawn_slice_ends_and_no_more(void **state)
{
    (void)state;
    refill_new(sc, MIN_REFILLS, BUDGET, 0, 1000);
    refill_charge(sc, BUDGET + 3000, 14000);
    ASSERT_REFILLS({14000, BUDGET}, {14000, 0});
}

/* The head's place is free before what it held is scheduled anew. */
static void test_head_of_a_full_ring_that_is_used_up_delays_nothing(void **state)
{
    (void)state;
    refill_new(sc, MIN_REFILLS, BUDGET, PERIOD, 1000);
    refill_charge(sc, 2000, 3000);
    refill_unblock(sc, 20000);
    refill_charge(sc, 8000, 28000);
    ASSERT_REFILLS({1000 + PERIOD, 2000}, {20000 + PERIOD, 8000});
}

/* ---- However much, and however many ---- */

/* As the head was charged again and again. */
static void test_many_budgets_overdrawn_move_it_as_many_periods(void **state)
{
    enum { ROUNDS = 1000 };

    (void)state;
    refill_charge(sc, 4000, 5000); /* 6000 from 5000 on, 4000 a period after 1000 */
    refill_charge(sc, (word_t)ROUNDS * BUDGET + 7000, 5000);
    ASSERT_REFILLS({2000 + (ROUNDS + 1) * PERIOD, 9000}, {1000 + (ROUNDS + 2) * PERIOD, 1000});
}

/* The most that can be configured and charged: time goes on, and never wraps. */
static void test_no_usage_makes_time_wrap(void **state)
{
    ticks_t period = us_to_ticks(MAX_PERIOD_US);

    (void)state;
    refill_new(sc, MAX_REFILLS, MIN, period, 125000);
    for (unsigned i = 0; i < 100; i++) {
        ticks_t before = refill_at(0)->time;
        refill_charge(sc, (word_t)MIN * 8000 + 1, 125000);
        assert_true(refill_at(0)->time >= before);
        assert_true(refill_at(sc->refill_count - 1u)->time < UINT64_MAX - 2 * period);
    }
    assert_true(refill_at(0)->time > UINT64_MAX / 2 - period);
    ASSERT_REFILLS({refill_at(0)->time, MIN}); /* not moved in parts either */
    refill_charge(sc, UINT64_MAX, 125000);
    ASSERT_REFILLS({refill_at(0)->time, MIN});
}

static void test_consumption_is_told_however_long_it_was(void **state)
{
    (void)state;
    assert_int_equal(ticks_to_us(UINT64_MAX), 295147905179352825); /* 2^64 / 62.5 */
    assert_int_equal(ticks_to_us(62499), 999);
}

/* The kernel goes through all refills at once, with interrupts off. */
static void test_no_more_refills_are_used_than_an_entry_can_go_through(void **state)
{
    ticks_t now = 1000;

    (void)state;
    for (unsigned i = 0; i < 2 * MOST_REFILLS; i++) {
        now += 100;
        refill_unblock(sc, now);
        refill_charge(sc, 1, now);
        assert_between(sc->refill_count, 1, MOST_REFILLS);
    }
    assert_int_equal(sc->refill_count, MOST_REFILLS);
    refill_update(sc, MAX_REFILLS, BUDGET, PERIOD, now);
    assert_int_equal(sc->refill_max, MOST_REFILLS);
}

static void test_update_keeps_what_was_used(void **state)
{
    (void)state;
    refill_charge(sc, 4000, 5000);
    refill_update(sc, MAX_REFILLS, 8000, 50000, 6000);
    ASSERT_REFILLS({6000, 6000}, {56000, 2000});
    refill_update(sc, MAX_REFILLS, 5000, 50000, 7000);
    ASSERT_REFILLS({7000, 5000});
}

static void test_update_of_a_waiting_context_does_not_let_it_run(void **state)
{
    (void)state;
    refill_charge(sc, BUDGET, 11000);
    refill_update(sc, MAX_REFILLS, BUDGET, PERIOD / 2, 20000);
    ASSERT_REFILLS({1000 + PERIOD, BUDGET});
}

/* ---- Whatever happens ---- */

static word_t random_state = 88172645463325252;

static word_t random_below(word_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (random_state >> 8) % n;
}

static void assert_ring_in_order(unsigned step)
{
    ticks_t sum = 0;

    for (unsigned i = 0; i < sc->refill_count; i++) {
        sum += refill_at(i)->amount;
        if (i > 0 && sc->period > 0 &&
            refill_at(i)->time < refill_at(i - 1)->time + refill_at(i - 1)->amount) {
            fail_msg("step %u: refill %u overlaps the one before", step, i);
        }
    }
    if (sum != sc->budget) {
        fail_msg("step %u: refills add up to %lu of %lu", step, sum, sc->budget);
    }
    assert_true(refill_at(0)->amount >= MIN);
    assert_between(sc->refill_count, 1, sc->refill_max);
}

/* No more than the budget is used in any window of one period: checked for the
   windows that begin where usage begins. */
struct usage {
    ticks_t start;
    ticks_t amount;
};

enum { WINDOWS = 4096 };

static void assert_no_window_exceeds(const struct usage *usage, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        ticks_t sum = 0;
        for (unsigned j = i; j < count && usage[j].start + usage[j].amount <=
                                              usage[i].start + sc->period; j++) {
            sum += usage[j].amount;
        }
        if (sum > sc->budget) {
            fail_msg("%lu ticks used from %lu on within one period", sum, usage[i].start);
        }
    }
}

/* A thread that runs whenever it may, for as long as it likes within its head,
   sleeps, and never gets more than its share. */
static void test_no_period_holds_more_than_the_budget(void **state)
{
    static struct usage usage[WINDOWS];

    (void)state;
    for (unsigned run = 0; run < 40; run++) {
        unsigned max = MIN_REFILLS + (unsigned)random_below(MAX_REFILLS - MIN_REFILLS + 1);
        ticks_t budget = MIN + random_below(50000);
        ticks_t now = 1000;
        refill_new(sc, max, budget, budget + 1 + random_below(100000), now);
        for (unsigned i = 0; i < WINDOWS; i++) {
            now = refill_ready(sc, now) ? now + random_below(20000) : refill_at(0)->time;
            refill_unblock(sc, now);
            ticks_t used = random_below(4) == 0 ? refill_at(0)->amount
                                                : random_below(refill_at(0)->amount + 1);
            usage[i] = (struct usage){now, used};
            now += used;
            refill_charge(sc, used, now);
            assert_ring_in_order(i);
        }
        assert_no_window_exceeds(usage, WINDOWS);
    }
}

static void test_any_sequence_of_operations_keeps_the_budget_whole(void **state)
{
    ticks_t now = 1000;

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        ticks_t budget = MIN + random_below(50000);
        ticks_t period = random_below(4) == 0 ? 0 : budget + 1 + random_below(50000);
        unsigned max = period == 0 ? MIN_REFILLS : MIN_REFILLS + (unsigned)random_below(9);
        now += random_below(30000);
        switch (random_below(8)) {
        case 0:
            refill_new(sc, max, budget, period, now);
            break;
        case 1:
            refill_update(sc, max, budget, period, now);
            break;
        case 2:
        case 3:
            refill_unblock(sc, now);
            break;
        default:
            refill_charge(sc, random_below(2 * sc->budget), now);
            break;
        }
        assert_ring_in_order(i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_times_are_converted_as_the_reference_does, setup),
        cmocka_unit_test_setup(test_capacity_follows_the_objects_size, setup),
        cmocka_unit_test_setup(test_new_budget_is_ready_at_once, setup),
        cmocka_unit_test_setup(test_used_head_returns_a_period_later, setup),
        cmocka_unit_test_setup(test_used_part_returns_a_period_after_the_heads_start, setup),
        cmocka_unit_test_setup(test_overrun_is_taken_from_the_next_period, setup),
        cmocka_unit_test_setup(test_rest_below_the_minimum_joins_the_next_refill, setup),
        cmocka_unit_test_setup(test_adjacent_refills_merge, setup),
        cmocka_unit_test_setup(test_full_ring_delays_the_tail_instead_of_losing_time, setup),
        cmocka_unit_test_setup(test_wake_up_forgets_the_past, setup),
        cmocka_unit_test_setup(test_wake_up_before_the_refill_changes_nothing, setup),
        cmocka_unit_test_setup(test_round_robin_uses_and_regains_its_slice, setup),
        cmocka_unit_test_setup(test_overdrawn_slice_ends_and_no_more, setup),
        cmocka_unit_test_setup(test_head_of_a_full_ring_that_is_used_up_delays_nothing, setup),
        cmocka_unit_test_setup(test_many_budgets_overdrawn_move_it_as_many_periods, setup),
        cmocka_unit_test_setup(test_no_usage_makes_time_wrap, setup),
        cmocka_unit_test_setup(test_consumption_is_told_however_long_it_was, setup),
        cmocka_unit_test_setup(test_no_more_refills_are_used_than_an_entry_can_go_through, setup),
        cmocka_unit_test_setup(test_update_keeps_what_was_used, setup),
        cmocka_unit_test_setup(test_update_of_a_waiting_context_does_not_let_it_run, setup),
        cmocka_unit_test_setup(test_no_period_holds_more_than_the_budget, setup),
        cmocka_unit_test_setup(test_any_sequence_of_operations_keeps_the_budget_whole, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
