/* SPDX-License-Identifier: BSD-2-Clause */
/* What the service has besides demos/task5/ledger.h. */
#pragma once

/* words: as many of the caller's note come back.  Only on Linux; with a bug (vulnerable.c). */
enum { LEDGER_READ = 16 };

/* Of the memory that a client hands over as its post. */
enum { POST_BYTES = 0x8000 };
