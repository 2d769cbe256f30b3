/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the warden: parent of prober and logger.  It tells the prober what to
 * try, is told by the kernel what faulted, lets it go on, and judges.
 *
 * A child that faulted goes on at the address in its x9 (probe.h).  Nothing else
 * of it is changed, so the same works for every kind of fault.
 */
#include "warden.h"

#include "log.h"

enum { CHECKS = 57 };

const char judge_name[] = "warden";

enum stage { STAGE_WORK, STAGE_LOGGER, STAGE_PROBER, STAGE_AFTER, STAGE_END };

static enum stage stage;

/* The prober's order at hand. */
static seL4_Bool ordered;
static struct outcome outcome;

static unsigned phase_at;
static seL4_Bool phase_begun;

static seL4_Word servers_before; /* checksums of the logs before the attacks */
static seL4_Word clients_before;

/* FNV-1a over the words of a page. */
static seL4_Word page_sum(seL4_Word page)
{
    const volatile seL4_Word *words = (const volatile seL4_Word *)page;
    seL4_Word sum = 0xcbf29ce484222325ull;

    for (unsigned i = 0; i < PAGE_BYTES / sizeof(*words); i++) {
        sum = (sum ^ words[i]) * 0x100000001b3ull;
    }
    return sum;
}

static void print_banner(void)
{
    microkit_dbg_puts("Task 3: each component in its compartment, and two that want out\n"
                      "\n"
                      "  warden   priority 220  judges; parent of prober and logger\n"
                      "  server   priority 200  adds numbers, writes a log\n"
                      "  logger   priority 150  may read the logs, and nothing else\n"
                      "  prober   priority 100  attacks from the inside\n"
                      "  client   priority  60  calls the server, writes a log\n"
                      "  watcher  priority  10  runs when nobody else can\n"
                      "\n"
                      "1. At work: the logger reads what server and client write\n");
}

void init(void)
{
    print_banner();
    *(volatile seL4_Uint32 *)BOARD = INSTRUCTION_RET; /* for the prober to execute, if it can */
}

static void finish_work(void)
{
    check(logs_right(SUMS_BEFORE), "the sums in both logs are right");
    microkit_dbg_puts("\n2. The logger tries more than it may; its faults come to its parent\n");
    stage = STAGE_LOGGER;
    microkit_notify(WARDEN_WATCHER);
    microkit_notify(WARDEN_LOGGER);
}

static seL4_Bool read_registers(microkit_child child, seL4_UserContext *registers)
{
    seL4_Error error = seL4_TCB_ReadRegisters(BASE_TCB_CAP + child, seL4_False, 0,
                                              sizeof(*registers) / sizeof(seL4_Word), registers);

    if (error != seL4_NoError) {
        check(seL4_False, "a parent can read its child's registers");
    }
    return error == seL4_NoError;
}

/* Lets a child that faulted, or is stuck, go on after that instruction. */
static void resume(microkit_child child)
{
    seL4_UserContext registers;

    if (read_registers(child, &registers)) {
        microkit_pd_restart(child, registers.x9);
    }
}

/* Not one of the faults that were to come: the child stays stopped, and there is a verdict. */
static void give_up(const char *why)
{
    check(seL4_False, why);
    stage = STAGE_END;
    put_verdict("TASK3", CHECKS);
}

static void begin_attack(void)
{
    servers_before = page_sum(WARDEN_SERVERS);
    clients_before = page_sum(WARDEN_CLIENTS);
    stage = STAGE_PROBER;
    microkit_notify(WARDEN_PROBER);
}

static void check_logger_says(seL4_Word records, seL4_Word weight)
{
    static const char all_records[] =
        "it says, in its registers, that it read all records, and right";
    seL4_UserContext registers;

    if (!read_registers(CHILD_LOGGER, &registers)) {
        return;
    }
    if (stage == STAGE_LOGGER) {
        check_number(registers.x2, CNODE_SLOTS - LOGGER_FIRST_SLOT,
                     "slots 6 to 511: the logger called each, and each was empty");
    }
    if (registers.x0 != records) {
        check_number(registers.x0, records, all_records);
    } else {
        check(registers.x1 == weight, all_records);
    }
}

/* The logger says what it has to say by reading address 0. */
static void logger_says(void)
{
    if (stage == STAGE_LOGGER) {
        logger_attempts_end();
        check_logger_says(2 * SUMS_BEFORE, logs_weight(SUMS_BEFORE));
        begin_attack();
    } else {
        check_logger_says(2 * SUMS + 1, logs_weight(SUMS) + log_weight(1, 0));
        stage = STAGE_END;
        put_verdict("TASK3", CHECKS);
    }
}

static void logger_faulted(const struct fault_seen *fault)
{
    if (fault->kind == KIND_READ && fault->address == 0 &&
        (stage == STAGE_LOGGER || stage == STAGE_AFTER)) {
        logger_says();
    } else if (stage != STAGE_LOGGER || !logger_attempted(fault)) {
        give_up("the logger faults only where it was to");
        return;
    }
    resume(CHILD_LOGGER);
}

/* One address, several memories. */
static seL4_Bool same_tried;

static seL4_Bool same_next(struct command *command)
{
    command->order = ORDER_READ;
    command->target = OWN_LOG + __builtin_offsetof(struct log, owner);
    return !same_tried;
}

static void same_judge(const struct outcome *result)
{
    const volatile struct log *servers = (const volatile struct log *)WARDEN_SERVERS;

    check(result->how == HOW_DONE && result->label == 'p' && servers->owner == 's',
          "where the server has its log, the prober finds its own");
    same_tried = seL4_True;
}

static void same_finish(void)
{
}

static const struct phase phase_same = {same_next, same_judge, same_finish};

/* The last order: a trap for the logger. */
static seL4_Bool spoilt;

static seL4_Bool last_next(struct command *command)
{
    command->order = ORDER_SPOIL_LOG;
    return !spoilt;
}

static void last_judge(const struct outcome *result)
{
    (void)result;
    spoilt = seL4_True;
}

static void last_finish(void)
{
    const volatile struct evidence *evidence = (const volatile struct evidence *)EVIDENCE;

    microkit_dbg_puts("\n6. Afterwards: the others work as before\n");
    check(page_sum(WARDEN_SERVERS) == servers_before && page_sum(WARDEN_CLIENTS) == clients_before,
          "the logs of server and client are as they were when part 3 began");
    check(evidence->secret == SECRET, "the server's secret is what it was");
    stage = STAGE_AFTER;
    microkit_notify(WARDEN_CLIENT);
}

static const struct phase phase_last = {last_next, last_judge, last_finish};

static const struct phase *const phases[] = {&phase_targets, &phase_pages, &phase_slots,
                                             &phase_beyond,  &phase_same,  &phase_registers,
                                             &phase_last};
static const char *const phase_titles[] = {
    "\n3. Memory: the prober goes for what belongs to others\n",
    "",
    "\n4. Capabilities: the prober tries every slot with every operation\n",
    "",
    "",
    "\n5. Registers: the prober tries what needs neither address nor capability\n",
    "",
};

enum { PHASES = sizeof(phases) / sizeof(phases[0]) };

/* The next order, from the phase at hand or one after it. */
static seL4_Bool next_command(struct command *command)
{
    for (; phase_at < PHASES; phase_at++, phase_begun = seL4_False) {
        if (!phase_begun) {
            microkit_dbg_puts(phase_titles[phase_at]);
            phase_begun = seL4_True;
        }
        if (phases[phase_at]->next(command)) {
            return seL4_True;
        }
        phases[phase_at]->finish();
    }
    return seL4_False;
}

/* Answers the prober's report with its next order. */
static microkit_msginfo give_order(void)
{
    struct command command = {ORDER_END, 0, 0};

    ordered = stage == STAGE_PROBER && next_command(&command);
    if (!ordered) {
        return microkit_msginfo_new(ORDER_END, 0);
    }
    outcome.how = HOW_DONE;
    if (command.order == ORDER_CALL) {
        microkit_notify(WARDEN_WATCHER);
    }
    microkit_mr_set(0, command.target);
    microkit_mr_set(1, command.detail);
    return microkit_msginfo_new(command.order, 2);
}

static microkit_msginfo take_report(microkit_msginfo report)
{
    if (microkit_msginfo_get_label(report) == REPORT_START) {
        for (seL4_Uint8 i = 0; i < OWN_COUNT; i++) {
            own_address[i] = microkit_mr_get(i);
        }
        own_address[OWN_GUARD] = (own_address[OWN_STACK] & ~(PAGE_BYTES - 1)) - PAGE_BYTES;
    } else if (ordered) {
        outcome.label = microkit_mr_get(0);
        outcome.word = microkit_mr_get(1);
        phases[phase_at]->judge(&outcome);
    }
    return give_order();
}

static void prober_faulted(const struct fault_seen *fault)
{
    if (!ordered || outcome.how != HOW_DONE) {
        give_up("the prober faults only where it was ordered to");
        return;
    }
    outcome.how = HOW_FAULTED;
    outcome.fault.kind = fault->kind;
    outcome.fault.reason = fault->reason;
    outcome.fault.address = fault->address;
    outcome.fault.receiving = fault->receiving;
    resume(CHILD_PROBER);
}

/* Nobody can run.  In an order, that is an outcome; at any other time, something that was to come
   will not. */
static void watcher_ran(void)
{
    if (stage == STAGE_PROBER && ordered && outcome.how == HOW_DONE) {
        outcome.how = HOW_STUCK;
        resume(CHILD_PROBER);
    } else if (stage == STAGE_LOGGER) {
        give_up("the logger has nobody to call, so it does not get stuck");
    } else if (stage != STAGE_END) {
        give_up("everybody goes on until there is a verdict");
    }
}

/* Is this message one of those that the prober sends in its attacks? */
static seL4_Bool is_attack(microkit_msginfo msginfo)
{
    seL4_Bool marked = microkit_msginfo_get_count(msginfo) == ATTACK_WORDS &&
                       microkit_mr_get(ATTACK_MARK_AT) == ATTACK_MARK;

    arrivals.unwrapped += marked && (seL4_MessageInfo_get_capsUnwrapped(msginfo) & 1) != 0;
    return marked;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    struct fault_seen seen;

    if (is_attack(msginfo)) {
        arrivals.faults++;
        arrivals.fault_child = child;
        *reply = microkit_msginfo_new(ANSWER_WARDEN, 0);
        return seL4_True;
    }
    fault_understand(&seen, msginfo);
    if (child == CHILD_LOGGER) {
        logger_faulted(&seen);
    } else {
        prober_faulted(&seen);
    }
    return seL4_False;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (is_attack(msginfo)) {
        arrivals.calls++;
        arrivals.call_channel = ch;
        return microkit_msginfo_new(ANSWER_WARDEN, 0);
    }
    return take_report(msginfo);
}

void notified(microkit_channel ch)
{
    switch (ch) {
    case WARDEN_CLIENT:
        if (stage == STAGE_WORK) {
            finish_work();
        } else if (stage == STAGE_AFTER) {
            check(logs_right(SUMS), "the client asked again, and the sum in both logs is right");
            microkit_notify(WARDEN_LOGGER);
        }
        break;
    case WARDEN_PROBER:
        arrivals.signals++;
        arrivals.signal_channel = ch;
        break;
    case WARDEN_WATCHER:
        watcher_ran();
        break;
    }
}
