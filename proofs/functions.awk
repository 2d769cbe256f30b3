# SPDX-License-Identifier: BSD-2-Clause
#
# functions.awk FILE...: the functions that are defined there, as FILE:NAME without the folder, a
# line each.  With -v mark=FOLDER the files are copied there, and each function says at its beginning
# that it was reached: in a line that it has, so that all line numbers stay.
#
# A definition is a line that begins with a type and has the name in front of the bracket; its body
# begins with a brace in column 1.

FNR == 1 {
    if (copy != "") close(copy)
    file = FILENAME
    sub(/.*\//, "", file)
    copy = mark == "" ? "" : mark "/" file
    name = ""
    if (copy != "") printf "void __CPROVER_assert(_Bool condition, const char *what); " >copy
}

/^[a-zA-Z].*[ *][a-z_0-9]+\(/ && !/;$/ {
    name = $0
    sub(/\(.*/, "", name)
    sub(/.*[ *]/, "", name)
}

/^\{/ && name != "" {
    if (copy != "") {
        print "{ __CPROVER_assert(0, \"function " file ":" name "\");" >copy
    } else {
        print file ":" name
    }
    name = ""
    if (copy != "") next
}

/^[^ \t{a-zA-Z]/ { name = "" }

copy != "" { print >copy }
