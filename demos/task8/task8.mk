# SPDX-License-Identifier: BSD-2-Clause
#
# Task 8: Linux as a guest, taken over.  Its image has the guest's files in it: Debian's kernel, and
# a first file system with our program and our module for that kernel.

ifneq ($(and $(filter task8,$(LATER_GOALS)),$(filter-out $(SDK),$(DEMO_SDK))),)
$(error task8 is built with our SDK only, and MICROKIT_SDK is '$(MICROKIT_SDK)')
endif

GUEST8 := $(BUILD)/task8/guest
ATTACK_MODULE := demos/task8/guest/attack_module.c demos/task8/task8.h example/vmm/vm/guest_map.h

$(eval $(call guest_program,guest_program,$(addprefix demos/task8/guest/,guest_program.c \
    attempts.c network.c report.c),-Iexample/vmm/vm))
# It is none of those of the comparison's first file system.
GUEST_PROGRAMS := $(filter-out %/guest_program,$(GUEST_PROGRAMS))

$(GUEST8)/attack_module.ko: compare/driver/linux/build_module.sh $(ATTACK_MODULE) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@compare/driver/linux/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(ATTACK_MODULE)

# What the guest's root injects into the VMM.
payload8_sources := $(addprefix demos/task8/vmm/,payload.c payload_others.c payload_entry.S)
payload8_board := $(SDK)/board/$(strip $(MICROKIT_BOARD))/$(MICROKIT_CONFIG)
$(eval $(call unit,task8-payload,$(payload8_sources),$$(TARGET_CC) $$(TARGET_FLAGS) \
    -mcpu=$(call processor,$(MICROKIT_BOARD)) $(call places,$(MICROKIT_BOARD)) \
    -Iexample/vmm/target -Iexample/uart_driver \
    $(call sdk_include,$(SDK),$(payload8_board)),task8))
$(call objects,task8-payload,$(payload8_sources)): | \
    $(call sdk_part,$(SDK),$(payload8_board),include/%)
$(GUEST8)/payload: $(call objects,task8-payload,$(payload8_sources)) demos/task8/vmm/payload.lds \
    $(payload8_board)/lib/libmicrokit.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(TARGET_LD) $(TARGET_FIXES) $(filter-out %.lds,$^) -s \
	    -T demos/task8/vmm/payload.lds -o $@

$(BUILD)/task8/files.cpio: linux/initramfs.sh linux/virtio_modules.sh $(GUEST)/kernel/vmlinuz \
    $(GUEST)/bin/guest_program $(GUEST8)/attack_module.ko $(GUEST8)/payload
	$(call say,CPIO,$@)
	$(Q)modules=$$(linux/virtio_modules.sh $(GUEST)/kernel) && linux/initramfs.sh $@ \
	    $(GUEST)/bin/guest_program modules/attack_module.ko=$(GUEST8)/attack_module.ko \
	    modules/payload=$(GUEST8)/payload $$modules

# Quiet, and without the tests of its own ciphers: both take most of the time.  Memory for devices
# that need much in one piece is for none that it has.
$(BUILD)/task8/tree.dtb: example/vmm/guest/tree.sh example/vmm/guest/guest.dts \
    example/vmm/vm/guest_map.h $(BUILD)/task8/files.cpio
	$(call say,DTC,$@)
	$(Q)example/vmm/guest/tree.sh $@ $(BUILD)/task8/files.cpio $(TARGET_CC) \
	    '-DGUEST_ARGUMENTS="console=ttyAMA0 rdinit=/init quiet cryptomgr.notests cma=0"'

$(BUILD)/task8/vmlinuz: $(GUEST)/kernel/vmlinuz
	$(copy)

task8_programs := $(addprefix demos/task8/,client.c supervisor.c vmm/console.c) \
    example/vmm/target/vmm.c example/vmm/driver/disk.c demos/common/safe_server.c
PARTS_task8_client := $(addprefix demos/task8/client_,guest.c levels.c radius.c served.c vmm.c) \
    $(JUDGE)
PARTS_task8_supervisor := $(addprefix demos/common/,fault_decode.c revive.c)
PARTS_task8_disk := example/vmm/base/memory.c
PARTS_task8_vmm := $(addprefix demos/task8/vmm/,extra.c network.c platform.c wait.c) $(LIFE) \
    $(vmm_sources) \
    $(addprefix example/vmm/target/,entry.S library.c registers.c sectors.c serial.c vcpu.c)
vmm_include := $(addprefix -I,$(vmm_folders)) -Iexample/vmm/target -Iexample/uart_driver
$(foreach part,example/vmm demos/task8/vmm,$(eval $(BUILD)/obj/task8/$(part)/%.o: \
    TARGET_FLAGS += $(vmm_include)))
$(eval $(call image,task8,$(task8_programs),demos/task8/system_with_guest.xml,$(SDK),\
    $(MICROKIT_BOARD),$(MICROKIT_CONFIG)))
$(BUILD)/task8/loader.img: $(addprefix $(BUILD)/task8/,vmlinuz tree.dtb files.cpio)

DESCRIPTION_task8 := demos/task8/system_with_guest.xml
.PHONY: task8
task8: $(BUILD)/task8/loader.img $(SDK)/VERSION
	@printf '%s\n' '$(MICROKIT_BOARD) $(BUILD)/task8/loader.img $(MICROKIT_CONFIG)' >$(BUILD)/last
	@echo 'Built $(BUILD)/task8/loader.img with $(SDK) ($(MICROKIT_BOARD), $(MICROKIT_CONFIG)).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot it with: make run')
