/* SPDX-License-Identifier: BSD-2-Clause */
/* What crashes are made of, for assembly too. */
#pragma once

/* System calls as the kernel numbers them; C checks them against sel4/. */
#define CRASH_SYS_CALL    -1
#define CRASH_SYS_RECV    -7
#define CRASH_SYS_UNKNOWN -99

/* A capability number beyond any capability space here, and one of an empty slot. */
#define CRASH_CAP_BEYOND 100000
#define CRASH_CAP_EMPTY  500

/* Label of the call that says: I should be dead. */
#define CRASH_SURVIVED 50

/* The page whose first word the endless loop increments. */
#define CRASH_PULSE 0x4200000
#define CRASH_PULSE_BYTES 0x1000
