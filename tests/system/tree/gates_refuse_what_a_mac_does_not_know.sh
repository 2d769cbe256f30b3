#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a gate that says which line a Mac's make 3.81, bash 3.2 or BSD tools would not
# understand, and is quiet about what they do; and rules among which that make chooses as others do.
. "$(dirname "$0")/../lib.sh"
takes_turn 1
rules=$PWD/scripts/portability.rules

# expect_report FILE:LINE WHAT
expect_report() {
    grep -qF -- "$1: $2" "$work/report" || fail "not refused: '$2' ($1)"
}

# Each rule's example is refused on its line, in a script or a makefile that has nothing else.
count=0
tab=$(printf '\t')
mkdir "$work/examples"
while IFS=$tab read -r kind _ what example; do
    case $kind in
    '' | '#'*) continue ;;
    make) file=rule$count.mk ;;
    *) file=rule$count.sh ;;
    esac
    count=$((count + 1))
    printf '# %s\n\n%s\n' "$example" "$example" >"$work/examples/$file"
    printf '%s:3: %s\n' "$file" "$what" >>"$work/expected"
done <"$rules"
(cd "$work/examples" && awk -f "${rules%.rules}.awk" "$rules" ./*) |
    sed 's#^\./##' >"$work/report"
while IFS= read -r line; do
    grep -qxF -- "$line" "$work/report" || fail "the example of a rule is not refused: $line"
done <"$work/expected"
! grep -v ':3: ' "$work/report" || fail "a comment is refused"
[ "$count" -gt 90 ] || fail "only $count rules were tried"

# What no pattern can say, and what may look alike and is right.
copy_sources "$work/tree"
cat >"$work/tree/bad.mk" <<'END'
define two
a: b
	true
endef
$(call two)
$(foreach x,1,$(call two,$(x)))
$(eval $(call two))
$(foreach x,1,$(eval $(call two,$(x))))
x = $(call two)
${call two}
y := $(shell readlink -f $(x))
z:
	$(Q)cp -a x $@
	echo $${x,,}
END
cat >"$work/tree/bad.sh" <<'END'
set -u
options=()
run "${options[@]}"
x=$(case $y in
    a) echo ;;
    esac)
z=$(
    # the kernel's
    echo
)
grep -q x file |
    sed -n \
        -e 's/a\|b//'
awk '
    { print gensub(/a/, "b", "g") }' file
LC_ALL=C find . -type f | xargs -0 stat -c %s
short() { sed -n -i 1d x; }
find . -type f -exec stat -c %s {} +
sh -c 'sort -t: -k2 -V x'
nice -n 5 xargs -n 1 -r echo
install -m 644 -D x y
END
echo "echo 'never closed" >"$work/tree/lost.sh"
cat >"$work/tree/good.sh" <<'END'
options=()
run ${options[@]+"${options[@]}"} "timeout 3" 'stat -c' "${#options[@]}"
case $x in
a | b) sed -E 's/(a|b)+\|//' ;; # date -d
esac
grep -F 'a\|b' file || awk '/a\|b/ { print "it is" }' file
cat <<WORD
sed -i x; mapfile y
WORD
cat <<'QUOTED'
sed -i x; mapfile y
QUOTED
stat -c %s x || stat -f %z x # portable because the one or the other works
# portable because nobody runs it
sed -i 1d x
for place in $PATH; do echo "${place%%*\|} $(wc -l <x | tr -d ' ') don't"; done
head -n 3 x | tail -n +2 | sort -u | sed -n -e '/a/{p;q;}' -e '1,2p' -e 's/a\{2\}/b/' &
END
(cd "$work/tree" && git init -q . && git add -A . && scripts/gates.sh) >"$work/report" 2>&1 || true
# shellcheck disable=SC2016
{
    expect_report bad.mk:5 'make 3.81 takes $(call two) only'
    expect_report bad.mk:6 'make 3.81 takes $(call two) only'
    expect_report bad.mk:10 'make 3.81 takes $(call two) only'
}
expect_report bad.mk:11 'readlink -f'
expect_report bad.mk:13 'of cp only'
expect_report bad.mk:14 'a change of case'
expect_report bad.sh:3 'an array that may be empty'
expect_report bad.sh:4 "bash 3.2 takes a pattern's )"
expect_report bad.sh:8 'bash 3.2 reads the quotes'
expect_report bad.sh:13 '\| in a basic expression'
expect_report bad.sh:15 "a function of gawk's"
expect_report bad.sh:16 'stat has other options'
expect_report bad.sh:17 'BSD sed knows only'
expect_report bad.sh:18 'stat has other options'
expect_report bad.sh:19 'sort -V, -h'
expect_report bad.sh:20 'xargs -r, -d'
expect_report bad.sh:21 "this option is GNU's"
expect_report lost.sh:1 'the end comes within quotes'
extra=$(grep -E '(bad|good)\.[a-z]+:' "$work/report" | grep -vc ':1: no line .SPDX')
[ "$extra" -eq 18 ] || fail "what is right is refused: $(grep -E '(bad|good)\.' "$work/report")"

# Where two pattern rules fit, make 3.81 takes the first, later ones that with the shortest stem: no
# target of ours is to depend on it.
{ make_afresh BUILD="$build" -pnq sdk || true; } 2>/dev/null | grep -E '^[^#	 ].*%[^ ]*: ' |
    sed 's/:.*//' | sort -u >"$work/patterns"
[ "$(grep -c '' "$work/patterns")" -gt 100 ] || fail "make lists too few pattern rules"
awk '{ at = index($0, "%"); start[NR] = substr($0, 1, at - 1); end[NR] = substr($0, at + 1) }
    END {
        for (a = 1; a <= NR; a++)
            for (b = 1; b <= NR; b++)
                if (a != b && index(start[b], start[a]) == 1 && length(end[b]) >= length(end[a]) &&
                    substr(end[b], length(end[b]) - length(end[a]) + 1) == end[a])
                    print start[b] "%" end[b] " is also a case of " start[a] "%" end[a]
    }' "$work/patterns" >"$work/overlaps"
[ ! -s "$work/overlaps" ] || fail "$(head -n 1 "$work/overlaps")"
