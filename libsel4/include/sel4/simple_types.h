/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fixed-width integers under seL4's names, from the compiler's own macros:
 * these headers must not need a C library.
 */
#pragma once

typedef __INT8_TYPE__ seL4_Int8;
typedef __INT16_TYPE__ seL4_Int16;
typedef __INT32_TYPE__ seL4_Int32;
typedef __INT64_TYPE__ seL4_Int64;
typedef __UINT8_TYPE__ seL4_Uint8;
typedef __UINT16_TYPE__ seL4_Uint16;
typedef __UINT32_TYPE__ seL4_Uint32;
typedef __UINT64_TYPE__ seL4_Uint64;

typedef seL4_Uint64 seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef seL4_Int8 seL4_Bool;

#define seL4_True 1
#define seL4_False 0
#ifdef __cplusplus
#define seL4_Null nullptr
#else
#define seL4_Null ((void *)0)
#endif

/* A word in a format string. */
#define SEL4_PRId_word "ld"
#define SEL4_PRIi_word "li"
#define SEL4_PRIu_word "lu"
#define SEL4_PRIo_word "lo"
#define SEL4_PRIx_word "lx"
#define SEL4_PRIX_word "lX"
