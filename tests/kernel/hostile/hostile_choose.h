/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile threads put into a message: capability addresses and words that
 * make sense often enough, and are wrong often enough.
 */
#pragma once

#include "hostile.h"

/*
 * An operation's arguments are written as letters, one for each message word:
 *   t z n   object type, size, number of objects       0  zero
 *   o       index of an empty slot
 *   s S     index of a slot under the invoked CNode, under extra capability 0
 *   d D     the depth that belongs to it
 *   r b     rights; badge or guard                     p  priority
 *   v a     virtual address, attributes                f F flags, of a TCB
 *   u x     microseconds, extra refills                c  count of registers
 *   i       interrupt                                  m M l  domain: entry,
 *   w       anything                                          domain, duration
 *   h       offset in a page                           e  domain: start entry
 *   y       index of an endpoint                       g  microseconds, longer
 *   q       virtual address for a page
 *   j k L   of a virtual CPU: interrupt to inject, field, line
 * and for each extra capability:
 *   C TCB-Null: C cnode, T tcb, S sched context or null, E endpoint or null,
 *   N notification, F frame, V vspace with an asid, W any vspace, U untyped,
 *   B tcb or notification
 */

/* The word that letter `kind` stands for, in a message to the capability at
   `target` with the extra capabilities `extra`. */
word_t choose_word(struct hostile *h, char kind, word_t target, const word_t *extra);

/* Of these letters, one that has no connection to other words. */
word_t choose_plain(struct hostile *h, char kind);

/* The extra capability that letter `kind` stands for. */
word_t choose_extra(struct hostile *h, char kind);

/* Mostly the address of a capability of the wanted type. */
word_t choose_cptr(struct hostile *h, enum cap_type type);

/* The same, mostly one that is mapped, if there is one. */
word_t choose_mapped(struct hostile *h, enum cap_type type);

/* Note that `slot` is used.  Returns it. */
word_t remember_slot(struct hostile *h, word_t slot);

/* How many address bits the CNode at `cptr` takes. */
word_t depth_of(struct hostile *h, word_t cptr);

/* One of `count` words, and of those listed. */
word_t choose_from(struct hostile *h, const word_t *values, word_t count);

#define FROM(h, ...)                                                                   \
    choose_from(h, (const word_t[]){__VA_ARGS__},                                      \
                sizeof((const word_t[]){__VA_ARGS__}) / sizeof(word_t))
