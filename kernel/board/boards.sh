#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boards.sh FOLDER [FACTS...]: makes in FOLDER what boards.awk makes of the boards' facts, and of
# those in files FACTS.  Files that are as they have to be are left untouched, so that only a real
# change makes what depends on them out of date.  Several makes may do this at once.  FOLDER/last
# has the FACTS of the last time, and is as old as its beginning.
set -u
cd "$(dirname "$0")/../.." || exit 1

folder=$1
shift

# Nothing is newer than the last time, and there were the same files: then all is as it has to be.
last=$folder/last
more=$*
if [ -f "$last" ] && [ "$(cat "$last")" = "$more" ] &&
    [ -z "$(find kernel/board "$@" -newer "$last" 2>&1)" ]; then
    exit 0
fi
if ! mkdir -p "$folder" 2>/dev/null || ! made=$(mktemp -d "$folder.XXXXXX"); then
    echo "error: cannot write $folder" >&2
    exit 1
fi
trap 'rm -rf "$made" "$made.last"' EXIT
set -- kernel/board/*/board.txt "$@"
for facts; do
    board=${facts%/*}
    board=${board##*/}
    mkdir -p "$folder/$board" "$made/$board" || exit 1
done
printf '%s\n' "$more" >"$made.last"
awk -v "dir=$made" -f kernel/board/boards.awk "$@" || exit 1
for file in "$made"/* "$made"/*/*; do
    old=$folder${file#"$made"}
    [ -d "$file" ] || { [ -f "$old" ] && cmp -s "$file" "$old"; } || mv "$file" "$old" || exit 1
done
mv "$made.last" "$last"
