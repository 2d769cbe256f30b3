#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# translations.sh: prints where a page in docs/ja does not say what its English twin says, as far
# as a script can see.  The first line of each names the English page and, by Git's name for them,
# the contents of it that were translated: what has changed since is a `git diff` away.  And both
# have as many headings, items of lists and rows of tables, the same lines of code, and the
# translation has the code within the English text.
#
# translations.sh --renew PAGE...: writes that line anew, when these in docs/ja are up to date.
set -eu -o pipefail
cd "$(dirname "$0")/.."

# mark ENGLISH: the first line of its translation.
mark() {
    printf '<!-- %s, git blob %s -->\n' "$1" "$(git hash-object "$1")"
}

# outline PAGE: what must be in both pages, a line for each thing, sorted.
outline() {
    LC_ALL=C awk '
        /^```/ { fenced = !fenced; next }
        fenced || /^    / { sub(/  +#.*/, ""); print "the line \"" $0 "\""; next }
        /^#/ { headings++ }
        /^\|/ { rows++ }
        /^ *(-|[0-9]+[.]) / { items++ }
        { text = text " " $0 }
        END {
            print headings + 0 " headings"
            print rows + 0 " rows of tables"
            print items + 0 " items of lists"
            count = split(text, piece, "`")
            for (i = 2; i <= count; i += 2) {
                gsub(/ +/, " ", piece[i])
                print "the code `" piece[i] "`"
            }
        }' "$1" | LC_ALL=C sort -u
}

if [ "${1-}" = --renew ]; then
    shift
    for page; do
        {
            mark "docs/${page#docs/ja/}"
            sed '1{/^<!-- docs/d;}' "$page"
        } >"$page.new"
        mv "$page.new" "$page"
    done
    exit
fi

for page in docs/ja/*.md; do
    english=docs/${page#docs/ja/}
    if ! [ -f "$english" ]; then
        echo "$page:1: there is no $english that it could be a translation of"
        continue
    fi
    old=$(sed -n '1s/^<!-- docs.* git blob \([0-9a-f]*\) -->$/\1/p' "$page")
    [ "$(sed -n 1p "$page")" = "$(mark "$english")" ] ||
        echo "$page:1: $english has changed: git diff ${old:-(unknown)} $english shows how;" \
            "translate that, then scripts/translations.sh --renew $page"
    diff <(outline "$english") <(outline "$page") |
        sed -n -e "s#^< \(.*\)#$page:1: $english has \1, and this page has not#p" \
            -e "/^> the code/d" -e "s#^> \(.*\)#$page:1: has \1, and $english has not#p" || true
done
