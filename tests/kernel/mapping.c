/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See mapping.h.
 */
#include "mapping.h"

struct answer page_map(word_t frame, word_t vspace, vaddr_t address, word_t rights,
                       word_t attributes)
{
    return kernel_call(frame, (struct message){.label = ARMPageMap,
                                               .length = 3,
                                               .mr = {address, rights, attributes},
                                               .caps = 1,
                                               .cap = {vspace}});
}

struct answer table_map(word_t table, word_t vspace, vaddr_t address)
{
    return kernel_call(table, (struct message){.label = ARMPageTableMap,
                                               .length = 2,
                                               .mr = {address, DEFAULT},
                                               .caps = 1,
                                               .cap = {vspace}});
}

struct answer plain_call(word_t cptr, word_t label)
{
    return kernel_call(cptr, (struct message){.label = label});
}

struct answer range_call(word_t cptr, word_t label, word_t start, word_t end)
{
    return kernel_call(cptr,
                       (struct message){.label = label, .length = 2, .mr = {start, end}});
}

word_t small_frame(void)
{
    return new_object(seL4_ARM_SmallPageObject, 0);
}

paddr_t object_of(word_t slot)
{
    return cap_object(root_slot(slot)->cap);
}

word_t mapped_frame(void)
{
    word_t frame = small_frame();

    map_tables(seL4_CapInitThreadVSpace, VADDR, 3);
    map_page(seL4_CapInitThreadVSpace, frame, VADDR);
    return frame;
}
