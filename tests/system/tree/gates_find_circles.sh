#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a gate that says which files depend on each other in a circle, by what they
# include or by the functions that they use, and is quiet about all others.
. "$(dirname "$0")/../lib.sh"
circles=$PWD/scripts/circles.awk

# write FILE, its lines on stdin.
write() {
    mkdir -p "$work/tree/$(dirname "$1")"
    cat >"$work/tree/$1"
}

# report [OPTION...]: what is said about the files, in $work/report.
report() {
    (cd "$work/tree" && find . -type f | sed 's#^\./##' | LC_ALL=C sort |
        awk "$@" -f "$circles") >"$work/report"
}

# One header for three files: the first uses both others, the second what is in the third.
write a/shared.h <<'END'
#pragma once
void top(void);
int middle(int number);
int bottom(int number);
END
write a/top.c <<'END'
#include "shared.h"
void top(void)
{
    (void)middle(bottom(1));
}
END
write a/middle.c <<'END'
#include "../a/shared.h"
int middle(int number)
{
    return bottom(number);
}
END
# None of these uses middle().
write a/bottom.c <<'END'
#include "shared.h"
int bottom(int number)
{
    number += other.middle + another->middle; /* and this is not middle() */
    return number + (int)sizeof("middle(1)");
}
END
# The same name elsewhere, and a function that only its file has.
write b/other.c <<'END'
static int middle(int number)
{
    return number;
}
int other(int number)
{
    return middle(number);
}
END
report
expect_transcript "$work/report" </dev/null

# A function that the lowest file hands to whoever calls it is a use, too.
write a/bottom.c <<'END'
#include "shared.h"
int bottom(int number)
{
    int (*next)(int) = number > 0 ? middle : 0;
    return next ? next(number - 1) : 0;
}
END
report
expect_transcript "$work/report" <<'END'
a/bottom.c:1: a circle of uses: a/bottom.c -> a/middle.c -> a/bottom.c
END
report -v exempt_uses='^a/'
expect_transcript "$work/report" </dev/null
report -v exempt_uses='^a/bottom'
expect_line "$work/report" 'a circle of uses'

# Headers and sources of one name are one part, wherever they are included from.
write a/bottom.c </dev/null
write c/one.h <<'END'
#include "two.h"
END
write c/two.h </dev/null
write c/two.c <<'END'
#include "three.h"
END
write d/three.h </dev/null
write d/three.c <<'END'
#include "../c/one.h"
END
report
expect_transcript "$work/report" <<'END'
c/one.c:1: a circle of includes: c/one -> c/two -> d/three -> c/one
END
report -v exempt_includes='^[cd]/'
expect_transcript "$work/report" </dev/null
