#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# prove.sh FOLDER [[all] [NAME...] | --sample SEED]: has CBMC prove each harness of proofs/harness,
# and keeps what came out in FOLDER.  NAME: only these.  `all`: the mutants are tried, too.
# --sample: one job of each kind, chosen by SEED (a hexadecimal number).  What was proved of the
# same text before is not proved again.  TEST_JOBS run at the same time, by default as many as there
# are processors, at most 4.
#
#   prove    NAME [CASE]    each property of the harness holds, and its assumptions let each place
#                           marked REACHED() be reached; which of the kernel's functions are reached
#                           is in FOLDER/functions/NAME.  CASE: a function of the harness, which
#                           is a proof of its own
#   refute   NAME MUTANT    with this fault in the kernel, it does not hold
#
# Exit status: 0 if all of that is so.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=proofs/lib.sh
. proofs/lib.sh

# Options of all jobs.  Pointers in arrays, such as the ready queues, stay constants where they are.
common='--arch arm64 --drop-unused-functions --max-field-sensitivity-array-size 300'

# Of memory, for a job, in KiB; where the system can limit it.
most_memory=2000000

# check FOLDER KIND NAME ENTRY: lets CBMC at what is in FOLDER, from the function ENTRY on.  Its
# status, its words in FOLDER/out.
check() {
    local options="--function $4"
    [ "$2" != refute ] || options="$options --stop-on-fail --no-unwinding-assertions"
    (
        ulimit -v $most_memory 2>/dev/null
        # shellcheck disable=SC2046,SC2086  # several words
        "$CBMC" $common $options $(proof_field "$3" Options) \
            "$1"/*.i >"$1/out" 2>"$1/err"
    )
}

# why FOLDER: the first property that does not hold, or what went wrong.
why() {
    local line
    line=$(sed -n 's/^\[[^]]*\] \(line [0-9]* .*\): FAILURE$/\1/p' "$1/out" |
        awk '/property: / { print; exit } !other { other = $0 } END { if (other) print other }' |
        head -n 1)
    [ -n "$line" ] || line=$(cat "$1/err" "$1/out" | grep -m 1 -i -E 'error|out of memory')
    printf '%s\n' "${line:-the checker ended without a verdict ($1/out)}"
}

# violated FOLDER: the property that was refuted, or what went wrong.
violated() {
    grep -q '^Violated property:$' "$1/out" || why "$1"
    sed -n '/^Violated property:$/{n;n;s/^ *//p;}' "$1/out"
}

# judge_proof FOLDER STATUS: whether all properties hold, and all places are reached.
judge_proof() {
    local marks
    if grep -q -E '^\[.*\] line [0-9]* function [a-z_]*\.[ch]:|^\[.*reached: ' "$1/out" &&
        [ "$2" -eq 10 ]; then
        marks='^\[.*\] line [0-9]* (reached: |function [a-z_]*\.[ch]:)'
        if grep -E '^\[.*: [A-Z]+$' "$1/out" | grep -v -E "$marks" | grep -v -q ': SUCCESS$'; then
            grep -v -E "$marks" "$1/out" >"$1/broken"
            mv "$1/broken" "$1/out"
        elif grep -q 'reached: .*: SUCCESS$' "$1/out"; then
            sed -n 's/.*reached: \(.*\): SUCCESS$/nothing reaches: \1/p' "$1/out" | head -n 1
            return 1
        else
            grep -v -E "$marks" "$1/out" | grep -c ': SUCCESS$'
            grep -q 'reached: ' "$1/out" && grep -q 'property: .*: SUCCESS$' "$1/out"
            return
        fi
    fi
    why "$1"
    return 1
}

# judge KIND FOLDER STATUS: whether it came out as it must; prints what is to be said.
judge() {
    if [ "$1" = prove ]; then
        judge_proof "$2" "$3"
        return
    fi
    [ "$3" -ne 0 ] || echo 'it holds all the same'
    [ "$3" -eq 0 ] || violated "$2"
    [ "$3" -eq 10 ] && grep -q '^Violated property:$' "$2/out"
}

# mutate MUTANT CORE: a copy of the portable core, with that fault in it.
mutate() {
    local list
    if ! list=$(proof_mutant "$1"); then
        echo "error: there is no mutant '$1'" >&2
        return 1
    fi
    rm -rf "$2" && mkdir -p "$2" && cp -R kernel/core/. "$2" &&
        awk -v name="$1" -f tests/mutants/apply.awk "$list" \
            "$(sed -n 's/^File: //p' "$list")" >"$2/$(sed -n 's#^File: .*/##p' "$list")"
}

# one FOLDER KIND NAME [CASE | MUTANT[@FUNCTION]]: a job; one line in FOLDER/results says what came
# of it.  FUNCTION: of the harness; it alone has to refute.
one() {
    local folder=$1 kind=$2 name=$3 work core marks=0 hash status said seconds entry=main
    work=$folder/$kind-$name${4:+-$4}
    rm -rf "$work" && mkdir -p "$work" || return
    core=$work/core
    case $kind-${4:-} in
    prove-?*) entry=$4 ;;
    refute-*@*)
        entry=${4#*@}
        set -- "$folder" "$kind" "$name" "${4%@*}"
        ;;
    esac
    if [ "$kind" = refute ]; then
        mutate "$4" "$core" || return
    else
        marks=1
        proof_mark "$core" || return
    fi
    proof_preprocess "$core" "$marks" "$work" "$name" || return
    {
        proof_field "$name" Options
        printf '%s\n' "$kind" "$common" "$entry"
        "$CBMC" --version
        cat proofs/prove.sh proofs/lib.sh proofs/functions.awk
    } >"$work/conditions"
    hash=$(proof_hash "$work/conditions" "$work"/*.i)
    if [ -f "$folder/kept/$hash" ]; then
        cat "$folder/kept/$hash" >>"$folder/results"
        [ "$kind" = refute ] || cat "$folder/kept/$hash.functions" >>"$folder/functions/$name"
        return
    fi
    SECONDS=0
    check "$work" "$kind" "$name" "$entry"
    status=$?
    seconds=$SECONDS
    if said=$(judge "$kind" "$work" $status); then
        if [ "$kind" = prove ]; then
            proof_reached "$work/out" >"$folder/kept/$hash.functions"
            cat "$folder/kept/$hash.functions" >>"$folder/functions/$name"
        fi
        printf '%s\n' "ok $kind $name ${4:--} $seconds $said" >"$folder/kept/$hash"
        cat "$folder/kept/$hash" >>"$folder/results"
        printf '%-7s %-18s %s\n' "$kind" "$name" "ok, $seconds s: ${4:+$4: }$said"
    else
        printf '%s\n' "FAILED $kind $name ${4:--} $seconds $said" >>"$folder/results"
        printf '%-7s %-18s %s\n' "$kind" "$name" "FAILED: ${4:+$4: }$said"
    fi
}

# jobs_of NAME...: what there is to be done for them, a line each.
jobs_of() {
    local name cases mutant
    for name in "$@"; do
        cases=$(proof_field "$name" Cases)
        if [ -n "$cases" ]; then
            # shellcheck disable=SC2086  # several names
            printf "prove $name %s\n" $cases
        else
            echo "prove $name"
        fi
        for mutant in $(proof_field "$name" Mutants); do
            echo "refute $name $mutant"
        done
    done
}

# select_jobs ARGUMENT...: prints all that is to be done.
select_jobs() {
    local kind
    # shellcheck disable=SC2046  # names without blanks
    case ${1:-} in
    --sample)
        for kind in prove refute; do
            jobs_of $(proof_names) | grep "^$kind " |
                awk -v seed="$((0x$2))" '{ line[NR] = $0 } END { print line[seed % NR + 1] }'
        done
        ;;
    all)
        shift
        [ $# -gt 0 ] || set -- $(proof_names)
        jobs_of "$@"
        ;;
    *)
        [ $# -gt 0 ] || set -- $(proof_names)
        jobs_of "$@" | grep -v '^refute '
        ;;
    esac
}

# functions_of NAME: how many are reached by it, as words.
functions_of() {
    if [ -f "$folder/functions/$1" ]; then
        echo "$(sort -u "$folder/functions/$1" | grep -c .) of kernel/core"
    else
        echo 'not looked at'
    fi
}

# results_of_proofs: for each: its name, how many of its cases were proved and how many were not,
# the checks and seconds of all, and what the last that failed has said.
results_of_proofs() {
    awk '
        NR == FNR { if ($1 == "prove") { cases[$2]++; said[$2] = "a case has no result" }; next }
        $2 != "prove" { next }
        { name = $3; seconds[name] += $5 }
        $1 == "ok" { proved[name]++; checks[name] += $6; next }
        {
            place = $4 == "-" ? "" : $4 ": "
            sub(/^FAILED prove [^ ]+ [^ ]+ [^ ]+ /, "")
            said[name] = place $0
        }
        END {
            for (name in cases)
                print name, proved[name] + 0, cases[name] - proved[name], checks[name] + 0,
                    seconds[name] + 0, said[name]
        }' "$folder/jobs" "$folder/results" | sort
}

# table: of what was proved.
table() {
    local name proved broken checks seconds said
    results_of_proofs | while read -r name proved broken checks seconds said; do
        printf '\n%s: %s\n' "$name" "$(proof_field "$name" Property)"
        printf '    %-9s %s\n' functions "$(functions_of "$name")" \
            bound "$(proof_field "$name" Bound)" assumes "$(proof_field "$name" Assumes)"
        [ "$proved" -eq 0 ] || printf '    %-9s %s\n' proved "$checks checks, $seconds s"
        [ "$broken" -eq 0 ] || printf '    %-9s %s\n' FAILED "$said"
    done
}

# pages_say COUNT: what pages say of how many functions are covered is what has come out.
pages_say() {
    local page status=0
    for page in README.md docs/assurance.md; do
        if ! grep -q -F "$1" "$page"; then
            echo "$page: how many functions proofs cover has changed; expected: $1"
            status=1
        fi
    done
    return $status
}

if [ "${1:-}" = one ]; then
    shift
    one "$@"
    exit
fi

folder=$1
shift
CBMC=$(proofs/cbmc.sh find) || exit 1
export CBMC
for name in "$@"; do
    case $name in
    all) continue ;;
    --sample) break ;;
    esac
    [ -n "$(proof_file "$name")" ] || {
        printf '%s\n' "error: there is no proof '$name'; expected all or one of:" >&2
        proof_names >&2
        exit 1
    }
done
rm -rf "$folder/functions"
mkdir -p "$folder/kept" "$folder/functions" && : >"$folder/results" || exit 1
select_jobs "$@" >"$folder/jobs"
jobs=${TEST_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
[ "$jobs" -le 4 ] || [ -n "${TEST_JOBS:-}" ] || jobs=4
sed "s#^#$folder #" "$folder/jobs" | xargs -P "$jobs" -L 1 proofs/prove.sh one
table
refuted=$(grep -c '^ok refute ' "$folder/results")
proved=$(results_of_proofs | awk '$3 == 0' | grep -c .)
printf '\n'
[ "$refuted" -eq 0 ] || echo "$refuted mutants refuted"
covered=$(proofs/coverage.sh "$folder" --sum)
echo "$covered"
failed=$(($(wc -l <"$folder/jobs") - $(grep -c '^ok ' "$folder/results")))
if [ "$proved" -eq "$(proof_names | wc -l)" ]; then
    pages_say "${covered%% of kernel*}" || failed=$((failed + 1))
fi
echo "$proved proved, $failed failed"
[ "$failed" -eq 0 ]
