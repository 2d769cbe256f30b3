# SPDX-License-Identifier: BSD-2-Clause
#
# Tasks 3 and 4 on the Linux guest, a fault in a driver, and the same measurements on Bulkhead.

# Images of Bulkhead that do what a program of the guest does.
COMPARE_IMAGES :=

# Task 4: with the demonstration's own crashes.
$(eval $(call guest_program,crash_supervisor,linux/crash/crash_supervisor.c \
    linux/crash/crash_notice.c,-Idemos))
$(eval $(call guest_program,crash_worker,linux/crash/crash_worker.c demos/crashes.S,\
    -Idemos -ffreestanding -mstrict-align,-nostdlib))

PARTS_compare/crash_crash_parent := linux/crash/pd/crash_words.c linux/pd/uart.c \
    demos/fault_decode.c demos/revive.c
PARTS_compare/crash_crash_child := $(addprefix demos/,crashes.S life.c life_restart.S life.lds)
$(eval $(call image,compare/crash,linux/crash/pd/crash_parent.c linux/crash/pd/crash_child.c,\
    linux/crash/pd/crash.system,$(SDK),qemu_virt_aarch64,release))
COMPARE_IMAGES += $(BUILD)/compare/crash/loader.img
