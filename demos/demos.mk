# SPDX-License-Identifier: BSD-2-Clause
#
# The demonstrations, each an image in build/NAME, built with our SDK or with the one that
# MICROKIT_SDK names.

DEMO_SDK := $(if $(filter-out $(abspath $(SDK)),$(abspath $(MICROKIT_SDK))),$(MICROKIT_SDK),$(SDK))

# What a demonstration needs that not every board has (docs/boards.md).
NEEDS_task6 := smmu pci
NEEDS_task6_disk := smmu pci
NEEDS_task7 := interrupter
NEEDS_task8 := gic_virtual
# $(call lacking,TASK): what of that the board does not have, if we know it.
lacking = $(if $(BOARD_PROCESSOR_$(MICROKIT_BOARD)),$(filter-out \
    $(BOARD_EXTRAS_$(MICROKIT_BOARD)),$(NEEDS_$(1))))
# Goals that are about TASK build it, too.
demo_goals := $(sort $(filter task%,$(LATER_GOALS)) \
    $(if $(filter sdcard diagram timeline,$(LATER_GOALS)),$(TASK)))
$(foreach t,$(demo_goals),$(if $(call lacking,$(t)),$(error $(t) needs what the board \
    $(MICROKIT_BOARD) does not have: $(call lacking,$(t)); boards that have it: $(strip $(foreach \
    b,$(BOARDS),$(if $(filter-out $(BOARD_EXTRAS_$(b)),$(NEEDS_$(t))),,$(b)))))))

ifneq ($(filter task%,$(LATER_GOALS)),)
ifneq ($(DEMO_SDK),$(SDK))
ifneq ($(shell scripts/check_sdk.sh --require '$(DEMO_SDK)' '$(MICROKIT_BOARD)' \
    '$(MICROKIT_CONFIG)' && echo yes),yes)
$(error Nothing was built: see the message above)
endif
else ifeq ($(filter $(MICROKIT_BOARD),$(ALL_BOARDS)),)
$(error MICROKIT_BOARD is $(MICROKIT_BOARD); the boards are: $(ALL_BOARDS))
else ifeq ($(filter $(MICROKIT_CONFIG),$(CONFIGS)),)
$(error MICROKIT_CONFIG is $(MICROKIT_CONFIG); the configurations are: $(CONFIGS))
endif
endif

# $(call demo,NAME,DESCRIPTION), of the programs in NAME_programs.  MORE_NAME are other images that
# belong to it, and are booted after it.
define demo
DESCRIPTION_$(1) := $(2)
$(call image,$(1),$($(1)_programs),$(2),$(DEMO_SDK),$(MICROKIT_BOARD),$(MICROKIT_CONFIG))

.PHONY: $(1)
$(1): $(patsubst %,$(BUILD)/%/loader.img,$(1) $(MORE_$(1))) \
    $(if $(filter $(SDK),$(DEMO_SDK)),$(SDK)/VERSION)
	@printf '%s\n' $(foreach i,$(1) $(MORE_$(1)),'$(strip $(MICROKIT_BOARD) \
	    $(BUILD)/$(i)/loader.img $(MICROKIT_CONFIG))') >$(BUILD)/last
	@echo 'Built $(BUILD)/$(1)/loader.img with $(DEMO_SDK) ($(MICROKIT_BOARD), $(MICROKIT_CONFIG)).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot it with: make run')
endef

# What a component needs that judges.
JUDGE := demos/common/judge.c

# What a component needs whose lives all begin with the same memory.
LIFE := $(addprefix demos/common/,life.c life_restart.S life.lds)

task2_programs := $(addprefix demos/task2/,server.c client.c)
PARTS_task2_client := $(JUDGE)
$(eval $(call demo,task2,demos/task2/system.xml))

task3_programs := $(addprefix demos/task3/,log_server.c log_client.c logger.c warden.c prober.c \
    watcher.c)
PARTS_task3_warden := $(addprefix demos/task3/,warden_say.c warden_fault.c warden_logs.c \
    warden_space.c warden_caps.c warden_given.c warden_registers.c) \
    $(JUDGE)
PARTS_task3_prober := demos/task3/registers.c
$(eval $(call demo,task3,demos/task3/system_with_logger.xml))

task4_programs := $(addprefix demos/task4/,fault_handler.c fault_test.c safe_client.c) \
    demos/common/safe_server.c
PARTS_task4_fault_handler := $(addprefix demos/task4/,crash_log.c fault_story.c \
    fault_kinds.c) $(addprefix demos/common/,fault_decode.c fault_print.c revive.c) $(JUDGE)
PARTS_task4_fault_test := demos/task4/crashes.S $(LIFE)
PARTS_task4_safe_client := demos/task4/hold.S
$(eval $(call demo,task4,demos/task4/system_fault.xml))

# The exploit is a program of its own; the attacker contains its bytes.
# $(call exploit,IMAGE,SDK,BOARD,CONFIG)
exploit_sources := $(addprefix demos/task5/,payload.c payload_entry.S)
exploit_script := demos/task5/payload.lds
define exploit
PARTS_$(1)_attack_handler := $(addprefix demos/common/,fault_decode.c revive.c) $(JUDGE)
PARTS_$(1)_vulnerable_pd := demos/task5/ledger.c $(LIFE)
PARTS_$(1)_ledger_client := $(addprefix demos/task5/,blast_radius.c verdict.c) $(JUDGE)
$(call unit,$(1)-payload,$(exploit_sources),$$(TARGET_CC) $$(TARGET_FLAGS) \
    -mcpu=$(call processor,$(3)) $(call places,$(3)) \
    $(call sdk_include,$(2),$(2)/board/$(strip $(3))/$(4)),$(1))
$(call objects,$(1)-payload,$(exploit_sources)): | \
    $(call sdk_part,$(2),$(2)/board/$(strip $(3))/$(4),include/%)
$(BUILD)/$(1)/payload.elf: $(call objects,$(1)-payload,$(exploit_sources)) $(exploit_script) \
    $(2)/board/$(strip $(3))/$(4)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(TARGET_LD) $$(TARGET_FIXES) $$(filter-out %.lds,$$^) -s -T $(exploit_script) -o $$@
$(BUILD)/obj/$(1)/demos/task5/attacker.c.o: $(BUILD)/$(1)/payload.elf
$(BUILD)/obj/$(1)/demos/task5/attacker.c.o: TARGET_FLAGS += -Wa,-I$(BUILD)/$(1)
endef

$(eval $(call exploit,task5,$(DEMO_SDK),$(MICROKIT_BOARD),$(MICROKIT_CONFIG)))
task5_programs := $(addprefix demos/task5/,attack_handler.c vulnerable_pd.c attacker.c \
    ledger_client.c) demos/common/safe_server.c
$(eval $(call demo,task5,demos/task5/system_buffer_overflow.xml))

MACHINE_task6 := demos/task6/machine
PARTS_task6_iommu := $(addprefix demos/common/,device/smmu.c device/smmu_table.c memory.c)
PARTS_task6_judge := $(patsubst %,demos/task6/judge_%.c,ask open closed owner return) $(JUDGE) \
    $(addprefix demos/common/,device/smmu_table.c memory.c)
task6_programs := $(addprefix demos/task6/,victim.c driver.c iommu.c judge.c)
$(eval $(call demo,task6,demos/task6/system_with_iommu.xml))

# A disk, behind the SMMU; demos/task6_disk/disk.sh says what is on it.
MACHINE_task6_disk := demos/task6_disk/machine
PARTS_task6_disk_iommu := $(PARTS_task6_iommu)
PARTS_task6_disk_client := $(JUDGE)
task6_disk_programs := $(addprefix demos/task6_disk/,iommu.c disk.c client.c)
$(eval $(call demo,task6_disk,demos/task6_disk/system_with_disk.xml))
define disk_rule
$(1)/loader.img: | $(1)/disk.img
$(1)/disk.img: demos/task6_disk/disk.sh
	@mkdir -p $$(@D)
	$$(call say,DISK,$$@)
	$(Q)demos/task6_disk/disk.sh >$$@
endef
$(eval $(call disk_rule,$(BUILD)/task6_disk))

task7_programs := $(addprefix demos/task7/budget/,timer.c control.c hog.c flooder.c storm.c \
    keeper.c crasher.c) $(addprefix demos/task7/server/,medic.c guardian.c server.c spender.c \
    client.c) $(addprefix demos/task7/inversion/,high.c middle.c low.c) demos/task7/time_judge.c
PARTS_task7_time_judge := $(JUDGE) $(addprefix demos/task7/,exact.c budget/budgets.c \
    budget/windows.c server/callers.c inversion/scenes.c)
MACHINE_task7 := demos/task7/machine

# $(call interrupter,BOARD,VALUE): of the board's fact (1: kind, 2: address, 3: interrupt); where we
# do not know the board, which is another SDK's, what QEMU's `virt` has.
interrupter = $(word $(2),$(or $(BOARD_INTERRUPTER_$(strip \
    $(1))),$(BOARD_INTERRUPTER_qemu_virt_aarch64)))
# $(call time_parts,IMAGE,BOARD)
define time_parts
PARTS_$(1)_storm := demos/task7/budget/interrupter/$(call interrupter,$(2),1).c
$(BUILD)/$(1)/system_time.xml: demos/task7/system_time.xml $(BUILD)/$(1).kept
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q)sed -e 's/phys_addr="0x9010000"/phys_addr="$(call interrupter,$(2),2)"/' \
	    -e 's/irq="34"/irq="$(call interrupter,$(2),3)"/' $$< >$$@
endef
# $(call time_description,IMAGE,BOARD): the one that is there is for QEMU's `virt`.
time_description = $(if $(filter pl031,$(call \
    interrupter,$(2),1)),demos/task7/system_time.xml,$(BUILD)/$(1)/system_time.xml)
$(eval $(call time_parts,task7,$(MICROKIT_BOARD)))

# Its covert channels: two systems of their own, as domains are a property of a whole system.
# $(call channels,PREFIX,SDK,BOARD,CONFIG): their images, task7_channels and task7_domains.
channel_files = $(addprefix demos/task7/channel/,$(1))
define channel_parts
MACHINE_$(1) := $(MACHINE_task7)
PARTS_$(1)_high := $(call channel_files,covert.c traces.c)
PARTS_$(1)_low := $(call channel_files,covert.c listen.c traces.c)
PARTS_$(1)_judge_ordinary := $(JUDGE) demos/task7/exact.c $(call channel_files,covert.c referee.c)
PARTS_$(1)_judge_domains := $$(PARTS_$(1)_judge_ordinary)
endef
$(foreach p,task7_ test/task7_,$(foreach s,channels domains,$(eval $(call channel_parts,$(p)$(s)))))
define channels
$(call image,$(1)task7_channels,$(call channel_files,clock.c high.c low.c judge_ordinary.c),$(call \
    channel_files,channels.system),$(2),$(3),$(4))
$(call image,$(1)task7_domains,$(call channel_files,heir.c high.c low.c judge_domains.c),$(call \
    channel_files,domains.system),$(2),$(3),$(4))
endef
$(eval $(call channels,,$(DEMO_SDK),$(MICROKIT_BOARD),$(MICROKIT_CONFIG)))
# Microkit has had what these descriptions say since 2.3.
demo_version := $(shell head -n 1 $(DEMO_SDK)/VERSION 2>/dev/null)
MORE_task7 := $(if $(and $(filter 2.0 2.0.% 2.1.% 2.2.%,$(demo_version)),$(if $(findstring \
    bulkhead,$(demo_version)),,yes)),,task7_channels task7_domains)
$(eval $(call demo,task7,$(call time_description,task7,$(MICROKIT_BOARD))))

# What a Raspberry Pi 4's card needs, in the folder or file SDCARD; docs/rpi4.md.
CARD_TASKS := task2 task3 task4 task5 task6 task7 task-selftest task-bench \
    $(patsubst %,task-bench-%,2pd 16pd 63pd 63pd_channels)
SDCARD := $(BUILD)/sdcard
FIRMWARE :=
.PHONY: sdcard
ifneq ($(filter sdcard,$(LATER_GOALS)),)
ifeq ($(filter rpi4b_%,$(filter $(BOARDS),$(MICROKIT_BOARD))),)
$(error a card is for a Raspberry Pi 4, but MICROKIT_BOARD is '$(MICROKIT_BOARD)'; \
    expected one of: $(filter rpi4b_%,$(BOARDS)))
endif
ifeq ($(filter $(CARD_TASKS),$(TASK)),)
$(error TASK is '$(TASK)'; expected one of: $(CARD_TASKS))
endif
endif
# Of those that print a page, each board's has a folder of its own.
sdcard: $(BUILD)/$(TASK)$(if $(filter task-%,$(TASK)),/$(MICROKIT_BOARD))/loader.img \
    kernel/board/rpi4b_1gb/config.txt
	@kernel/board/sdcard.sh $^ '$(SDCARD)' '$(FIRMWARE)'

# Who looks for the first one.
.PHONY: task1
task1:
	@printf '%s\n' 'error: there is no task1: the numbers are those of a course, whose first' \
	    '  task has no demonstration.  The first one here: make setup task2 run' >&2
	@exit 1
