#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh FOLDER TEST...: runs each TEST (an executable of cmocka tests, or a script), prints one
# line per test, `PASS name` or `FAIL name: why`, and at the end `N passed, N failed`.
#
# `SKIP name: why` is counted as neither.  A script that prints no line of its own is one test,
# named as its file; the last line that it wrote to stderr says why it failed.  What a test printed
# is in FOLDER/NAME.out and FOLDER/NAME.err.
set -u
# Each test is a process group of its own, so that one that hangs can be ended with its children.
set -m
# Only there to end a test that hangs.
limit=600
folder=$1
shift
results=$folder/results
mkdir -p "$folder" && : >"$results" || exit 1
running=
trap '[ -z "$running" ] || kill -9 -- "-$running"; exit 130' INT TERM

# fold NAME: turns TAP, which cmocka prints, into PASS and FAIL lines.  cmocka explains a failure
# on the lines after it, the place last.
fold() {
    awk -v name="$1" -v where="$folder/$1.out" '
        function flush() {
            if (failed != "") print "FAIL " failed ": " why "(" where ")"
            failed = ""; why = ""
        }
        { sub(/\r$/, "") }
        /^1\.\.[0-9]+$/ { planned += substr($0, 4); next }
        /^(not )?ok [0-9]+ / { seen++ }
        /^(PASS|FAIL|SKIP) / { flush(); print; next }
        /^ok [0-9]+ - / { flush(); sub(/^ok [0-9]+ - /, ""); print "PASS " $0; next }
        /^not ok [0-9]+ - / { flush(); sub(/^not ok [0-9]+ - /, ""); failed = $0; next }
        /^not ok [0-9]+ # SKIP / {
            flush(); sub(/^.*SKIP /, ""); failed = $0; why = "skipped "; next
        }
        /^# not ok/ { flush(); next }
        /^# / && failed != "" { sub(/^# /, ""); why = why $0 "; " }
        END {
            flush()
            if (seen < planned)
                print "FAIL " name ": " seen " of " planned " tests ran to their end (" where ")"
        }
    ' "$folder/$1.out"
}

# reason NAME STATUS: the sanitizer's summary if there is one, else the last line on stderr.
reason() {
    local line
    line=$(grep -m 1 -E '^(SUMMARY: |.*: runtime error: )' "$folder/$1.err") ||
        line=$(grep -v '^$' "$folder/$1.err" | tail -n 1)
    printf '%s (exit status %s, %s)\n' "${line:-no explanation}" "$2" "$folder/$1.err"
}

# end_after SECONDS GROUP: ends a process group that still runs then.
end_after() {
    local left=$1
    while [ "$left" -gt 0 ]; do
        sleep 1
        kill -0 -- "-$2" 2>/dev/null || return
        left=$((left - 1))
    done
    kill -9 -- "-$2" 2>/dev/null
}

run_one() {
    local name status lines
    name=$(basename "$1" .sh)
    CMOCKA_MESSAGE_OUTPUT=tap "$1" >"$folder/$name.out" 2>"$folder/$name.err" </dev/null &
    running=$!
    end_after $limit $running >/dev/null 2>&1 &
    # A test that is killed makes bash say so.
    wait $running 2>/dev/null
    status=$?
    [ $status -ne 137 ] || echo "ended after $limit seconds: it hung" >>"$folder/$name.err"
    lines=$(fold "$name")
    [ -z "$lines" ] || printf '%s\n' "$lines"
    if [ "$status" -ne 0 ]; then
        case $lines in
        *'FAIL '*) ;;
        *) printf 'FAIL %s: %s\n' "$name" "$(reason "$name" "$status")" ;;
        esac
    elif [ -z "$lines" ]; then
        printf 'PASS %s\n' "$name"
    fi
}

# Not in a pipe: a subshell gives its children no process groups.
for test in "$@"; do
    run_one "$test" >"$folder/lines"
    cat "$folder/lines" >>"$results"
    cat "$folder/lines"
done

passed=$(grep -c '^PASS ' "$results")
failed=$(grep -c '^FAIL ' "$results")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
