#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: the figure of a guest's boot.  `make bench-guest-boot` prints it, twice the
# same, and it is not far from that of docs/measurements.md, whichever release of the kernel it is.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

need_guest_files
make_afresh BUILD="$build" bench-guest-boot >"$work/first" 2>"$work/make" ||
    fail "$(grep -m 1 'error' "$work/make" "$work/first") (in $work/make)"
make_afresh BUILD="$build" bench-guest-boot >"$work/second" 2>"$work/make" ||
    fail "$(grep -m 1 'error' "$work/make") (in $work/make)"
# The figures, without what make says that it builds.
for run in first second; do
    grep '^guest_boot' "$work/$run" >"$work/$run.figures"
done
diff "$work/first.figures" "$work/second.figures" >"$work/difference" ||
    fail "the second boot differs: $(sed -n 2p "$work/difference")"
grep -E '^guest_boot' docs/measurements.md >"$work/page"
awk 'NR == FNR { page[$1] = $2; next }
    { n++ }
    !($1 in page) || $2 > 1.5 * page[$1] || page[$1] > 1.5 * $2 { bad = bad $1 " " $2 " " }
    END { if (n != 2 || bad != "") { print n " figures; " bad; exit 1 } }' \
    "$work/page" "$work/first.figures" >"$work/far" ||
    fail "not as docs/measurements.md says: $(cat "$work/far")"
