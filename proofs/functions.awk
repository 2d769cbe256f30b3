# SPDX-License-Identifier: BSD-2-Clause
#
# functions.awk FILE...: the functions that are defined there, as FILE:NAME without the folder, a
# line each.  With -v mark=1 the text of one file, each function of which says at its beginning that
# it was reached: in a line of its own it has, so that all line numbers stay.
#
# A definition is a line that begins with a type and has the name in front of the bracket; its body
# begins with a brace in column 1.

FNR == 1 { file = FILENAME; sub(/.*\//, "", file); name = "" }

/^[a-zA-Z].*[ *][a-z_0-9]+\(/ && !/;$/ {
    name = $0
    sub(/\(.*/, "", name)
    sub(/.*[ *]/, "", name)
}

/^\{/ && name != "" {
    if (mark) {
        print "{ __CPROVER_assert(0, \"function " file ":" name "\");"
    } else {
        print file ":" name
    }
    name = ""
    if (mark) next
}

/^[^ \t{a-zA-Z]/ { name = "" }

mark { print }
