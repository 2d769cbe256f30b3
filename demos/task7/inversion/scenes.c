/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 3: the two scenes, and what must be true of them. */
#include "scenes.h"

#include "../../common/judge.h"
#include "../exact.h"
#include "../server/server.h"
#include "../task7.h"
#include "inversion.h"

/* What calls, signals and the way through the kernel take, besides the jobs. */
enum { KERNEL_US = 20 };

void scenes_begin(void)
{
    microkit_dbg_puts("\n3. High needs what low is in the middle of, and middle has no part in it\n"
                      "   server  priority 180  passive\n"
                      "   high    priority 160  needs the server, then a lock\n"
                      "   middle  priority 120  works for itself\n"
                      "   low     priority  60  uses the server, then holds the lock\n");
    microkit_notify(JUDGE_CHANNEL_LOW);
}

static void judge_server(const volatile struct scene *s)
{
    check_number(s->turns, 0, "it is a server above all: middle did not run while high waited");
    check_ticks(s->got - s->woken, counter_ticks(LOW_JOB_US / 2 + SHORT_JOB_US + KERNEL_US),
                "high waited for the rest of low's job, and for its own");
    measured_us("high had it after", s->got - s->woken);
}

static void judge_lock(const volatile struct scene *s)
{
    check_number(s->turns, MIDDLE_TURNS,
                 "it is a lock of low's: high waited for all that middle had to do");
    measured_us("high had it after", s->got - s->woken);
}

seL4_Bool scenes_go_on(void)
{
    if (scenes()->now == SCENE_SERVER) {
        judge_server(this_scene());
        scenes()->now = SCENE_LOCK;
        microkit_notify(JUDGE_CHANNEL_LOW);
        return seL4_False;
    }
    judge_lock(this_scene());
    return seL4_True;
}
