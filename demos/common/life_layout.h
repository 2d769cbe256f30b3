/* SPDX-License-Identifier: BSD-2-Clause */
/* What life.h says, for assembly too. */
#pragma once

/* Where the child sees the two ranges.  Not variables, for these could be damaged; the system
   description must map them here, each of LIFE_BYTES, or of what a larger child has (life.h). */
#define LIFE_OUTBOX   0x4000000
#define LIFE_PRISTINE 0x4100000
#define LIFE_BYTES    0x8000

/* Offsets in struct life_seal. */
#define LIFE_AT_STACK_TOP   8
#define LIFE_AT_COPY_BEGIN  16
#define LIFE_AT_COPY_END    24
#define LIFE_AT_RANGES      32
#define LIFE_AT_COPY        0x1000
