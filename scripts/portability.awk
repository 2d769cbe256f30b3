# SPDX-License-Identifier: BSD-2-Clause
#
# portability.awk RULES FILE...: the lines of makefiles, shell scripts and awk programs that a Mac's
# make, bash or tools would not understand, as RULES has them: `FILE:LINE: what`.
#
# A line that has to be so says why: `# portable because REASON` at its end, or on a line of its own
# above.
#
# Scripts are read as far as the rules need: commands end at | ; & and brackets, what is in single
# quotes belongs to its command, and comments and here-documents are left out.  Where the reader is:
# `depth` brackets deep, each opened by `opened` and with a command of its own, of which `command`
# has what came before, from line `started` on, and `part` what was read since.

function report(line, what) {
    if (!(line in excused))
        print file ":" line ": " what
}

function check(kind, text, line,    r) {
    for (r = 1; r <= rules[kind]; r++)
        if (text ~ pattern[kind, r])
            report(line, wrong[kind, r])
}

# The command behind what may stand before its name; nothing if there is nothing before it.
function strip(text) {
    return sub(before_command, "", text) ? text : ""
}

# The command in a text whose arguments are a program or a regular expression.
function with_program(text) {
    for (sub(/^[ \t]+/, "", text); text != ""; text = strip(text))
        if (text ~ /^(sed|grep|egrep|awk)( |$)/)
            return text
    return ""
}

# What was read of the innermost command on this line becomes part of it.
function flush(    tool) {
    if (part == "")
        return
    if (command[depth] == "")
        started[depth] = FNR
    command[depth] = command[depth] part
    tool = with_program(command[depth])
    if (tool ~ /^awk/) {
        check("awk", part, FNR)
    } else if (tool != "" && tool !~ /^grep( +-[a-zA-Z]+)* +-[a-zA-Z]*F/) {
        check("regex", part, FNR)
        check(tool ~ /^egrep|^(sed|grep)( +-[a-zA-Z]+)* +-[a-zA-Z]*E/ ? "ere" : "bre", part, FNR)
        if (tool ~ /^sed/)
            check("sed", part, FNR)
    }
    part = ""
}

function substituted(    d) {
    for (d = depth; d > 0 && opened[d] != "$("; d--)
        ;
    return d
}

function end_command(    text) {
    flush()
    text = command[depth]
    command[depth] = ""
    if (text ~ /^[ \t]*case / && substituted())
        report(started[depth], "bash 3.2 takes a pattern's ) for the end of $(...)")
    sub(/[ \t]+$/, "", text)
    for (sub(/^[ \t]+/, "", text); text != ""; text = strip(text)) {
        name = text
        check("command", text, started[depth])
    }
    sub(/ .*/, "", name)
}

# `bracket` opens something; the command around it goes on behind it.
function open_bracket(bracket) {
    flush()
    opened[++depth] = bracket
    command[depth] = ""
    in_double[depth] = 0
}

function close_bracket() {
    end_command()
    part = opened[depth] == "$(" ? "$(" name ")" : ""
    depth--
}

function comment(text) {
    if (substituted() && text ~ /['"`()]/)
        report(FNR, "bash 3.2 reads the quotes and brackets of a comment in $(...)")
}

# A character that is not quoted; false if the rest of the line is a comment.
function read_character(c, text, i,    before) {
    before = substr(" " text, i, 1)
    if (c == "#" && before ~ /[ \t;]/) {
        comment(substr(text, i))
        return 0
    }
    if (c == "(")
        open_bracket(c)
    else if (c == ")" && depth > 0)
        close_bracket()
    else if (c ~ /[)|;`]/ || (c == "&" && before != ">" && substr(text, i + 1, 1) != ">"))
        end_command()
    else
        part = part c
    return 1
}

# One line of a script or a recipe; `bare` becomes what is not in single quotes.
function scan(text,    i, c, continued) {
    bare = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (in_single) {
            part = part c
            in_single = c != "'"
            continue
        }
        if (c == "\\" && i == length(text)) {
            continued = 1
        } else if (c == "\\") {
            part = part substr(text, i++, 2)
            bare = bare "\\" substr(text, i, 1)
            continue
        } else if (c == "'" && !in_double[depth]) {
            in_single = 1
            part = part c
        } else if (c == "\"") {
            in_double[depth] = !in_double[depth]
            part = part c
        } else if (substr(text, i, 2) == "$(") {
            open_bracket("$(")
            bare = bare c
            c = substr(text, ++i, 1)
        } else if (in_double[depth]) {
            part = part c
        } else if (!read_character(c, text, i)) {
            break
        }
        bare = bare c
    }
    if (in_single || in_double[depth] || continued) {
        part = part " "
        flush()
    } else {
        end_command()
    }
}

# A here-document that begins on a line ends with this word.
function here_document(text) {
    if (text !~ /<<-?["'\\]?[A-Za-z_]/ || text ~ /<<</)
        return ""
    sub(/.*<<-?["'\\]?/, "", text)
    sub(/[^A-Za-z_0-9].*/, "", text)
    return text
}

# `set -u`: an array that may be empty is expanded as ${NAME[@]+"${NAME[@]}"}.
function arrays(text,    array) {
    if (match(text, /[A-Za-z_0-9]+=\(\)/))
        empty[substr(text, RSTART, RLENGTH - 3)] = 1
    while (match(text, /"\$[{][A-Za-z_0-9]+\[@\][}]"/)) {
        array = substr(text, RSTART + 3, RLENGTH - 8)
        if (substr(text, 1, RSTART) !~ ("[{]" array "\\[@\\][+]"))
            expanded[array] = FNR
        text = substr(text, RSTART + RLENGTH)
    }
}

function script_line(text) {
    if (here != "") {
        if (text ~ ("^\t*" here "$"))
            here = ""
        return
    }
    scan(text)
    check("bash", bare, FNR)
    arrays(bare)
    here = bare ~ /<</ ? here_document(text) : ""
}

# A define of several lines is several lines where it is called: eval takes them.
function bare_call(text, line,    name) {
    while (text ~ /^[ ]*\$[({]/ && match(text, /\$[({](call )?[ ]*[A-Za-z_]+/)) {
        name = substr(text, RSTART, RLENGTH)
        sub(/.*[({ ]/, "", name)
        if (name == "eval")
            return
        called[file, line] = called[file, line] " " name
        text = "$(" substr(text, RSTART + RLENGTH)
    }
}

function recipe_line(text) {
    gsub(/\$\$/, "$", text)
    sub(/^\t[-+@]*(\$\(Q\))?[-+@]*/, "", text)
    if (!continuing)
        depth = in_single = in_double[0] = 0
    scan(text)
    check("bash", bare, FNR)
    continuing = text ~ /\\$/
}

function make_line(text) {
    if (text ~ /^\t/ || continuing) {
        recipe_line(text)
        return
    }
    check("make", text, FNR)
    if (text ~ /^[ ]*define /) {
        defined[$2] = 1
        in_define = 1
    }
    if (logical == "")
        logical_start = FNR
    logical = logical text
    if (!sub(/\\$/, "", logical)) {
        if (!in_define && !(logical_start in excused))
            bare_call(logical, logical_start)
        if (match(logical, /\$\(shell /)) {
            depth = in_single = in_double[0] = 0
            scan(substr(logical, RSTART))
            depth = in_single = in_double[0] = 0
        }
        logical = ""
    }
    if (text ~ /^[ ]*endef/)
        in_define = 0
}

function end_file(    array) {
    if (language == "script" && (in_single || in_double[0] || depth || here != ""))
        report(last_line, "the end comes within quotes or brackets: nothing before it is sure")
    for (array in expanded)
        if (array in empty)
            report(expanded[array], "an array that may be empty, unset for bash 3.2: ${" array \
                "[@]+\"${" array "[@]}\"}")
}

function begin_file() {
    end_file()
    file = FILENAME
    depth = in_single = in_double[0] = continuing = in_define = 0
    here = part = logical = command[0] = ""
    split("", excused)
    split("", empty)
    split("", expanded)
    language = file ~ /(\.mk|[Mm]akefile)$/ ? "make" : file ~ /\.awk$/ ? "awk" : "script"
}

BEGIN {
    before_command = "^((if|while|until|then|do|else|elif|!|[{]|exec|command|builtin|env|sudo|" \
        "nohup|nice( +-n +[0-9]+)?|time( +-p)?|shell|trap|xargs( +-[0-9a-zA-Z]+( +[0-9]+)?)*|" \
        "find .* -exec|[A-Za-z_][A-Za-z_0-9]*=[^ ]*|[A-Za-z_][A-Za-z_0-9]* +[{])[ \t]+|" \
        "(ba|da)?sh +-[a-z]*c +['\"]|eval +['\"])"
}

NR == FNR {
    if ($0 !~ /^(#|$)/) {
        split($0, column, "\t")
        pattern[column[1], ++rules[column[1]]] = column[2]
        wrong[column[1], rules[column[1]]] = column[3]
    }
    next
}

FNR == 1 { begin_file() }
{ last_line = FNR }
/# portable because [a-z]/ {
    excused[FNR] = 1
    if ($0 ~ /^[ \t]*#/)
        excused[FNR + 1] = 1
}

language == "make" && !/^[ ]*#/ { make_line($0) }
language == "script" { script_line($0) }
language == "awk" && !/^[ ]*#/ { check("awk", $0, FNR) }

# Which names are defines is known at the end.
function bare_calls(    place, at, names, count, n) {
    for (place in called) {
        count = split(called[place], names, " ")
        split(place, at, SUBSEP)
        for (n = 1; n <= count; n++)
            if (names[n] in defined)
                print at[1] ":" at[2] ": make 3.81 takes $(call " names[n] ") only in $(eval ...)"
    }
}

END {
    end_file()
    bare_calls()
}
