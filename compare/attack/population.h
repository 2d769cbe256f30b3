/* SPDX-License-Identifier: BSD-2-Clause */
/* The others' files and sockets (files.h), as the judge makes and checks them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Makes all files with random contents, and sockets; `one_user`: the parts' files are all APP's. */
void population_make(bool one_user);

/* Remembers what the files hold. */
void population_note(void);

/* How many of the digests are those of the files' contents when they were noted. */
unsigned population_read(const uint64_t *digests);

/* How many files hold something else than when they were noted. */
unsigned population_changed(void);

/* To how many sockets somebody has connected since the last call: only the injected code does. */
unsigned population_connected(void);

/* The path of a file whose digest is right and that not everybody may read; NULL if none. */
const char *population_private_read(const uint64_t *digests);

/* A socket at `path` that listens for requests (SOCK_SEQPACKET) or streams; -1 if that fails. */
int population_listen(const char *path, int type, uid_t owner, mode_t mode);
