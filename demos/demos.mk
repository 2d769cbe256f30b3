# SPDX-License-Identifier: BSD-2-Clause
#
# The demonstrations, each an image in build/NAME, built with our SDK or with the one that
# MICROKIT_SDK names.

DEMO_SDK := $(if $(filter-out $(abspath $(SDK)),$(abspath $(MICROKIT_SDK))),$(MICROKIT_SDK),$(SDK))

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

# $(call demo,NAME,COMPONENTS,DESCRIPTION)
define demo
$(call image,$(1),$(2:%=demos/%.c),demos/$(3),$(DEMO_SDK),$(MICROKIT_BOARD),$(MICROKIT_CONFIG))

.PHONY: $(1)
$(1): $(BUILD)/$(1)/loader.img $(if $(filter $(SDK),$(DEMO_SDK)),$(SDK)/VERSION)
	@echo '$(MICROKIT_BOARD) $(BUILD)/$(1)/loader.img' >$(BUILD)/last
	@echo 'Built $(BUILD)/$(1)/loader.img with the SDK in $(DEMO_SDK)'\
	    '($(MICROKIT_BOARD), $(MICROKIT_CONFIG)).'
	$(if $(filter run,$(LATER_GOALS)),,@echo 'Boot it with: make run')
endef

$(eval $(call demo,task2,server client,system.xml))

PARTS_task4_fault_handler := $(addprefix demos/,fault_story.c fault_kinds.c fault_verdict.c \
    fault_decode.c fault_print.c revive.c)
PARTS_task4_fault_test := $(addprefix demos/,crashes.S life.c life_restart.S life.lds)
PARTS_task4_safe_client := demos/hold.S
$(eval $(call demo,task4,fault_handler fault_test safe_server safe_client,system_fault.xml))

PARTS_task3_warden := $(addprefix demos/,warden_say.c warden_fault.c warden_logs.c \
    warden_space.c warden_caps.c warden_given.c)
$(eval $(call demo,task3,log_server log_client logger warden prober watcher,system_with_logger.xml))

# The exploit is a program of its own; the attacker contains its bytes.
# $(call exploit,IMAGE,SDK,BOARD,CONFIG)
exploit_sources := demos/payload.c demos/payload_entry.S
define exploit
PARTS_$(1)_attack_handler := demos/fault_decode.c demos/revive.c
PARTS_$(1)_vulnerable_pd := $(addprefix demos/,ledger.c life.c life_restart.S life.lds)
PARTS_$(1)_ledger_client := demos/blast_radius.c
$(call unit,$(1)-payload,$(exploit_sources),$$(TARGET_CC) $$(TARGET_FLAGS) $(call \
    sdk_include,$(2),$(2)/board/$(strip $(3))/$(4)),$(1))
$(call objects,$(1)-payload,$(exploit_sources)): | \
    $(call sdk_part,$(2),$(2)/board/$(strip $(3))/$(4),include/%)
$(BUILD)/$(1)/payload.elf: $(call objects,$(1)-payload,$(exploit_sources)) demos/payload.lds \
    $(2)/board/$(strip $(3))/$(4)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(TARGET_LD) $$(filter-out %.lds,$$^) -s -T demos/payload.lds -o $$@
$(BUILD)/obj/$(1)/demos/attacker.c.o: $(BUILD)/$(1)/payload.elf
$(BUILD)/obj/$(1)/demos/attacker.c.o: TARGET_FLAGS += -Wa,-I$(BUILD)/$(1)
endef

$(eval $(call exploit,task5,$(DEMO_SDK),$(MICROKIT_BOARD),$(MICROKIT_CONFIG)))
task5_programs := safe_server attack_handler vulnerable_pd attacker ledger_client
$(eval $(call demo,task5,$(task5_programs),system_buffer_overflow.xml))
