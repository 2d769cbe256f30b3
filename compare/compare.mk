# SPDX-License-Identifier: BSD-2-Clause
#
# `make compare`: what attacks Linux and Bulkhead in the same ways, and the report on both.

include compare/attack.mk
include compare/tasks.mk
include compare/report.mk

# A module of the kernel that does nothing, for whoever manages to load one; only if there is one.
GUEST_MODULE = $(firstword \
    $(wildcard $(GUEST)/kernel/package/lib/modules/*/kernel/drivers/net/dummy.ko))

$(GUEST)/initramfs: linux/initramfs.sh $(GUEST_PROGRAMS) $(GUEST)/kernel/vmlinuz
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(GUEST)/bin/init $(filter-out %/init,$(GUEST_PROGRAMS)) \
	    $(addprefix lib/modules/dummy.ko=,$(GUEST_MODULE))

.PHONY: guest
guest: $(GUEST)/initramfs $(GUEST)/kernel/vmlinuz

# The report on both systems.  What is attacked here is built with our SDK, whatever MICROKIT_SDK
# says.
# (A recipe with $(MAKE) in it would run even with `make -n`.)
this_make := $(MAKE)
.PHONY: compare
compare: $(BUILD)/compare-report $(BUILD)/test/task3/loader.img $(BUILD)/test/task5/loader.img \
    $(BUILD)/test/task6/loader.img \
    $(BUILD)/test/task7_channels/loader.img $(BUILD)/test/task7_domains/loader.img \
    $(COMPARE_IMAGES) $(SDK)/VERSION
	$(save_pi_log)
	@MAKE='$(this_make)' compare/compare.sh '$(BUILD)' '$(TOOLCHAIN)' '$(TARGET_SIZE)'
	$(print_pi_log)
