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
    attempts.c report.c),-Iexample/vmm/vm))
# It is none of those of the comparison's first file system.
GUEST_PROGRAMS := $(filter-out %/guest_program,$(GUEST_PROGRAMS))

$(GUEST8)/attack_module.ko: compare/driver/linux/build_module.sh $(ATTACK_MODULE) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@compare/driver/linux/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(ATTACK_MODULE)

$(BUILD)/task8/files.cpio: linux/initramfs.sh linux/virtio_modules.sh $(GUEST)/kernel/vmlinuz \
    $(GUEST)/bin/guest_program $(GUEST8)/attack_module.ko
	$(call say,CPIO,$@)
	$(Q)modules=$$(linux/virtio_modules.sh $(GUEST)/kernel) && linux/initramfs.sh $@ \
	    $(GUEST)/bin/guest_program modules/attack_module.ko=$(GUEST8)/attack_module.ko $$modules

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
    example/vmm/target/vmm.c example/vmm/target/disk.c demos/common/safe_server.c
PARTS_task8_client := $(addprefix demos/task8/client_,guest.c levels.c served.c) $(JUDGE)
PARTS_task8_supervisor := demos/common/fault_decode.c
PARTS_task8_disk := example/vmm/base/memory.c
PARTS_task8_vmm := $(addprefix demos/task8/vmm/,extra.c platform.c) $(vmm_sources) \
    $(addprefix example/vmm/target/,entry.S library.c registers.c sectors.c serial.c vcpu.c wait.c)
vmm_include := $(addprefix -I,$(vmm_folders)) -Iexample/vmm/target -Iexample/uart_driver
$(foreach part,example/vmm demos/task8/vmm,$(eval $(BUILD)/obj/task8/$(part)/%.o: \
    TARGET_FLAGS += $(vmm_include)))
$(eval $(call image,task8,$(task8_programs),demos/task8/system_with_guest.xml,$(SDK),\
    $(TASK8_BOARD),$(MICROKIT_CONFIG)))
$(BUILD)/task8/loader.img: $(addprefix $(BUILD)/task8/,vmlinuz tree.dtb files.cpio)

DESCRIPTION_task8 := demos/task8/system_with_guest.xml
.PHONY: task8
task8: $(BUILD)/task8/loader.img $(SDK)/VERSION
	@printf '%s\n' '$(TASK8_BOARD) $(BUILD)/task8/loader.img $(MICROKIT_CONFIG)' >$(BUILD)/last
	@echo 'Built $(BUILD)/task8/loader.img with $(SDK) ($(TASK8_BOARD), $(MICROKIT_CONFIG)).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot it with: make run')
