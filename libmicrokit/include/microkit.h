/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interface of a protection domain (PD): the entry points it provides and
 * the calls it may make.  Names and behaviour are those of the seL4 Microkit
 * 2.0.1 manual.
 *
 * A channel or child is named by the id that the system description gives it.
 * Using a channel that this PD does not have, or not in this way, does nothing
 * but print a message, once for each call and channel; an operation that the
 * kernel refuses is a mistake in the program or the system, and crashes the PD.
 * Messages appear in the debug configuration only.
 */
#pragma once

#include <sel4/sel4.h>
#include <microkit_abi.h>

typedef unsigned int microkit_channel;
typedef unsigned int microkit_child; /* or a virtual CPU: they share ids */
typedef seL4_MessageInfo_t microkit_msginfo;

#ifdef __cplusplus
extern "C" {
#endif

/* Entry points: a PD defines the first two, and the others if it needs them. */

/* Runs once, before any of the others. */
void init(void);
/* The PD at the other end of `ch` signalled, or the interrupt `ch` happened. */
void notified(microkit_channel ch);
/* A protected call from the other end of `ch`; the return value is the reply.  C++ has no such
   name to give, so a program in C++ defines it under another. */
#ifdef __cplusplus
microkit_msginfo microkit_protected(microkit_channel ch,
                                    microkit_msginfo msginfo) __asm__("protected");
#else
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);
#endif
/* A child faulted.  If true, *reply_msginfo is sent and the child goes on; else it stays put. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

/* Written into the program by the tool. */
extern char microkit_name[MICROKIT_PD_NAME_LENGTH];
extern seL4_Bool microkit_passive;
extern seL4_Word microkit_irqs; /* these three: bit n = id n may be used so */
extern seL4_Word microkit_notifications;
extern seL4_Word microkit_pps;

/* The deferred call, if there is one: sent with the next receive. */
extern seL4_Bool microkit_have_signal;
extern seL4_CPtr microkit_signal_cap;
extern seL4_MessageInfo_t microkit_signal_msg;

/* Debug output; numbers in decimal.  Nothing outside the debug configuration. */
void microkit_dbg_putc(int c);
void microkit_dbg_puts(const char *s);
void microkit_dbg_put8(seL4_Uint8 x);
void microkit_dbg_put32(seL4_Uint32 x);

/* For the functions below, not for PDs: report a misuse; report an error and
   stop this PD; send the deferred call now. */
void microkit_internal_bad_channel(const char *function, microkit_channel ch);
SEL4_NORETURN void microkit_internal_crash(const char *function, unsigned id, seL4_Error error);
void microkit_internal_send_deferred(void);

static inline seL4_Bool microkit_internal_has(seL4_Word ids, microkit_channel ch)
{
    return __builtin_expect(ch <= MICROKIT_MAX_CHANNEL_ID && (ids >> ch & 1) != 0, 1) != 0;
}

/* Signals the PD at the other end. */
static inline void microkit_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_bad_channel("microkit_notify", ch);
        return;
    }
    seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + ch);
}

/* Tells the kernel that the interrupt was dealt with; there is no other before that. */
static inline void microkit_irq_ack(microkit_channel ch)
{
    seL4_Error error;

    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_bad_channel("microkit_irq_ack", ch);
        return;
    }
    error = seL4_IRQHandler_Ack(BASE_IRQ_CAP + ch);
    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_irq_ack", ch, error);
    }
}

/* Leaves a send for the next receive.  One already left is sent at once: none is lost. */
static inline void microkit_internal_defer(seL4_CPtr cap, seL4_MessageInfo_t msg)
{
    if (microkit_have_signal) {
        microkit_internal_send_deferred();
    }
    microkit_signal_cap = cap;
    microkit_signal_msg = msg;
    microkit_have_signal = seL4_True;
}

/* As microkit_notify, when the entry point returns: saves a system call. */
static inline void microkit_deferred_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_bad_channel("microkit_deferred_notify", ch);
        return;
    }
    microkit_internal_defer(BASE_OUTPUT_NOTIFICATION_CAP + ch, seL4_MessageInfo_new(0, 0, 0, 0));
}

/* As microkit_irq_ack, when the entry point returns. */
static inline void microkit_deferred_irq_ack(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_bad_channel("microkit_deferred_irq_ack", ch);
        return;
    }
    microkit_internal_defer(BASE_IRQ_CAP + ch, seL4_MessageInfo_new(IRQAckIRQ, 0, 0, 0));
}

/* Calls the PD at the other end and waits for its reply, whose words microkit_mr_get gets.
   An empty message if the channel is wrong. */
static inline microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo)
{
    if (!microkit_internal_has(microkit_pps, ch)) {
        microkit_internal_bad_channel("microkit_ppcall", ch);
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    return seL4_Call(BASE_ENDPOINT_CAP + ch, msginfo);
}

/* A message with `count` words (0 to 120); the label is the sender's to use, 52 bits. */
static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Uint16 count)
{
    return seL4_MessageInfo_new(label, 0, 0, count);
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_label(msginfo);
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_length(msginfo);
}

/* Message register `mr`, 0 to 119; those below `count` are sent, whatever their number.  A higher
   one is no message register, but some other word of this PD's page with the IPC buffer. */
static inline void microkit_mr_set(seL4_Uint8 mr, seL4_Word value)
{
    seL4_SetMR(mr, value);
}

/* Of the message received last; beyond its count the value means nothing. */
static inline seL4_Word microkit_mr_get(seL4_Uint8 mr)
{
    return seL4_GetMR(mr);
}

/* Lets a child run from `entry_point`, its other registers as they are. */
static inline void microkit_pd_restart(microkit_child pd, seL4_Word entry_point)
{
    seL4_UserContext context; /* not initialised: a compiler might call memset for it */
    seL4_Error error;

    context.pc = entry_point;
    error = seL4_TCB_WriteRegisters(BASE_TCB_CAP + pd, seL4_True, 0, 1 /* the pc */, &context);
    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_pd_restart", pd, error);
    }
}

/* Lets a child that was stopped go on where it is. */
static inline void microkit_pd_resume(microkit_child pd)
{
    seL4_Error error = seL4_TCB_Resume(BASE_TCB_CAP + pd);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_pd_resume", pd, error);
    }
}

/* Stops a child. */
static inline void microkit_pd_stop(microkit_child pd)
{
    seL4_Error error = seL4_TCB_Suspend(BASE_TCB_CAP + pd);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_pd_stop", pd, error);
    }
}

/* Lets a virtual CPU of this PD's virtual machine run from `entry_point`, an address of the guest,
   its other registers as they are: seL4_TCB_WriteRegisters on BASE_VM_TCB_CAP + vcpu sets those. */
static inline void microkit_vcpu_restart(microkit_child vcpu, seL4_Word entry_point)
{
    seL4_UserContext context; /* not initialised: as in microkit_pd_restart */
    seL4_Error error;

    context.pc = entry_point;
    error = seL4_TCB_WriteRegisters(BASE_VM_TCB_CAP + vcpu, seL4_True, 0, 1 /* the pc */,
                                    &context);
    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_restart", vcpu, error);
    }
}

/* Stops a virtual CPU. */
static inline void microkit_vcpu_stop(microkit_child vcpu)
{
    seL4_Error error = seL4_TCB_Suspend(BASE_VM_TCB_CAP + vcpu);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_stop", vcpu, error);
    }
}

/* Puts interrupt `irq` (0 to 1023) into list register `index` of the virtual CPU's interrupt
   controller, with a priority of 0 to 31, the highest first, and in group 0 or 1.  One that the
   guest is still dealing with must not be overwritten. */
static inline void microkit_vcpu_arm_inject_irq(microkit_child vcpu, seL4_Uint16 irq,
                                                seL4_Uint8 priority, seL4_Uint8 group,
                                                seL4_Uint8 index)
{
    seL4_Error error =
        seL4_ARM_VCPU_InjectIRQ(BASE_VCPU_CAP + vcpu, irq, priority, group, index);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_arm_inject_irq", vcpu, error);
    }
}

/* The guest has dealt with the private interrupt `irq` that a fault (VPPIEvent) told of: 27, the
   virtual timer's.  There is no other before that. */
static inline void microkit_vcpu_arm_ack_vppi(microkit_child vcpu, seL4_Word irq)
{
    seL4_Error error = seL4_ARM_VCPU_AckVPPI(BASE_VCPU_CAP + vcpu, irq);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_arm_ack_vppi", vcpu, error);
    }
}

/* A system register of the guest's, as it is now; `reg` is one of seL4_VCPUReg. */
static inline seL4_Word microkit_vcpu_arm_read_reg(microkit_child vcpu, seL4_Word reg)
{
    seL4_ARM_VCPU_ReadRegs_t result = seL4_ARM_VCPU_ReadRegs(BASE_VCPU_CAP + vcpu, reg);

    if (result.error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_arm_read_reg", vcpu, (seL4_Error)result.error);
    }
    return result.value;
}

static inline void microkit_vcpu_arm_write_reg(microkit_child vcpu, seL4_Word reg,
                                               seL4_Word value)
{
    seL4_Error error = seL4_ARM_VCPU_WriteRegs(BASE_VCPU_CAP + vcpu, reg, value);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_vcpu_arm_write_reg", vcpu, error);
    }
}

/* Calls the firmware with these registers, of which x0 says what is asked for; *response is what it
   left in them.  Of a PD with smc="true" alone. */
static inline void microkit_arm_smc_call(seL4_ARM_SMCContext *args,
                                         seL4_ARM_SMCContext *response)
{
    seL4_Error error = seL4_ARM_SMC_Call(MICROKIT_SMC_CAP, args, response);

    if (error != seL4_NoError) {
        microkit_internal_crash("microkit_arm_smc_call", (unsigned)args->x0, error);
    }
}

/* The capability that `cspace` of the system description puts into user slot `slot`, 0 to 127;
   seL4_CapNull if there is no such slot.  To invoke one that the description does not fill is an
   error, or, where it fills none, a fault. */
static inline seL4_CPtr microkit_cspace_root_slot_to_cptr(seL4_Word slot)
{
    if (slot >= MICROKIT_MAX_USER_CAPS) {
        return seL4_CapNull;
    }
    return BASE_USER_CAPS + slot;
}

#ifdef __cplusplus
}
#endif
