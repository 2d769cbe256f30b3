#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# coverage.sh FOLDER [--sum]: which functions of kernel/core the proofs made in FOLDER cover, by
# which, and which none does.  A proof covers a function if the checker has found a way into it
# under the proof's assumptions: so what is proved was proved of what the function does there.
# --sum: the last line alone.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=proofs/lib.sh
. proofs/lib.sh

folder=${1:-build/proofs}
if [ -z "$(ls "$folder/functions" 2>/dev/null)" ]; then
    echo "error: no proofs in $folder; make prove makes them" >&2
    exit 1
fi
all=$(proof_functions)
total=$(printf '%s\n' "$all" | wc -l | tr -d ' ')
covered=$(cat "$folder"/functions/* | sort -u | grep -c .)
if [ "${2:-}" != --sum ]; then
    { (cd "$folder/functions" && grep -H . -- * | sort -u) && printf '\n%s\n' "$all"; } | awk '
        $0 == "" { all = 1; next }
        all { print $0 ":" ($0 in by ? by[$0] : " by no proof"); next }
        {
            at = index($0, ":")
            by[substr($0, at + 1)] = by[substr($0, at + 1)] " " substr($0, 1, at - 1)
        }'
fi
echo "$covered of $total functions of kernel/core are covered by a proof"
