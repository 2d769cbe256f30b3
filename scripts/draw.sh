#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# draw.sh FILE.dot...: draws each with Graphviz and writes FILE.svg beside it.  Releases of Graphviz
# draw a little differently, so what says that a drawing is current is a line in it:
# `draw.sh --mark FILE.dot` prints that line, which has the checksum of the source, and
# `draw.sh --stale FILE.dot...` those of which the drawing has another one.
set -eu -o pipefail
cd "$(dirname "$0")/.."

mark() {
    printf '<!-- Drawn from %s, cksum %s, by: make docs -->\n' "$(basename "$1")" "$(cksum <"$1")"
}

case ${1-} in
--mark)
    mark "$2"
    exit
    ;;
--stale)
    shift
    for source; do
        grep -qxF "$(mark "$source")" "${source%.dot}.svg" 2>/dev/null || echo "$source"
    done
    exit
    ;;
esac

if ! dot -V >/dev/null 2>&1; then
    echo "error: Graphviz's program dot is missing, which draws docs/pictures: make setup docs" >&2
    exit 1
fi
for source; do
    drawing=${source%.dot}.svg
    # Who drew it, and where its format is defined, is of no use to a reader.
    {
        printf '<?xml version="1.0" encoding="UTF-8"?>\n'
        mark "$source"
        dot -Tsvg "$source" | sed -n -e 's/"transparent"/"none"/g' -e '/^<svg/,$p'
    } >"$drawing.new"
    mv "$drawing.new" "$drawing"
    echo "Drew $drawing."
done
