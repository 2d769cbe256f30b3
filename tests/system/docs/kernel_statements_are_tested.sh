#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a sentence of docs/kernel/ that nobody checks.
. "$(dirname "$0")/../lib.sh"

scripts/check_statements.sh
