/* SPDX-License-Identifier: BSD-2-Clause */
/* An SMMUv3: its registers, its stream table and its two queues. */
#include "smmu.h"

#include "barrier.h"
#include "smmu_format.h"

/* How often a register is read before it counts as not answering. */
enum { PATIENCE = 1000000 };

static uint32_t get(const struct smmu *smmu, enum smmu_register offset)
{
    return *(volatile uint32_t *)(smmu->config->registers + offset);
}

static void set(const struct smmu *smmu, enum smmu_register offset, uint32_t value)
{
    *(volatile uint32_t *)(smmu->config->registers + offset) = value;
}

static void set_base(const struct smmu *smmu, enum smmu_register offset, uint64_t value)
{
    *(volatile uint64_t *)(smmu->config->registers + offset) = value;
}

/* Waits until the bits of `mask` are `value`. */
static bool becomes(const struct smmu *smmu, enum smmu_register offset, uint32_t mask,
                    uint32_t value)
{
    for (unsigned i = 0; i < PATIENCE; i++) {
        if ((get(smmu, offset) & mask) == value) {
            return true;
        }
    }
    return false;
}

static bool set_cr0(const struct smmu *smmu, uint32_t value)
{
    set(smmu, SMMU_CR0, value);
    return becomes(smmu, SMMU_CR0ACK, ~0u, value);
}

bool smmu_is_on(volatile uint8_t *registers)
{
    return (*(volatile uint32_t *)(registers + SMMU_CR0) & CR0_SMMUEN) != 0;
}

static uint32_t log2_of(uint64_t value)
{
    uint32_t log = 0;

    for (; value >> log > 1; log++) {
    }
    return log;
}

/* The logarithm of how many entries of `bytes` fit. */
static uint32_t log2_entries(const struct smmu_memory *memory, uint64_t bytes)
{
    return log2_of(memory->bytes / bytes);
}

static uint32_t log2_commands(const struct smmu *smmu)
{
    return log2_entries(&smmu->config->commands, COMMAND_WORDS * sizeof(uint64_t));
}

static uint32_t log2_events(const struct smmu *smmu)
{
    return log2_entries(&smmu->config->events, EVENT_WORDS * sizeof(uint64_t));
}

static uint32_t log2_streams(const struct smmu *smmu)
{
    return log2_entries(&smmu->config->streams, STE_WORDS * sizeof(uint64_t));
}

static bool is_aligned(const struct smmu_memory *memory, uint64_t least)
{
    return memory->bytes >= least && (memory->bytes & (memory->bytes - 1)) == 0 &&
           memory->paddr % memory->bytes == 0;
}

static enum smmu_result check(const struct smmu *smmu)
{
    const volatile uint64_t *made = smmu->config->made;
    const uint32_t idr0 =
        IDR0_S1P | IDR0_TTF_AARCH64 | IDR0_COHACC | (made == 0 ? 0 : IDR0_TWO_LEVELS);
    uint32_t idr1 = get(smmu, SMMU_IDR1);

    if ((made == 0 && !is_aligned(&smmu->config->streams, STE_WORDS * sizeof(uint64_t))) ||
        !is_aligned(&smmu->config->commands, 2 * COMMAND_WORDS * sizeof(uint64_t)) ||
        !is_aligned(&smmu->config->events, EVENT_WORDS * sizeof(uint64_t))) {
        return SMMU_NOT_ALIGNED;
    }
    if ((get(smmu, SMMU_IDR0) & idr0) != idr0 || (idr1 & IDR1_PRESET) != 0 ||
        (get(smmu, SMMU_IDR5) & IDR5_GRAN4K) == 0 ||
        (made == 0 && log2_streams(smmu) > (idr1 & IDR1_SIDSIZE)) ||
        (made != 0 && made[MADE_MAGIC] != IOMMU_MAGIC) ||
        log2_commands(smmu) > IDR1_CMDQS(idr1) ||
        log2_events(smmu) > IDR1_EVENTQS(idr1)) {
        return SMMU_UNSUITABLE;
    }
    return SMMU_OK;
}

static void clear(const struct smmu_memory *memory)
{
    for (uint64_t i = 0; i < memory->bytes / sizeof(uint64_t); i++) {
        memory->at[i] = 0;
    }
}

/* After `at`: the next index, or the first with the other turn's bit. */
static uint32_t after(uint32_t at, uint32_t log2)
{
    return (at + 1) & ((2u << log2) - 1);
}

/* Hands over one command.  There is room: each batch ends with a wait until all are done. */
static void command(struct smmu *smmu, enum smmu_command code, uint64_t high, uint64_t second)
{
    uint32_t log2 = log2_commands(smmu);
    volatile uint64_t *words =
        smmu->config->commands.at + COMMAND_WORDS * (smmu->command_at & ((1u << log2) - 1));

    words[0] = code | high;
    words[1] = second;
    smmu->command_at = after(smmu->command_at, log2);
}

/* Lets the SMMU do what was handed over, and waits until it has. */
static enum smmu_result complete(struct smmu *smmu)
{
    command(smmu, CMD_SYNC, 0, 0);
    device_barrier();
    set(smmu, SMMU_CMDQ_PROD, smmu->command_at);
    if (!becomes(smmu, SMMU_CMDQ_CONS, ~0u, smmu->command_at) ||
        ((get(smmu, SMMU_GERROR) ^ get(smmu, SMMU_GERRORN)) & GERROR_CMDQ) != 0) {
        return SMMU_NO_ANSWER;
    }
    return SMMU_OK;
}

static void set_streams(const struct smmu *smmu)
{
    const struct smmu_config *config = smmu->config;

    if (config->made != 0) {
        set_base(smmu, SMMU_STRTAB_BASE, config->made[MADE_STRTAB_BASE]);
        set(smmu, SMMU_STRTAB_BASE_CFG, (uint32_t)config->made[MADE_STRTAB_BASE_CFG]);
        return;
    }
    clear(&config->streams);
    device_barrier();
    set_base(smmu, SMMU_STRTAB_BASE, config->streams.paddr | BASE_ALLOCATE);
    set(smmu, SMMU_STRTAB_BASE_CFG, log2_streams(smmu));
}

static void set_tables(struct smmu *smmu)
{
    const struct smmu_config *config = smmu->config;

    clear(&config->commands);
    clear(&config->events);
    smmu->command_at = 0;
    smmu->event_at = 0;
    device_barrier();
    set(smmu, SMMU_CR1, CR1_COHERENT);
    set(smmu, SMMU_CR2, CR2_RECINVSID | CR2_PTM);
    set_streams(smmu);
    set_base(smmu, SMMU_CMDQ_BASE, config->commands.paddr | log2_commands(smmu) | BASE_ALLOCATE);
    set(smmu, SMMU_CMDQ_PROD, 0);
    set(smmu, SMMU_CMDQ_CONS, 0);
    set_base(smmu, SMMU_EVENTQ_BASE, config->events.paddr | log2_events(smmu) | BASE_ALLOCATE);
    set(smmu, SMMU_EVENTQ_PROD, 0);
    set(smmu, SMMU_EVENTQ_CONS, 0);
}

enum smmu_result smmu_init(struct smmu *smmu, const struct smmu_config *config)
{
    enum smmu_result result;

    smmu->config = config;
    result = check(smmu);
    if (result != SMMU_OK) {
        return result;
    }
    /* Off, and closed while it is; QEMU before 8 has no GBPA, and ignores this. */
    if (!set_cr0(smmu, 0) || !becomes(smmu, SMMU_GBPA, GBPA_UPDATE, 0)) {
        return SMMU_NO_ANSWER;
    }
    set(smmu, SMMU_GBPA, GBPA_UPDATE | GBPA_ABORT);
    set_tables(smmu);
    if (!becomes(smmu, SMMU_GBPA, GBPA_UPDATE, 0) || !set_cr0(smmu, CR0_CMDQEN)) {
        return SMMU_NO_ANSWER;
    }
    command(smmu, CMD_CFGI_ALL, 0, CMD_ALL_STREAMS);
    command(smmu, CMD_TLBI_ALL, 0, 0);
    result = complete(smmu);
    if (result != SMMU_OK) {
        return result;
    }
    set(smmu, SMMU_IRQ_CTRL, IRQ_CTRL_EVENTQ);
    if (!becomes(smmu, SMMU_IRQ_CTRLACK, IRQ_CTRL_EVENTQ, IRQ_CTRL_EVENTQ) ||
        !set_cr0(smmu, CR0_CMDQEN | CR0_EVENTQEN) ||
        !set_cr0(smmu, CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN)) {
        return SMMU_NO_ANSWER;
    }
    return SMMU_OK;
}

/* The SMMU reads an entry while its first word says that it is valid: that is written last. */
static enum smmu_result set_stream(struct smmu *smmu, uint32_t stream, uint64_t first,
                                   uint64_t second)
{
    volatile uint64_t *entry = smmu->config->streams.at + (uint64_t)STE_WORDS * stream;

    if (smmu->config->made != 0) {
        return SMMU_UNSUITABLE;
    }
    if (stream >> log2_streams(smmu) != 0) {
        return SMMU_TOO_FAR;
    }
    entry[0] = 0;
    device_barrier();
    entry[1] = second;
    device_barrier();
    entry[0] = first;
    command(smmu, CMD_CFGI_STE, (uint64_t)stream << 32, CMD_LEAF);
    return complete(smmu);
}

enum smmu_result smmu_stream_attach(struct smmu *smmu, uint32_t stream,
                                    const struct smmu_space *space)
{
    return set_stream(smmu, stream, STE_VALID | STE_STAGE_1 | (space->memory.paddr & STE0_MASK),
                      STE1_COHERENT | STE1_SHCFG_USE);
}

enum smmu_result smmu_stream_detach(struct smmu *smmu, uint32_t stream)
{
    return set_stream(smmu, stream, 0, 0);
}

enum smmu_result smmu_invalidate(struct smmu *smmu, const struct smmu_space *space)
{
    command(smmu, CMD_TLBI_ASID, CD0_ASID(space->asid), 0);
    return complete(smmu);
}

bool smmu_next_event(struct smmu *smmu, struct smmu_event *event)
{
    uint32_t log2 = log2_events(smmu);
    uint32_t pointers = (2u << log2) - 1;
    uint32_t produced = get(smmu, SMMU_EVENTQ_PROD);
    uint32_t overflow = produced & EVENTQ_OVERFLOW;
    const volatile uint64_t *words =
        smmu->config->events.at + EVENT_WORDS * (smmu->event_at & ((1u << log2) - 1));

    if ((produced & pointers) == smmu->event_at) {
        if (overflow == (get(smmu, SMMU_EVENTQ_CONS) & EVENTQ_OVERFLOW)) {
            return false;
        }
        set(smmu, SMMU_EVENTQ_CONS, smmu->event_at | overflow);
        *event = (struct smmu_event){.type = EVENT_LOST};
        return true;
    }
    device_barrier(); /* what is read of the entry is not older than the pointer */
    *event = (struct smmu_event){(enum smmu_event_type)(words[0] & 0xff),
                                 (uint32_t)(words[0] >> 32), words[2],
                                 (words[1] & EVENT1_READ) != 0};
    smmu->event_at = after(smmu->event_at, log2);
    device_barrier();
    set(smmu, SMMU_EVENTQ_CONS,
        smmu->event_at | (get(smmu, SMMU_EVENTQ_CONS) & EVENTQ_OVERFLOW));
    return true;
}
