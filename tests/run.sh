#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh FOLDER TEST...: runs each TEST (an executable of cmocka tests, or a script), prints one
# line per test, `PASS name` or `FAIL name: why`, and at the end `N passed, N failed`.  TEST_JOBS
# tests run at the same time, by default one more than there are processors, as a test waits a
# quarter of its time, and at most 4.
#
# A TEST's name is a script's file name, and of a program what comes after the last `test/` in its
# path, as there are programs of one name in several folders.
#
# A script with the line `# Alone with: THING` never runs at the same time as another with the same
# THING.  Such scripts begin before the others, lest in the end one waits for the other.
#
# `SKIP name: why` is counted as neither.  A script that prints no line of its own is one test,
# named as its file; the last line that it wrote to stderr says why it failed.  What a test printed
# is in FOLDER/NAME.out and FOLDER/NAME.err; FOLDER/times has how many seconds each TEST took.
set -u
# The program that runs a test as from a terminal; without one it has the signals that this has.
fresh=${FRESH:-env}
# Each test is a process group of its own, so that one that hangs can be ended with its children.
set -m
# Only there to end a test that hangs.
limit=1800
lane=
if [ "$1" = --lane ]; then
    lane=$2
    shift 2
fi
folder=$1
shift
results=$folder/results

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

# name_of TEST
name_of() {
    case $1 in
    *.sh) basename "$1" .sh ;;
    *) printf '%s\n' "${1##*test/}" | tr / - ;;
    esac
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
    name=$(name_of "$1")
    CMOCKA_MESSAGE_OUTPUT=tap "$fresh" "$1" >"$folder/$name.out" 2>"$folder/$name.err" </dev/null &
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

# thing_of TEST: what TEST wants to be alone with.
thing_of() {
    case $1 in
    *.sh) sed -n 's/^# Alone with: //p' "$1" | tr -c 'a-z\n' _ ;;
    esac
}

# claim TEST THING: whether this lane may run it now.  A folder can be made only once.
claim() {
    local name
    name=$(name_of "$1")
    [ ! -d "$folder/taken/$name" ] || return 1
    if [ -n "$2" ] && ! mkdir "$folder/busy/$2" 2>/dev/null; then
        left=yes
        return 1
    fi
    mkdir "$folder/taken/$name" 2>/dev/null && return
    leave "$2"
    return 1
}

leave() {
    [ -z "$1" ] || rmdir "$folder/busy/$1" 2>/dev/null || true
}

# run_lane TEST...: one after the other those that no other lane has taken.
run_lane() {
    local test began left=yes
    while [ -n "$left" ]; do
        left=
        for test in "$@"; do
            thing=$(thing_of "$test")
            claim "$test" "$thing" || continue
            # Not in a pipe: a subshell gives its children no process groups.
            began=$SECONDS
            run_one "$test" >"$folder/lines.$lane"
            printf '%5d %s\n' $((SECONDS - began)) "$(name_of "$test")" >>"$folder/times"
            cat "$folder/lines.$lane" >>"$results"
            cat "$folder/lines.$lane"
            leave "$thing"
        done
        [ -z "$left" ] || sleep 1
    done
}

if [ -n "$lane" ]; then
    running=
    thing=
    trap '[ -z "$running" ] || kill -9 -- "-$running"; exit 130' INT TERM
    trap 'leave "$thing"' EXIT
    run_lane "$@"
    exit
fi

rm -rf "$folder/taken" "$folder/busy"
mkdir -p "$folder/taken" "$folder/busy" "$folder/temporary" || exit 1
: >"$folder/times" && : >"$results" || exit 1
TMPDIR=$(cd "$folder/temporary" && pwd)
export TMPDIR
jobs=${TEST_JOBS:-$(($(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1))}
[ "$jobs" -le 4 ] || [ -n "${TEST_JOBS:-}" ] || jobs=4
programs=()
alone=()
others=()
for test in "$@"; do
    case $test in
    *.sh) [ -n "$(thing_of "$test")" ] && alone+=("$test") || others+=("$test") ;;
    *) programs+=("$test") ;;
    esac
done
set -- ${programs[@]+"${programs[@]}"} ${alone[@]+"${alone[@]}"} \
    ${others[@]+"${others[@]}"}
lanes=
trap 'kill $lanes 2>/dev/null; wait; exit 130' INT TERM
while [ "$jobs" -gt 0 ]; do
    "$0" --lane "$jobs" "$folder" "$@" &
    lanes="$lanes $!"
    jobs=$((jobs - 1))
done
wait

passed=$(grep -c '^PASS ' "$results")
failed=$(grep -c '^FAIL ' "$results")
skipped=$(grep -c '^SKIP ' "$results")
[ "$skipped" -eq 0 ] || echo "$skipped skipped, each for the reason beside its name"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
