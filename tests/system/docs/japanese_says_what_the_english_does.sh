#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: Japanese in which no line ends in the middle of a phrase, where a browser
# would show a blank, and terms have one spelling; pages to which the README leads; and a check
# which notices that a page and its English twin no longer say the same, and when they do again.
. "$(dirname "$0")/../lib.sh"

# What goes on in the next line, with its file and number.  Headings, commands, rows of tables and
# what is fenced do not.
for page in README.ja.md docs/ja/*.md; do
    awk '
        /^```/ { fenced = !fenced; open = ""; next }
        fenced { next }
        /^ *$/ || /^#/ || /^ *[-0-9][.]* / { open = "" }
        open != "" { print open; exit }
        { open = (/(、|。)$/ || /^    / || /^ *$/ || /^[#<|]/) ? "" : FILENAME ":" FNR ": " $0 }
    ' "$page" >"$work/broken"
    [ ! -s "$work/broken" ] || fail "a line ends within a phrase: $(cat "$work/broken")"
    sed 's/`[^`]*`//g' "$page" |
        grep -nE 'インターフェ|異常終了|プロテク|リスタート|(^|[^*])\*[^* ]' >"$work/terms" &&
        fail "$page: another word, or italics: $(head -n 1 "$work/terms")"
    # Markdown sees no end of bold type between punctuation and a letter, and no beginning of it
    # between a letter and punctuation.
    awk -F '[*][*]' '{
        for (i = 2; i < NF; i += 2)
            if (($i ~ /(、|。|」|[)`:?])$/ && $(i + 1) !~ /^(、|。|「|」|[ (:|]|$)/) ||
                ($i ~ /^(「|[[(`])/ && $(i - 1) !~ /(^|、|。|「|[ (:])$/))
                print FILENAME ":" FNR ": " $i
    }' "$page" >"$work/bold"
    [ ! -s "$work/bold" ] || fail "asterisks that will be seen: $(head -n 1 "$work/bold")"
    [ "$page" = README.ja.md ] || grep -qF "(${page})" README.ja.md ||
        fail "README.ja.md does not lead to $page"
done

# The check itself, on copies.
mkdir -p "$work/tree/scripts" "$work/tree/docs/ja"
cp scripts/translations.sh "$work/tree/scripts"
for page in docs/ja/*.md; do
    cp "docs/${page#docs/ja/}" "$work/tree/docs"
    cp "$page" "$work/tree/docs/ja"
done

# report: what is said about the copies, in $work/report.
report() {
    "$work/tree/scripts/translations.sh" >"$work/report"
}

report
[ ! -s "$work/report" ] || fail "pages that differ: $(head -n 1 "$work/report")"

echo 'And one sentence more.' >>"$work/tree/docs/lab.md"
report
expect_line "$work/report" \
    '^docs/ja/lab\.md:1: docs/lab\.md has changed: git diff [0-9a-f]{40} docs/lab\.md shows how;'
[ "$(grep -c '' "$work/report")" = 1 ] || fail "more than the one page: $(cat "$work/report")"
"$work/tree/scripts/translations.sh" --renew docs/ja/lab.md
report
[ ! -s "$work/report" ] || fail "after it was renewed: $(cat "$work/report")"

printf '\n## More\n\n    make this\n\n`that`, and more.\n' >>"$work/tree/docs/words.md"
"$work/tree/scripts/translations.sh" --renew docs/ja/words.md
report
expect_line "$work/report" \
    '^docs/ja/words\.md:1: docs/words\.md has 2 headings, and this page has not$'
expect_line "$work/report" 'docs/words\.md has the code `that`, and this page has not$'
expect_line "$work/report" 'docs/words\.md has the line "    make this", and this page has not$'
echo '| a | row | that | nobody | asked for |' >>"$work/tree/docs/ja/lab.md"
report
expect_line "$work/report" \
    '^docs/ja/lab\.md:1: has [0-9]+ rows of tables, and docs/lab\.md has not$'
rm "$work/tree/docs/lab.md"
report
expect_line "$work/report" '^docs/ja/lab\.md:1: there is no docs/lab\.md'
