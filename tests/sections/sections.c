/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program with sections of every kind, which looks whether it has got them:
 * each byte, each right that can be tried without a fault.  It is built by
 * several compilers and linkers; what it finds it tells the judge.
 */
#include "sections.h"

enum { JUDGE = 0 };
enum { REGION_VADDR = 0x4000000 };

#define IN(section_name) __attribute__((section(section_name), used))

/* Patched into the linked file, as builders patch configuration. */
IN(".config_small") static char config_small[2 * RECORD_BYTES];
IN(".config_page") static char config_page[256 * RECORD_BYTES] = {1};

/* Set by the tool. */
IN(".setvars") static seL4_Word region_vaddr;

IN(".words") static seL4_Word words[4] = {11, 12, 13, 14};
IN(".const_words") static const seL4_Word const_words[4] = {21, 22, 23, 24};
IN("config_list") static seL4_Word list_words[2] = {1, 2};
extern const volatile seL4_Word __start_config_list[], __stop_config_list[];

/* parts.S */
extern char data_small[], data_big[], data_16k[], data_64k[];
extern char const_small[], const_16k[], const_64k[];
extern char zeros_small[], zeros_big[], zeros_64k[];
extern char *const volatile relocated[];

/* microkit.ld */
extern char _text[], _text_end[], _data[], _data_end[], _bss[], _bss_end[];

/* Where an older linker script places the IPC buffer; else absent. */
extern __attribute__((weak)) seL4_IPCBuffer __sel4_ipc_buffer_obj;

static volatile seL4_Word ordinary_data = 31;
static volatile seL4_Word ordinary_bss;
extern volatile seL4_Word common_word;
__attribute__((common)) volatile seL4_Word common_word;

static volatile unsigned constructed;

static seL4_Word checks, wrong, first_wrong;

__attribute__((constructor(102))) static void construct_second(void)
{
    constructed = constructed * 10 + 2;
}

__attribute__((constructor(101))) static void construct_first(void)
{
    constructed = constructed * 10 + 1;
}

__attribute__((constructor)) static void construct_last(void)
{
    constructed = constructed * 10 + 3;
}

IN(".code.mine") static seL4_Word code_elsewhere(seL4_Word x)
{
    return x * x + 7;
}

static void check(seL4_Bool holds)
{
    checks++;
    if (!holds) {
        wrong++;
        first_wrong = first_wrong == 0 ? checks : first_wrong;
    }
}

static void check_records(const char *from, seL4_Word first, seL4_Word count)
{
    seL4_Word right = 0;

    for (seL4_Word i = 0; i < count; i++) {
        right += record_number(from + i * RECORD_BYTES) == first + i;
    }
    check(right == count);
}

/* In all pages: would fault where it must not be written. */
static void check_writable(char *from, seL4_Word bytes)
{
    seL4_Word right = 0;

    for (seL4_Word at = 0; at < bytes; at += RECORD_BYTES) {
        volatile char *byte = from + at;
        char before = *byte;

        *byte = (char)(before + 1);
        right += *byte == (char)(before + 1);
        *byte = before;
    }
    check(right == bytes / RECORD_BYTES);
}

static void check_zeros(const volatile char *from, seL4_Word bytes)
{
    seL4_Word zero = 0;

    for (seL4_Word i = 0; i < bytes; i++) {
        zero += from[i] == 0;
    }
    check(zero == bytes);
}

static void check_custom_data(void)
{
    check_records(config_small, 700, 2);
    check_records(config_page, 800, 256);
    check_records(data_small, 100, 2);
    check_records(data_big, 0, 65536);
    check_records(data_16k, 200, 2);
    check_records(data_64k, 300, 260);
    check_records(const_small, 400, 2);
    check_records(const_16k, 500, 300);
    check_records(const_64k, 600, 4096);
    check_writable(config_small, sizeof(config_small));
    check_writable(config_page, sizeof(config_page));
    check_writable(data_small, 32);
    check_writable(data_big, 0x100000);
    check_writable(data_16k, 32);
    check_writable(data_64k, 260 * RECORD_BYTES);
    check((seL4_Word)data_16k % 0x4000 == 0 && (seL4_Word)const_16k % 0x4000 == 0);
    check((seL4_Word)data_64k % 0x10000 == 0 && (seL4_Word)const_64k % 0x10000 == 0);
}

static void check_custom_zeros(void)
{
    check_zeros(zeros_small, 32);
    check_zeros(zeros_big, 0x100000);
    check_zeros(zeros_64k, 0x1800);
    check_writable(zeros_small, 32);
    check_writable(zeros_big, 0x100000);
    check_writable(zeros_64k, 0x1800);
    check((seL4_Word)zeros_64k % 0x10000 == 0);
}

static void check_words(void)
{
    seL4_Word list = 0;

    for (const volatile seL4_Word *word = __start_config_list; word < __stop_config_list; word++) {
        list = list * 10 + *word;
    }
    check(list == 1234 || list == 3412);
    for (unsigned i = 0; i < 4; i++) {
        check(((volatile seL4_Word *)words)[i] == 11 + i);
        check(((const volatile seL4_Word *)const_words)[i] == 21 + i);
    }
    check(relocated[0] == data_big);
    check(*(volatile seL4_Word *)&region_vaddr == REGION_VADDR);
    check_zeros((const volatile char *)REGION_VADDR, 0x1000);
}

static seL4_Bool within(const volatile void *place, const char *begin, const char *end)
{
    return (seL4_Word)begin <= (seL4_Word)place && (seL4_Word)place < (seL4_Word)end;
}

static void check_ordinary(void)
{
    seL4_IPCBuffer *own = &__sel4_ipc_buffer_obj;
    seL4_IPCBuffer *there = own != seL4_Null ? own : (seL4_IPCBuffer *)MICROKIT_IPC_BUFFER;

    check(constructed == 123);
    check(code_elsewhere(5) == 32);
    check(ordinary_data++ == 31 && ordinary_bss++ == 0 && common_word++ == 0);
    check(within((const void *)init, _text, _text_end));
    check(within(&ordinary_data, _data, _data_end));
    check(within(&ordinary_bss, _bss, _bss_end) && within(&common_word, _bss, _bss_end));
    check((seL4_Word)_text_end <= (seL4_Word)_data && (seL4_Word)_data_end <= (seL4_Word)_bss);
    check(seL4_GetIPCBuffer() == there);
}

/* The kernel finds the buffer where this program thinks it is. */
static void tell_judge(void)
{
    check_ordinary();
    for (seL4_Uint8 i = WORD_PATTERN; i < WORDS; i++) {
        microkit_mr_set(i, pattern(i));
    }
    microkit_mr_set(WORD_CHECKS, checks);
    microkit_mr_set(WORD_WRONG, wrong);
    microkit_mr_set(WORD_FIRST_WRONG, first_wrong);
    (void)microkit_ppcall(JUDGE, microkit_msginfo_new(0, WORDS));
    for (seL4_Uint8 i = WORD_PATTERN; i < WORDS; i++) {
        wrong += microkit_mr_get(i) != pattern(i) + 1;
    }
    microkit_mr_set(WORD_WRONG, wrong);
    (void)microkit_ppcall(JUDGE, microkit_msginfo_new(1, WORDS));
}

void init(void)
{
    check_custom_data();
    check_custom_zeros();
    check_words();
    tell_judge();
}

void notified(microkit_channel ch)
{
    (void)ch;
}
