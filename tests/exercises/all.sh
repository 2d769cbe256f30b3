#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# all.sh FOLDER UNPATCHED [COUNT SEED]: tries every exercise, or COUNT of them, chosen by SEED (a
# hexadecimal number) and evenly spread over the demonstrations, in copies of the sources in FOLDER;
# UNPATCHED is where the one is made that all others are copies of.  Prints a line for each.  $MAKE
# is the make that builds.
#
# Exit status: 0 if each came out as it must.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/exercises/lib.sh
. tests/exercises/lib.sh

folder=$1
unpatched=$2
names=$(exercise_names)
if [ $# -gt 2 ]; then
    names=$(exercise_names | awk -v count="$3" -v seed="$((0x$4))" '
        { name[NR - 1] = $0 }
        END {
            for (i = 0; i < count && i < NR; i++)
                print name[int(seed % NR + i * NR / count) % NR]
        }')
fi
mkdir -p "$folder" || exit 1
# shellcheck disable=SC2046  # names without blanks
tree_prepare "$unpatched" "$folder/unpatched.log" $(for name in $names; do
    exercise_task "$name"
done | sort -u) || exit 1
status=0
for name in $names; do
    exercise_try "$name" "$unpatched" "$folder" || status=1
done
rm -rf "$folder/tree"
exit $status
