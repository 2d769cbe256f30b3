/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: ready queues hold who was put there, in that order, linked both ways, and the map says
 *     which are not empty and which is the highest, after each push to either end, removal, move
 *     and pop; queues of other priorities and of the other domain stay as they were
 * Bound: 3 threads in 2 queues or none, each of these states but for who is who; of the other 126
 *     queues any may be empty or not; 2 domains
 * Assumes: before, a bit of the map is set if and only if its queue is not empty, one of the words
 *     if and only if its word is not 0
 * Options: --unwind 130
 * Sources: place queue
 * Domains: 2
 * Priorities: 128
 * Mutants: first_is_last@one_or_none last_is_first@one_or_none priority_stays_marked@one_or_none
 *     priority_word_stays_marked@one_or_none who_runs_stays_ready@one_or_none
 *     popped_priority_stays_marked@one_or_none popped_word_stays_marked@one_or_none
 *     popped_tail_stays@one_or_none
 */
#include "place.h"
#include "prove.h"

/* The two queues that change are in different words of the map. */
enum { DOMAIN = 1, THREADS = 3, LOW = 3, HIGH = 70 };

struct scheduler sched;
ticks_t refill_min_budget;
static struct tcb tcb_0, tcb_1, tcb_2, stranger;
static struct tcb *const thread[THREADS] = {&tcb_0, &tcb_1, &tcb_2};
static struct ready_map before[NUM_DOMAINS];

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

/* ---- The specification: two lists ---- */

static struct model {
    uint8_t priority;
    unsigned count;
    struct tcb *at[THREADS];
} low, high;

static void model_remove(struct model *model, const struct tcb *tcb)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < model->count; i++) {
        if (model->at[i] != tcb) {
            model->at[kept++] = model->at[i];
        }
    }
    model->count = kept;
}

static void model_leave(const struct tcb *tcb)
{
    model_remove(&low, tcb);
    model_remove(&high, tcb);
}

static void model_put(struct model *model, struct tcb *tcb, bool first)
{
    model_leave(tcb);
    for (unsigned i = model->count; first && i > 0; i--) {
        model->at[i] = model->at[i - 1];
    }
    model->at[first ? 0 : model->count] = tcb;
    model->count++;
}

/* ---- The state before ---- */

static word_t words_of(const struct ready_map *map)
{
    return (map->map[0] != 0) | (word_t)(map->map[1] != 0) << 1;
}

/* The queue of `model` is laid down, without the kernel's functions. */
static void lay_down(const struct model *model)
{
    struct thread_list *list = &ready_lists[DOMAIN][model->priority];
    word_t bit = BIT(model->priority % seL4_WordBits);
    word_t *map = &ready_maps[DOMAIN].map[model->priority / seL4_WordBits];
    unsigned count = model->count;

    *map = count == 0 ? *map & ~bit : *map | bit;
    *list = (struct thread_list){count == 0 ? NULL : model->at[0],
                                 count == 0 ? NULL : model->at[count - 1]};
    for (unsigned i = 0; i < count; i++) {
        struct tcb *tcb = model->at[i];
        tcb->place = i % 2 == 0 ? PLACE_LAST : PLACE_FIRST;
        tcb->priority = model->priority;
        tcb->ready_prev = i == 0 ? NULL : model->at[i - 1];
        tcb->ready_next = i + 1 == count ? NULL : model->at[i + 1];
    }
}

static void build(unsigned count_low, unsigned count_high)
{
    low = (struct model){LOW, count_low, {&tcb_0, &tcb_1, &tcb_2}};
    high = (struct model){HIGH, count_high, {thread[count_low % THREADS], &tcb_2, NULL}};
    sched = (struct scheduler){.reasons = 0};
    for (unsigned i = 0; i < THREADS; i++) {
        *thread[i] = (struct tcb){.domain = DOMAIN, .priority = LOW, .place = PLACE_NONE};
    }
    ready_maps[0].words = nondet_word();
    ready_maps[0].map[0] = nondet_word();
    ready_maps[0].map[1] = nondet_word();
    ready_maps[DOMAIN].map[0] = nondet_word();
    ready_maps[DOMAIN].map[1] = nondet_word();
    lay_down(&low);
    lay_down(&high);
    ready_maps[DOMAIN].words = words_of(&ready_maps[DOMAIN]);
    before[0] = ready_maps[0];
    before[DOMAIN] = ready_maps[DOMAIN];
}

/* ---- And after ---- */

static void check_list(const struct model *model)
{
    const struct thread_list *is = &ready_lists[DOMAIN][model->priority];
    unsigned count = model->count;

    PROVE(is->head == (count == 0 ? NULL : model->at[0]), "the head is the first");
    PROVE(is->tail == (count == 0 ? NULL : model->at[count - 1]), "the tail is the last");
    for (unsigned i = 0; i < count; i++) {
        const struct tcb *tcb = model->at[i];
        PROVE(tcb->ready_prev == (i == 0 ? NULL : model->at[i - 1]), "prev was put before");
        PROVE(tcb->ready_next == (i + 1 == count ? NULL : model->at[i + 1]), "next comes after");
        PROVE(is_ready(tcb) && tcb->priority == model->priority, "its threads are ready, in it");
    }
}

static bool is_marked(const struct ready_map *map, unsigned priority)
{
    return map->map[priority / seL4_WordBits] >> priority % seL4_WordBits & 1;
}

/* What the word of the map that has the bit of `model` must be. */
static word_t marked(const struct model *model)
{
    word_t word = before[DOMAIN].map[model->priority / seL4_WordBits];
    word_t bit = BIT(model->priority % seL4_WordBits);

    return model->count == 0 ? word & ~bit : word | bit;
}

static void check_map(void)
{
    const struct ready_map *map = &ready_maps[DOMAIN];

    PROVE(map->map[LOW / seL4_WordBits] == marked(&low) &&
              map->map[HIGH / seL4_WordBits] == marked(&high),
          "the map says which queues are not empty");
    PROVE(map->words == words_of(map), "and its words, which of it are not 0");
    PROVE(ready_maps[0].words == before[0].words && ready_maps[0].map[0] == before[0].map[0] &&
              ready_maps[0].map[1] == before[0].map[1],
          "the other domain's map stays");
}

/* Asked once, after all steps: nobody but the kernel writes there, and it knows no stranger whom it
   could put back. */
static void check_others(void)
{
    bool stay = true;

    for (unsigned i = 0; i < NUM_PRIORITIES; i++) {
        stay = stay && ready_lists[0][i].head == &stranger && ready_lists[0][i].tail == &stranger;
        stay = stay && (i == LOW || i == HIGH || (ready_lists[DOMAIN][i].head == &stranger &&
                                                  ready_lists[DOMAIN][i].tail == &stranger));
    }
    PROVE(stay, "other queues stay");
    PROVE(stranger.ready_prev == NULL && stranger.ready_next == NULL, "and who is in them");
}

/* ---- A step ---- */

enum { LOW_FIRST, LOW_LAST, HIGH_FIRST, HIGH_LAST, LEAVES, POPPED, STEPS };

/* A thread changes its priority in no queue. */
static void put(struct model *model, struct tcb *tcb, bool first)
{
    model_put(model, tcb, first);
    if (tcb->priority != model->priority) {
        place_none(tcb);
        tcb->priority = model->priority;
    }
    if (tcb->place == PLACE_NONE && tcb->priority == HIGH) {
        place_ready_from_none(tcb, first ? PLACE_FIRST : PLACE_LAST);
    } else if (first) {
        place_first(tcb);
    } else {
        place_last(tcb);
    }
    PROVE(tcb->place == (first ? PLACE_FIRST : PLACE_LAST), "it knows its place");
}

static void step(struct tcb *tcb, unsigned what)
{
    switch (what) {
    case LEAVES:
    case POPPED:
        model_leave(tcb);
        if (what == LEAVES) {
            place_none(tcb);
        } else {
            place_none_from_head(ready_list(tcb), tcb);
        }
        PROVE(tcb->place == PLACE_NONE, "who left has no place");
        PROVE(tcb->ready_prev == NULL && tcb->ready_next == NULL, "and is linked to nobody");
        break;
    default:
        put(what == LOW_FIRST || what == LOW_LAST ? &low : &high, tcb,
            what == LOW_FIRST || what == HIGH_FIRST);
        break;
    }
    check_list(&low);
    check_list(&high);
    check_map();
}

/* Each step of each thread that is ready, and of one that is not. */
static void all_steps(unsigned count_low, unsigned count_high)
{
    for (unsigned i = 0; i < THREADS && i <= count_low + count_high; i++) {
        for (unsigned what = 0; what < STEPS; what++) {
            build(count_low, count_high);
            bool is_head = is_ready(thread[i]) && ready_list(thread[i])->head == thread[i];
            if (what == POPPED ? is_head : what != LEAVES || is_ready(thread[i])) {
                step(thread[i], what);
            }
        }
    }
}

/* In any map in which the words agree, the highest that is marked is found. */
static void highest(void)
{
    struct ready_map *map = &ready_maps[DOMAIN];
    unsigned any = nondet_unsigned();

    map->map[0] = nondet_word();
    map->map[1] = nondet_word();
    map->words = words_of(map);
    int found = ready_priority(DOMAIN);
    ASSUME(any < NUM_PRIORITIES);
    PROVE(found < NUM_PRIORITIES && (found < 0 || is_marked(map, (unsigned)found)),
          "who is found is marked");
    PROVE(!is_marked(map, any) || found >= (int)any, "and nobody that is marked is higher");
}

static void fill_others(void)
{
    for (unsigned i = 0; i < NUM_PRIORITIES; i++) {
        ready_lists[0][i] = (struct thread_list){&stranger, &stranger};
        ready_lists[DOMAIN][i] = (struct thread_list){&stranger, &stranger};
    }
}

static void one_or_none(void)
{
    fill_others();
    all_steps(0, 0);
    all_steps(1, 0);
}

static void several(void)
{
    all_steps(2, 0);
    all_steps(3, 0);
    all_steps(1, 1);
    all_steps(2, 1);
    all_steps(1, 2);
}

int main(void)
{
    one_or_none();
    several();
    check_others();
    highest();
    REACHED("the end of all cases");
}
