# SPDX-License-Identifier: BSD-2-Clause
#
# Reads rows, and writes them in the Trace Event Format (JSON) for viewers such as Perfetto's: a
# thread for each program, a slice while it runs, an instant for each event, and a flow where one led
# to another's run.  An instruction is shown as a nanosecond.  `name` is the system's.

BEGIN {
    FS = "\t"
    printf "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n"
    printf "{\"ph\": \"M\", \"pid\": 1, \"tid\": 0, \"name\": \"process_name\", "
    printf "\"args\": {\"name\": %s}}", json(name)
    begin("kernel", 0)
}

# A thread's number; one that is new gets its name.
function thread(name) {
    if (!(name in threads)) {
        threads[name] = count++
        event("M", 0, threads[name], "\"name\": \"thread_name\", \"args\": {\"name\": " \
            json(name) "}")
        event("M", 0, threads[name], "\"name\": \"thread_sort_index\", " \
            "\"args\": {\"sort_index\": " threads[name] "}")
    }
    return threads[name]
}

# Times are in microseconds.
function event(kind, time, number, rest) {
    printf ",\n{\"ph\": \"%s\", \"pid\": 1, \"tid\": %d, \"ts\": %d.%03d, %s}", kind, number,
        int(time / 1000), time % 1000, rest
}

function instant(time, name, what) {
    event("i", time, thread(name), "\"s\": \"t\", \"name\": " json(what))
}

function begin(name, time) {
    running = name
    event("B", time, thread(name), "\"name\": \"runs\"")
}

$2 == "to" {
    instant($1, $3, $5 == "goes on" ? $5 " in " $4 : $5)
    flow = "\"cat\": \"switch\", \"id\": " ++flows ", \"name\": " json($5)
    event("s", $1, thread($3), flow)
    event("E", $6, thread($3), "\"name\": \"runs\"")
    begin($4, $6)
    event("f", $6, thread($4), flow ", \"bp\": \"e\"")
}
$2 == "at" { instant($1, $3, $4) }
$2 == "prints" { instant($1, $3, "prints: " $4) }
$2 == "end" { event("E", $1, thread(running), "\"name\": \"runs\"") }
END { printf "\n]}\n" }
