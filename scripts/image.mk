# SPDX-License-Identifier: BSD-2-Clause
#
# How a system description and its components' sources become an image: the demonstrations, the
# benchmark and the system tests use this.  The commands are those of a Microkit user's Makefile.

# $(call sdk_part,SDK,FOLDER,PATTERNS): what an image needs of an SDK; make can build only ours.
sdk_part = $(if $(filter $(SDK),$(1)),$(filter $(addprefix $(2)/,$(3)),$(SDK_FILES)),\
    $(wildcard $(subst %,*,$(addprefix $(2)/,$(3)))))

# Another SDK's headers are not held to our warnings; they use the GNU keyword `asm`.
sdk_include = $(if $(filter $(SDK),$(1)),-I,-std=gnu11 -isystem )$(2)/include

# $(call image,NAME,SOURCES,DESCRIPTION,SDK,BOARD,CONFIG): build/NAME/loader.img and report.txt.
# Each of SOURCES is one component's program, NAME.c becomes NAME.elf.  A component of several files
# names the others (.c, .S; .lds is added to the linker script) in PARTS_IMAGE_COMPONENT.  If the
# image needs more of QEMU than others do, MACHINE_IMAGE is the file that says so (scripts/qemu.sh).
parts = $(PARTS_$(1)_$(basename $(notdir $(2))))
all_sources = $(2) $(filter-out %.lds,$(foreach s,$(2),$(call parts,$(1),$(s))))

define image
$(call image_rules,$(1),$(2),$(3),$(4),$(strip $(5)),$(6),$(4)/board/$(strip $(5))/$(6))
endef

define image_rules
ifdef TARGET_CC
ifneq ($$(call stamp,$(1),$$(TARGET_STAMP) $(4) $(5) $(6)),)
$$(error Nothing was built: cannot write to $(BUILD)/)
endif
endif

$(call unit,$(1),$(call all_sources,$(1),$(2)),$$(TARGET_CC) $$(TARGET_FLAGS) \
    -mcpu=$(call processor,$(5)) $(call places,$(5)) -I$(BUILD)/$(1) \
    $(call sdk_include,$(4),$(7)),$(1))
$(BUILD)/$(1)/sdk_family.h: scripts/sdk_family.sh $(BUILD)/$(1).kept $(call \
    sdk_part,$(4),$(4),VERSION)
	@mkdir -p $$(@D)
	$(Q)scripts/sdk_family.sh $(4) >$$@
$(call objects,$(1),$(call all_sources,$(1),$(2))): | $(call sdk_part,$(4),$(7),include/%) \
    $(BUILD)/$(1)/sdk_family.h
$(foreach s,$(2),$(call program_rule,$(BUILD)/$(1)/$(basename $(notdir $(s))).elf,$(call \
    objects,$(1),$(call all_sources,$(1),$(s))),$(7)/lib,$(filter %.lds,$(call parts,$(1),$(s)))))
$(BUILD)/$(1)/loader.img: $(3) $(patsubst %.c,$(BUILD)/$(1)/%.elf,$(notdir $(2))) \
    $(call sdk_part,$(4),$(7),elf/%) $(call sdk_part,$(4),$(4),bin/microkit) \
    $(if $(MACHINE_$(1)),$(BUILD)/$(1)/machine)
	$$(call say,IMAGE,$$@)
	$(Q)MICROKIT_SDK='$(4)' $(4)/bin/microkit $(3) --search-path $(BUILD)/$(1) \
	    --board $(5) --config $(6) -o $$@ -r $(BUILD)/$(1)/report.txt
$(if $(MACHINE_$(1)),$(call machine_rule,$(BUILD)/$(1)/machine,$(MACHINE_$(1))))
endef

# $(call machine_rule,FILE,SOURCE)
define machine_rule
$(1): $(2)
	$$(copy)
endef

# $(call program_rule,ELF,OBJECTS,FOLDER OF THE LIBRARY,MORE LINKER SCRIPTS)
define program_rule
$(1): $(2) $(3)/libmicrokit.a $(3)/microkit.ld $(4)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(TARGET_LD) $$(TARGET_FIXES) -L$(3) $(2) $(4) -lmicrokit -Tmicrokit.ld -o $$@

endef
