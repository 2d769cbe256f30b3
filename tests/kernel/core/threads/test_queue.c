/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queues in the order of a key: against a model that sorts, and how long their
 * operations take at most.
 */
#include "fixture.h"

#include "../../../between.h"
#include "queue.h"

enum { THREADS = 600, TURNS = 20000, KEYS = 7, LEVELS = 64 };

static struct tcb threads[THREADS];
static word_t joined[THREADS]; /* when; 0: is not in the queue */
static struct queue queue;
static word_t turn;

static int reset(void **state)
{
    (void)state;
    queue.head = NULL;
    for (unsigned i = 0; i < THREADS; i++) {
        threads[i] = (struct tcb){0};
        joined[i] = 0;
    }
    turn = 0;
    return 0;
}

#define queue_test(function) cmocka_unit_test_setup(function, reset)

static void join(unsigned i, word_t key)
{
    queue_insert(&queue, &threads[i], key);
    joined[i] = ++turn;
}

static void leave(unsigned i)
{
    queue_remove(&queue, &threads[i]);
    joined[i] = 0;
}

/* Who should be first: the lowest key, then who joined first. */
static struct tcb *model_first(void)
{
    unsigned first = THREADS;

    for (unsigned i = 0; i < THREADS; i++) {
        if (joined[i] != 0 && (first == THREADS || threads[i].link.key < threads[first].link.key ||
                               (threads[i].link.key == threads[first].link.key &&
                                joined[i] < joined[first]))) {
            first = i;
        }
    }
    return first == THREADS ? NULL : &threads[first];
}

static unsigned members(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        count += joined[i] != 0;
    }
    return count;
}

/* Of the whole queue: how many, and at how many levels; all links agree. */
static unsigned walk(unsigned *levels)
{
    unsigned count = 0;

    const struct tcb *tcb;

    *levels = 0;
    for (word_t path = 0; (tcb = queue_from(&queue, path)) != NULL; path = tcb->link.path + 1) {
        unsigned level = 1;
        for (const struct tcb *at = tcb; at->link.above != NULL; at = at->link.above) {
            const struct tcb *above = at->link.above;
            assert_true(above->link.below[0] == at || above->link.below[1] == at);
            assert_true(queue_before(above, at));
            level++;
        }
        *levels = level > *levels ? level : *levels;
        count++;
    }
    return count;
}

static word_t next_random(word_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 33;
}

static void test_the_head_is_who_comes_first_whoever_joins_and_leaves(void **state)
{
    word_t random = 1;
    unsigned levels;

    (void)state;
    for (unsigned i = 0; i < TURNS; i++) {
        unsigned many = i % 4096 < 2048 ? THREADS : THREADS / 20;
        unsigned who = (unsigned)(next_random(&random) % many);
        if (joined[who] != 0) {
            leave(who);
        } else {
            join(who, next_random(&random) % KEYS);
        }
        assert_ptr_equal(queue.head, model_first());
        if (i % 64 == 0) {
            assert_int_equal(walk(&levels), members());
        }
    }
    while (queue.head != NULL) {
        leave((unsigned)(queue.head - threads));
        assert_ptr_equal(queue.head, model_first());
    }
}

static void test_who_gets_another_key_is_behind_its_equals_and_keeps_its_path(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        join(i, 1);
    }
    for (unsigned i = 0; i < 20; i += 2) {
        word_t path = threads[i].link.path;
        queue_change_key(&queue, &threads[i], 1);
        joined[i] = ++turn;
        assert_int_equal(threads[i].link.path, path);
    }
    while (queue.head != NULL) {
        assert_ptr_equal(queue.head, model_first());
        leave((unsigned)(queue.head - threads));
    }
}

static void test_who_leaves_is_linked_to_nobody(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        join(i, 20 - i);
    }
    for (unsigned i = 0; i < 20; i += 3) {
        leave(i);
        assert_null(threads[i].link.above);
        assert_null(threads[i].link.below[0]);
        assert_null(threads[i].link.below[1]);
    }
}

static void test_who_comes_one_after_the_other_is_at_few_levels(void **state)
{
    unsigned levels;

    (void)state;
    for (unsigned i = 0; i < THREADS; i++) {
        join(i, 0);
    }
    assert_int_equal(walk(&levels), THREADS);
    assert_between(levels, 10, 12); /* 600 need 10 */
}

/* Only those stay whose numbers are the same in the lowest bits: the worst shape there is. */
static void test_no_choice_of_who_stays_makes_a_long_path(void **state)
{
    unsigned levels;

    (void)state;
    join(0, 0);
    for (unsigned bit = 1; bit < THREADS; bit++) {
        join(bit, bit);
        if (threads[bit].link.arrival % 256 != 0) {
            leave(bit);
        }
    }
    for (unsigned round = 0; round < 400; round++) {
        for (unsigned bit = 1; bit < THREADS; bit++) {
            if (joined[bit] != 0) {
                continue;
            }
            join(bit, 2 * THREADS - bit);
            if (threads[bit].link.arrival % 256 != 0) {
                leave(bit);
            }
        }
    }
    assert_int_equal(walk(&levels), members());
    assert_true(members() > 2 * LEVELS);
    assert_true(levels > 8 && levels <= LEVELS);
}

/* As CancelBadgedSends goes through one, while others come and go. */
static void test_a_walk_sees_all_that_stay_once(void **state)
{
    static bool seen[THREADS];
    enum { STAY = THREADS / 2 };
    word_t random = 2;
    struct tcb *tcb;

    (void)state;
    for (unsigned i = 0; i < THREADS; i++) {
        join(i, i * 7 % 31);
        seen[i] = false;
    }
    for (word_t path = 0; (tcb = queue_from(&queue, path)) != NULL; path = tcb->link.path + 1) {
        unsigned i = (unsigned)(tcb - threads);
        assert_true(i >= STAY || !seen[i]);
        seen[i] = true;
        if (i % 3 == 0) {
            leave(i);
        }
        unsigned other = STAY + (unsigned)(next_random(&random) % (THREADS - STAY));
        if (joined[other] != 0) {
            leave(other);
        } else if (next_random(&random) % 4 == 0) { /* or it would never end */
            join(other, next_random(&random) % KEYS);
        }
    }
    for (unsigned i = 0; i < STAY; i++) {
        assert_true(seen[i]);
        assert_int_equal(joined[i] == 0, i % 3 == 0);
    }
    assert_ptr_equal(queue.head, model_first());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        queue_test(test_the_head_is_who_comes_first_whoever_joins_and_leaves),
        queue_test(test_who_gets_another_key_is_behind_its_equals_and_keeps_its_path),
        queue_test(test_who_leaves_is_linked_to_nobody),
        queue_test(test_who_comes_one_after_the_other_is_at_few_levels),
        queue_test(test_no_choice_of_who_stays_makes_a_long_path),
        queue_test(test_a_walk_sees_all_that_stay_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
