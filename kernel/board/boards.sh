#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boards.sh FOLDER [FACTS...]: makes in FOLDER what boards.awk makes of the boards' facts, and of
# those in files FACTS.  Files that are as they have to be are left untouched, so that only a real
# change makes what depends on them out of date.  Several makes may do this at once.
set -u
cd "$(dirname "$0")/../.." || exit 1

folder=$1
shift
if ! mkdir -p "$folder" 2>/dev/null || ! made=$(mktemp -d "$folder.XXXXXX"); then
    echo "error: cannot write $folder" >&2
    exit 1
fi
trap 'rm -rf "$made"' EXIT
set -- kernel/board/*/board.txt "$@"
for facts; do
    board=$(basename "$(dirname "$facts")")
    mkdir -p "$folder/$board" "$made/$board" || exit 1
done
awk -v "dir=$made" -f kernel/board/boards.awk "$@" || exit 1
for file in "$made"/* "$made"/*/*; do
    old=$folder${file#"$made"}
    [ -d "$file" ] || cmp -s "$file" "$old" || mv "$file" "$old" || exit 1
done
