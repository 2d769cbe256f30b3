#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the page of `make compare` can be read, on a phone and on a screen, in
# light and in dark, without network.  Needs Chromium or Chrome; without it, a test is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=${BUILD:-build}/test/compare/page
sample=tests/compare/sample
rm -rf "$work"
mkdir -p "$work" || exit 1

report() {
    $sample/report.sh "$COMPARE" "$work" "$@" >"$work/terminal" 2>"$work/errors"
}

# expect NAME COMMAND...
expect() {
    local name=$1
    shift
    if "$@" >"$work/why" 2>&1; then
        echo "PASS $name"
    else
        echo "FAIL $name: $(head -n 1 "$work/why")"
    fi
}

makes_all() {
    report $sample/guest.log $sample/guest_hardened.log $sample/tasks.log || cat "$work/errors"
    [ -s "$work/index.html" ] && [ -s "$work/compare.json" ] && [ -s "$work/terminal" ] &&
        [ ! -s "$work/errors" ]
}

names_the_line() {
    printf 'talk\nREACH users read secret 2 1\n' >"$work/bad.log"
    rm -f "$work/index.html"
    if report "$work/bad.log"; then
        echo 'a log with an error gave a report'
        return 1
    fi
    grep -q "bad.log:2: error: more were got than were tried" "$work/errors" ||
        { cat "$work/errors"; return 1; }
    [ ! -e "$work/index.html" ]
}

# What a board counted is in the table of the page, and a log that is none is named.
shows_a_board() {
    printf '%s\n' 'SELFTEST BEGIN x' 'CYCLES null_syscall 300 312 987' >"$work/pi.log"
    report --board "$work/pi.log" || { cat "$work/errors"; return 1; }
    grep -q '<td class="number">987</td>' "$work/index.html" || return 1
    echo 'CYCLES null_syscall many' >>"$work/pi.log"
    ! report --board "$work/pi.log" && grep -q "pi.log:3: error: 'CYCLES null" "$work/errors"
}

says_that_nothing_was_measured() {
    report || { cat "$work/errors"; return 1; }
    grep -q 'Not measured in this run' "$work/index.html" &&
        grep -q 'not measured in this run' "$work/terminal"
}

# The drawing that the README shows is made of what was measured, not of the sample's figures.
draws_the_hulls() {
    mkdir -p "$work/readme"
    $sample/report.sh "$COMPARE" "$work/readme" docs/pictures/hulls.log >/dev/null || return 1
    cmp docs/pictures/hulls.svg "$work/readme/hulls.svg" || {
        echo 'docs/pictures/hulls.svg is not what the report draws; make docs draws it anew'
        return 1
    }
}

find_browser() {
    local name
    for name in chromium chromium-browser google-chrome \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
        if command -v "$name" 2>/dev/null; then
            return
        fi
    done
    return 1
}

# A page with the report in two frames, and the script that looks at them.
frames() {
    local page
    page=$(sed 's/&/\&amp;/g; s/"/\&quot;/g' "$work/index.html")
    echo '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    printf '<iframe style="width:%dpx;height:900px;border:0" srcdoc="%s"></iframe>\n' \
        360 "$page" 1280 "$page"
    echo "<script>$(cat tests/compare/look.js)</script>"
}

# looks_well SCHEME BACKGROUND: 0 is dark, 1 is light.  Chromium's own messages do not count.
looks_well() {
    frames >"$work/frames.html"
    "$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/profile" --no-first-run --disable-background-networking \
        --disable-component-update --host-resolver-rules='MAP * ~NOTFOUND' \
        --enable-logging=stderr --window-size=1400,1000 \
        --blink-settings=preferredColorScheme="$1" --virtual-time-budget=5000 \
        --dump-dom "file://$(cd "$work" && pwd)/frames.html" >"$work/dom" 2>"$work/browser"
    grep CONSOLE "$work/browser" && return 1
    sed -n 's/.*<p>\([^<]*\)<.*/\1/p' < <(sed 's/<\/p>/&\
/g' "$work/dom") >"$work/looked"
    grep -v '^LOOKED' "$work/looked" && return 1
    [ "$(grep -c "^LOOKED at .* texts, on $2\$" "$work/looked")" -eq 2 ] || {
        echo "not two frames on $2: $(cat "$work/looked")"
        return 1
    }
}

# The page's charts are there as drawings, too, each with its figures.
draws_the_charts() {
    local svg
    rm -f "$work"/chart-*.svg
    makes_all || return 1
    sed -n 's/.*<figure class="chart" role="group" aria-label="\([^"]*\)".*/\1/p' \
        "$work/index.html" >"$work/charts"
    [ "$(wc -l <"$work/charts")" -ge 3 ] || { echo 'the page has few charts'; return 1; }
    for svg in "$work"/chart-*.svg; do
        sed -n 's/^.*<text class="title" y="22">\(.*\)<\/text>$/\1/p' "$svg"
    done | diff "$work/charts" - || return 1
    # A figure's text is inside its bar's, or behind it.
    tr '<' '\n' <"$work/index.html" | sed -n 's/^text x=.* dx="6" y=[^>]*>//p' >"$work/figures"
    for svg in "$work"/chart-*.svg; do
        tail -n 1 "$svg" | grep -qxF '</g></svg>' || { echo "$svg is cut"; return 1; }
        sed -n 's/.*<text x="[0-9.]*" y="[0-9]*">\(.*\)<\/text>$/\1/p' "$svg"
    done | diff "$work/figures" -
}

expect compare_report_names_file_and_line_of_an_error names_the_line
expect compare_report_says_what_was_not_measured says_that_nothing_was_measured
expect compare_report_shows_what_a_board_counted shows_a_board
expect compare_report_makes_page_json_and_tables makes_all
expect compare_report_draws_the_hulls_of_the_readme draws_the_hulls
expect compare_report_draws_each_chart_for_slides draws_the_charts
if browser=$(find_browser); then
    expect compare_page_is_readable_in_light looks_well 1 'rgb(247, 246, 242)'
    expect compare_page_is_readable_in_dark looks_well 0 'rgb(16, 23, 31)'
else
    echo 'SKIP compare_page_is_readable: neither Chromium nor Chrome is installed'
fi
