# SPDX-License-Identifier: BSD-2-Clause
#
# Reads a list of mutants, then the source that they change.
#
#   awk -v name=NAME -f apply.awk LIST SOURCE    prints SOURCE with that mutant in it
#   awk -f apply.awk LIST SOURCE                 checks that each can be put in
#
# A mutant's lines begin with '-' (what goes), '+' (what comes) or ' ' (what stays).  What goes and
# what stays must be in SOURCE exactly once.  Prints to stderr which is not, and ends with status 1.

FNR == NR {
    if ($1 == "Mutant:") {
        names[++count] = $2
        at[count] = FILENAME ":" FNR
    } else if (count > 0 && /^[-+ ]/) {
        if (!/^\+/) old[count] = old[count] substr($0, 2) "\n"
        if (!/^-/) new[count] = new[count] substr($0, 2) "\n"
    }
    next
}
{ source = source $0 "\n" }

# How often `text`, whole lines, is in the source.
function times(text,    rest, place, found) {
    rest = "\n" source
    while ((place = index(rest, "\n" text)) > 0) {
        found++
        rest = substr(rest, place + 1)
    }
    return found + 0
}

function put_in(i,    place) {
    place = index("\n" source, "\n" old[i])
    printf "%s%s%s", substr(source, 1, place - 1), new[i], substr(source, place + length(old[i]))
}

END {
    for (i = 1; i <= count; i++) {
        if (name != "" && names[i] != name) continue
        found = old[i] == "" ? 0 : times(old[i])
        if (found != 1) {
            printf "%s: %s: its lines are %d times in %s, expected once\n", at[i], names[i], \
                found, FILENAME | "cat >&2"
            status = 1
        } else if (name != "") put_in(i)
    }
    exit status
}
