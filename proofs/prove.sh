#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# prove.sh FOLDER [[all] [NAME...] | --sample SEED]: has CBMC prove each harness of proofs/harness,
# and keeps what came out in FOLDER.  NAME: only these.  What shows that a proof can fail is tried,
# too: with `all` everything, with --sample one of each kind, chosen by SEED (a hexadecimal
# number).  What was proved of the same text before is not proved again.  TEST_JOBS run at the same
# time, by default as many as there are processors, at most 4.
#
#   prove    NAME           each property of the harness holds
#   reach    NAME           its assumptions let each place marked REACHED() be reached
#   refute   NAME MUTANT    with this fault in the kernel, it does not hold
#
# Exit status: 0 if all of that is so.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=proofs/lib.sh
. proofs/lib.sh

# Of memory, for a job, in KiB; where the system can limit it.
most_memory=2000000

# check FOLDER KIND NAME: lets CBMC at what is in FOLDER.  Its status, its words in FOLDER/out.
check() {
    local options=
    case $2 in
    reach) options='--no-standard-checks --no-unwinding-assertions' ;;
    refute) options='--stop-on-fail --no-unwinding-assertions' ;;
    esac
    (
        ulimit -v $most_memory 2>/dev/null
        # shellcheck disable=SC2046,SC2086  # several words
        "$CBMC" --arch arm64 --drop-unused-functions $options $(proof_field "$3" Options) \
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

# judge KIND FOLDER STATUS: whether it came out as it must; prints what is to be said.
judge() {
    local marks reached
    case $1 in
    prove)
        if [ "$3" -eq 0 ] && grep -q '^VERIFICATION SUCCESSFUL$' "$2/out"; then
            grep -c ': SUCCESS$' "$2/out"
            grep -q 'property: .*: SUCCESS$' "$2/out"
            return
        fi
        why "$2"
        return 1
        ;;
    reach)
        marks=$(grep -c '^\[.*reached: ' "$2/out")
        reached=$(grep -c '^\[.*reached: .*: FAILURE$' "$2/out")
        echo "$reached of $marks places"
        [ "$3" -eq 10 ] && [ "$marks" -gt 0 ] && [ "$reached" -eq "$marks" ]
        ;;
    refute)
        [ "$3" -ne 0 ] || echo 'it holds all the same'
        [ "$3" -eq 0 ] || violated "$2"
        [ "$3" -eq 10 ] && grep -q '^Violated property:$' "$2/out"
        ;;
    esac
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

# one FOLDER KIND NAME [MUTANT]: a job; one line in FOLDER/results says what came of it.
one() {
    local folder=$1 kind=$2 name=$3 work core=kernel/core reach=0 hash status said seconds
    work=$folder/$kind-$name${4:+-$4}
    rm -rf "$work" && mkdir -p "$work" || return
    [ "$kind" != reach ] || reach=1
    if [ "$kind" = refute ]; then
        core=$work/core
        mutate "$4" "$core" || return
    fi
    proof_preprocess "$core" "$reach" "$work" "$name" || return
    {
        proof_field "$name" Options
        echo "$kind"
        "$CBMC" --version
        cat proofs/prove.sh
    } >"$work/conditions"
    hash=$(proof_hash "$work/conditions" "$work"/*.i)
    if [ -f "$folder/kept/$hash" ]; then
        cat "$folder/kept/$hash" >>"$folder/results"
        return
    fi
    SECONDS=0
    check "$work" "$kind" "$name"
    status=$?
    seconds=$SECONDS
    if said=$(judge "$kind" "$work" $status); then
        printf '%s\n' "ok $kind $name ${4:--} $seconds $said" >"$folder/kept/$hash"
        cat "$folder/kept/$hash" >>"$folder/results"
        printf '%-7s %-18s %s\n' "$kind" "$name" "ok, $seconds s: ${4:+$4: }$said"
    else
        printf '%s\n' "FAILED $kind $name ${4:--} $seconds $said" >>"$folder/results"
        printf '%-7s %-18s %s\n' "$kind" "$name" "FAILED: ${4:+$4: }$said"
    fi
}

# jobs_of NAME: what shows that its proof can fail, a line each.
jobs_of() {
    local mutant
    echo "reach $1"
    for mutant in $(proof_field "$1" Mutants); do
        echo "refute $1 $mutant"
    done
}

# select_jobs ARGUMENT...: prints all that is to be done.
select_jobs() {
    local name kind names
    case ${1:-} in
    --sample) names=$(proof_names) ;;
    all) names=${*:2} ;;
    *) names=$* ;;
    esac
    [ -n "$names" ] || names=$(proof_names)
    for name in $names; do
        echo "prove $name"
    done
    case ${1:-} in
    all) for name in $names; do jobs_of "$name"; done ;;
    --sample)
        for kind in reach refute; do
            for name in $names; do jobs_of "$name"; done | grep "^$kind " |
                awk -v seed="$((0x$2))" '{ line[NR] = $0 } END { print line[seed % NR + 1] }'
        done
        ;;
    esac
}

# table: of what was proved.
table() {
    local name verdict seconds said
    while read -r verdict _ name _ seconds said; do
        printf '\n%s: %s\n' "$name" "$(proof_field "$name" Property)"
        printf '    %-9s %s\n' functions "$(proof_field "$name" Covers)" \
            bound "$(proof_field "$name" Bound)" assumes "$(proof_field "$name" Assumes)"
        if [ "$verdict" = ok ]; then
            printf '    %-9s %s\n' proved "$said checks, $seconds s"
        else
            printf '    %-9s %s\n' FAILED "$said"
        fi
    done <<END
$(grep '^[a-zA-Z]* prove ' "$folder/results" | sort -k 3)
END
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
    [ -f "proofs/harness/$name.c" ] || {
        printf '%s\n' "error: there is no proof '$name'; expected all or one of:" >&2
        proof_names >&2
        exit 1
    }
done
mkdir -p "$folder/kept" && : >"$folder/results" || exit 1
select_jobs "$@" >"$folder/jobs"
jobs=${TEST_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}
[ "$jobs" -le 4 ] || [ -n "${TEST_JOBS:-}" ] || jobs=4
sed "s#^#$folder #" "$folder/jobs" | xargs -P "$jobs" -L 1 proofs/prove.sh one
table
count() {
    grep -c "^$1 $2 " "$folder/results"
}
expected=$(wc -l <"$folder/jobs")
came=$(wc -l <"$folder/results")
printf '\n'
[ "$(count ok reach)$(count ok refute)" = 00 ] ||
    printf '%s\n' "$(count ok reach) assumptions reachable, $(count ok refute) mutants refuted"
proofs/coverage.sh --sum || exit
failed=$(($(grep -c '^FAILED' "$folder/results") + expected - came))
echo "$(count ok prove) proved, $failed failed"
[ "$failed" -eq 0 ]
