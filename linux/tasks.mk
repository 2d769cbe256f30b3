# SPDX-License-Identifier: BSD-2-Clause
#
# Tasks 3 and 4 on the Linux guest, a fault in a driver, and the same measurements on Bulkhead.

# Images of Bulkhead that do what a program of the guest does.
COMPARE_IMAGES :=

# Task 4: with the demonstration's own crashes.
$(eval $(call guest_program,crash_supervisor,linux/crash/crash_supervisor.c \
    linux/crash/crash_notice.c,-Idemos/task4 -Idemos/common))
$(eval $(call guest_program,crash_worker,linux/crash/crash_worker.c demos/task4/crashes.S,\
    -Idemos/task4 -Idemos/common -ffreestanding -mstrict-align,-nostdlib))

PARTS_compare/crash_crash_parent := linux/crash/pd/crash_words.c linux/pd/uart.c \
    demos/common/fault_decode.c demos/common/revive.c
PARTS_compare/crash_crash_child := demos/task4/crashes.S $(LIFE)
$(eval $(call image,compare/crash,linux/crash/pd/crash_parent.c linux/crash/pd/crash_child.c,\
    linux/crash/pd/crash.system,$(SDK),qemu_virt_aarch64,release))
COMPARE_IMAGES += $(BUILD)/compare/crash/loader.img

# Task 3: among the files, sockets and users of Task 5.
$(eval $(call guest_program,ambient,$(wildcard linux/ambient/*.c) \
    $(addprefix linux/attack/,population.c limits.c),\
    -D_GNU_SOURCE -Ilinux/attack))

# A fault in a driver: a module, in an archive of its own, as its headers may not be had.
DRIVER_SOURCES := $(addprefix linux/driver/,faulty_device.c faulty_device.h bank.h)
$(eval $(call guest_program,driver_guest,linux/driver/driver_guest.c))

$(GUEST)/headers/folder: linux/fetch_headers.sh linux/apt.sh $(GUEST)/kernel/vmlinuz
	@LINUX_KERNEL='$(LINUX_KERNEL)' linux/fetch_headers.sh $(GUEST)/kernel $(@D)

$(GUEST)/driver/faulty_device.ko: linux/driver/build_module.sh $(DRIVER_SOURCES) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@linux/driver/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(DRIVER_SOURCES)

$(GUEST)/driver/initramfs: linux/initramfs.sh $(GUEST)/bin/init $(GUEST)/bin/driver_guest \
    $(GUEST)/driver/faulty_device.ko
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(filter-out linux/initramfs.sh,$^)

# What it shows, on the console; without the headers, that it could not be shown.
.PHONY: driver-guest driver-console
driver-guest: $(GUEST)/driver/initramfs
driver-console: $(GUEST)/kernel/vmlinuz
	@$(this_make) --no-print-directory driver-guest >$(GUEST)/driver.log 2>&1 || \
	    rm -f $(GUEST)/driver/initramfs
	@linux/driver/boot.sh $(GUEST)

PARTS_compare/driver_driver := $(LIFE)
PARTS_compare/driver_driver_parent := linux/crash/pd/crash_words.c linux/pd/uart.c \
    demos/common/fault_decode.c demos/common/revive.c
PARTS_compare/driver_driver_client := linux/pd/uart.c
$(eval $(call image,compare/driver,$(addprefix linux/driver/pd/,driver.c driver_parent.c \
    driver_client.c) demos/common/safe_server.c,linux/driver/pd/driver.system,$(SDK),\
    qemu_virt_aarch64,release))
COMPARE_IMAGES += $(BUILD)/compare/driver/loader.img

# Counts the lines of Linux's sources afresh, for linux/source_lines.txt; nothing else needs them.
.PHONY: linux-source-lines
linux-source-lines:
	@linux/sizes.sh --linux $(GUEST)/source
