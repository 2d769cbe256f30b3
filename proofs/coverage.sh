#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# coverage.sh [--sum]: which functions of kernel/core a proof covers, and which none does; with
# --sum, the last line alone.  Exit status 1 if a harness names one that there is not.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=proofs/lib.sh
. proofs/lib.sh

all=$(proof_functions)
for name in $(proof_names); do
    for function in $(proof_covered "$name"); do
        printf '%s\n' "$all" | grep -qxF "$function" || {
            echo "error: proofs/harness/$name.c covers '$function', which kernel/core has not" >&2
            exit 1
        }
        [ "${1:-}" = --sum ] || echo "$function: proved by $name"
    done
done
if [ "${1:-}" != --sum ]; then
    { proof_covered && printf '\n%s\n' "$all"; } | awk '
        $0 == "" { all = 1 }
        !all { covered[$0] = 1 }
        all && $0 != "" && !covered[$0] { print $0 ": by no proof" }'
fi
echo "$(proof_covered | wc -l | tr -d ' ') of $(printf '%s\n' "$all" | wc -l | tr -d ' ')" \
    "functions of kernel/core are covered by a proof"
