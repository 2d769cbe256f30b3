# SPDX-License-Identifier: BSD-2-Clause
#
# What all parts share: toolchains, flags, how a source becomes an object, and the SDK's layout.

SDK := $(BUILD)/sdk
CONFIGS := debug release benchmark

# All that is known of boards: BOARDS and their other names, BOARD_ALIASES (ALIAS:BOARD); of each,
# BOARD_PROCESSOR_NAME and what not all have, BOARD_EXTRAS_NAME; and constants in a folder.
ifneq ($(shell kernel/board/boards.sh '$(BUILD)/board' && echo yes),yes)
$(error Nothing was built: see the message above)
endif
include $(BUILD)/board/boards.mk

# $(call board_facts,BOARD): that folder.
board_facts = $(BUILD)/board/$(1)

# $(call sel4_level,BOARD): the numbers of libsel4 that differ by its kernel's exception level.
sel4_level = -Ilibsel4/el$(BOARD_LEVEL_$(1))

# $(call board_dir,BOARD,CONFIG): that pair's folder in our SDK.
board_dir = $(SDK)/board/$(1)/$(2)

# $(call processor,BOARD), that the compiler is to build for: of another SDK's board that we do not
# know, the oldest of ours.
processor = $(or $(BOARD_PROCESSOR_$(strip $(1))),cortex-a53)

# $(call places,BOARD): where it has what, for components that try to reach it: QEMU's `virt` has it
# there, of another SDK's board that we do not know.
places = $(or $(BOARD_PLACES_$(strip $(1))),$(BOARD_PLACES_qemu_virt_aarch64))

# $(call board_kind,BOARD): its kernel's exception level and its processor; what does not touch
# devices is the same on all boards of a kind.
board_kind = el$(BOARD_LEVEL_$(1))/$(call processor,$(1))
BOARD_KINDS := $(sort $(foreach b,$(BOARDS),$(call board_kind,$(b))))

# Commands are shown in short, their names as wide as the widest, or as they are with V=1.
Q := $(if $(V),,@)
say = $(info $(empty)  $(1)$(if $(filter AR AS CC KO LD,$(1)),   ,$(if \
    $(filter GEN DTC,$(1)),  ,$(if $(filter IMAGE,$(1)),, ))) $(2))

# What a newer compiler or linker warns of must not stop whoever has it: errors only if asked for.
STRICT := $(filter-out 0,$(WERROR))
WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes $(if $(STRICT),-Werror)
# No path of this machine gets into an object file: two builds are equal wherever they are made.
# Make itself knows these quotes, and starts the compiler without a shell.
NO_PATHS := '-ffile-prefix-map=$(subst ','\'',$(CURDIR))=.'
COMMON_FLAGS := -std=c11 $(WARNINGS) $(NO_PATHS)
HOST_FLAGS := $(COMMON_FLAGS) $(CFLAGS)
# With these goes -mcpu, of each board.  What avoids the errata of the Cortex-A53 harms no other.
TARGET_FLAGS := $(COMMON_FLAGS) $(CFLAGS) -ffreestanding -nostdlib -fno-pic -fno-pie \
    -mstrict-align -mfix-cortex-a53-835769 -fno-stack-protector
# Without floating-point registers: the system's own parts run where nobody saves them.
SYSTEM_FLAGS := $(TARGET_FLAGS) -mgeneral-regs-only
# Around errata of the Cortex-A53 (docs/building.md), with TARGET_FIXES, which the linker knows.
LINK_FLAGS = -nostdlib -static -z max-page-size=4096 --build-id=none $(TARGET_FIXES) \
    $(if $(STRICT),--fatal-warnings)

# Where the host's libraries are, if not in its compiler's own folders: asked for when needed, and
# then once.
library_flags = $(eval library_flags := $$(shell scripts/host_flags.sh))$(library_flags)

# The cross toolchain is looked for only when a goal needs it.
HOST_GOALS := run check-sdk test-host fuzz fuzz-kernel coverage sabotage mutants \
    exercise exercises docs
ifneq ($(filter-out $(HOST_GOALS),$(LATER_GOALS)),)
toolchain_found := $(shell CROSS_COMPILE='$(CROSS_COMPILE)' LLVM='$(LLVM)' \
    scripts/toolchain.sh '$(BUILD)/toolchain.mk' && echo yes)
ifneq ($(toolchain_found),yes)
$(error Nothing was built: see the message above)
endif
include $(BUILD)/toolchain.mk
endif

# $(call stamp,NAME,TEXT) keeps TEXT in build/NAME.kept; the file changes only when TEXT does, and
# what depends on it is then built anew.  What makes an error of a warning changes no object.  The
# file is make's own, so that nothing has to be started to learn that it is as it has to be.
stamp = $(call keep,$(1),$(BUILD)/$(1).kept,$(strip $(filter-out \
    -Werror --fatal-warnings,$(2))))
keep = $(if $(call is_kept,$(1),$(2),$(3)),,$(shell \
    scripts/keep.sh '$(2)' 'KEPT_$(1) := $(subst ','\'',$(call escaped,$(3)))' || echo failed))
is_kept = $(if $(wildcard $(2)),$(eval include $(2))$(if $(call differ,$(KEPT_$(1)),$(3)),,yes))
differ = $(subst :$(strip $(1)):,,:$(2):)
hash := \#
escaped = $(subst $(hash),\$(hash),$(subst $$,$$$$,$(1)))

# The rules themselves count as flags, by a checksum.
RULES := $(shell cat Makefile */*.mk | cksum)
HOST_STAMP := $(RULES) $(CC) $(shell $(CC) --version 2>&1 | head -n 1) $(HOST_FLAGS)
TARGET_STAMP = $(RULES) $(TOOLCHAIN) $(TARGET_CC) $(TARGET_LD) $(SYSTEM_FLAGS) \
    $(LINK_FLAGS) $(ROOT_CNODE_BITS) $(foreach b,$(BOARDS),$(call processor,$(b)))

ifneq ($(call stamp,host,$(HOST_STAMP)),)
$(error Nothing was built: cannot write to $(BUILD)/)
endif
ifdef TARGET_CC
ifneq ($(call stamp,target,$(TARGET_STAMP)),)
$(error Nothing was built: cannot write to $(BUILD)/)
endif
endif

# $(call objects,UNIT,SOURCES): a unit is a set of sources compiled with the same flags.
objects = $(patsubst %,$(BUILD)/obj/$(1)/%.o,$(2))

# What a recipe begins with: $@'s folder is made if it is not there.
in_folder = $(if $(wildcard $(@D)),,@mkdir -p $(@D))

# $(call unit,UNIT,SOURCES,COMPILER AND FLAGS,STAMP): how UNIT's sources become objects.
define unit
$(BUILD)/obj/$(1)/%.c.o: %.c $(BUILD)/$(4).kept
	$$(in_folder)
	$$(call say,CC,$$@)
	$$(Q)$(3) -MMD -MP -c $$< -o $$@
$(BUILD)/obj/$(1)/%.S.o: %.S $(BUILD)/$(4).kept
	$$(in_folder)
	$$(call say,AS,$$@)
	$$(Q)$(3) -MMD -MP -c $$< -o $$@
DEPENDENCIES += $(patsubst %,$(BUILD)/obj/$(1)/%.d,$(2))
endef

# $(call link,OBJECTS AND LINKER ARGUMENTS): the recipe that links $@.
define link
	$(in_folder)
	$(call say,LD,$@)
	$(Q)$(TARGET_LD) $(LINK_FLAGS) $(1) -o $@
endef

# Not cp, which would copy the mode of a read-only source tree.
define copy
	$(in_folder)
	$(call say,COPY,$@)
	$(Q)cat $< >$@
endef

# Fails early and in plain words where the host has no Jansson, which make setup installs.
$(BUILD)/jansson: scripts/check_library.sh $(BUILD)/host.kept
	@mkdir -p $(@D)
	@CC='$(CC)' scripts/check_library.sh jansson jansson.h && touch $@

# Each part adds to SDK_FILES what it puts into the SDK; scripts/board.mk, after them, gives boards
# their other names.
SDK_FILES := $(SDK)/VERSION
$(SDK)/VERSION: Makefile
	@mkdir -p $(@D)
	$(Q)echo '2.0.1+bulkhead.$(VERSION)' >$@

.PHONY: run check-sdk
# `run` together with a demonstration boots that demonstration.
run: $(filter task%,$(LATER_GOALS))
	@KEEP='$(KEEP)' scripts/run.sh '$(BUILD)/last'

check-sdk:
	@scripts/check_sdk.sh '$(SDK)' '$(MICROKIT_SDK)' '$(MICROKIT_BOARD)' '$(MICROKIT_CONFIG)'
