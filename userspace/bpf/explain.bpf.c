// SPDX-License-Identifier: GPL-2.0
/*
 * The steps of a call, as events with times: two probes on each function that is a
 * step, told apart by their cookies. Nothing is sent but inside the call that is
 * explained, by tasks that are followed.
 */
#include "kernel.h"

#include "filter.h"
#include "steps.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 << 20);
} events SEC(".maps");

/* How deep a thread is in calls that are explained: a fault may come in mmap(). */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u32);
} inside SEC(".maps");

static __always_inline struct mms_step *new_event(enum mms_step_kind kind,
						  __u64 cookie)
{
	struct mms_step *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	__u64 id = bpf_get_current_pid_tgid();

	if (!event) {
		lose(MMS_LOSS_EVENTS_FULL);
		return NULL;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->ns = bpf_ktime_get_ns();
	event->tid = id;
	event->tgid = id >> 32;
	event->step = cookie & MMS_STEP_MASK;
	event->kind = kind;
	return event;
}

static __always_inline __u32 this_thread(void)
{
	return bpf_get_current_pid_tgid();
}

/* Whether this call is to be told of; a root makes it so. */
static __always_inline bool enters(__u64 cookie)
{
	__u32 tid = this_thread(), one = 1, *depth = bpf_map_lookup_elem(&inside, &tid);

	if (!(cookie & MMS_STEP_ROOT))
		return depth;
	if (depth)
		(*depth)++;
	else if (bpf_map_update_elem(&inside, &tid, &one, BPF_ANY))
		lose(MMS_LOSS_STARTS_FULL);
	return true;
}

static __always_inline bool leaves(__u64 cookie)
{
	__u32 tid = this_thread(), *depth = bpf_map_lookup_elem(&inside, &tid);

	if (!depth)
		return false;
	if (cookie & MMS_STEP_ROOT && --(*depth) == 0)
		bpf_map_delete_elem(&inside, &tid);
	return true;
}

/* Zones from the preferred one on, as far as a request of this kind may go. */
static __always_inline void look_at_zones(struct pt_regs *ctx, __u64 cookie)
{
	struct alloc_context *ac = (struct alloc_context *)PT_REGS_PARM4(ctx);
	__u32 alloc_flags = PT_REGS_PARM3(ctx), nr = 0, i;
	struct mms_zones_step *event;
	struct zoneref *ref = BPF_CORE_READ(ac, preferred_zoneref);
	__u32 highest = BPF_CORE_READ(ac, highest_zoneidx);
	__u64 free_pages = bpf_core_enum_value(enum zone_stat_item, NR_FREE_PAGES);

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		lose(MMS_LOSS_EVENTS_FULL);
		return;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->step.ns = bpf_ktime_get_ns();
	event->step.tid = this_thread();
	event->step.tgid = bpf_get_current_pid_tgid() >> 32;
	event->step.step = cookie & MMS_STEP_MASK;
	event->step.kind = MMS_STEP_ZONES;
	event->step.args[0] = (__u32)PT_REGS_PARM1(ctx);
	event->step.args[1] = (__u32)PT_REGS_PARM2(ctx);
	event->step.args[2] = alloc_flags;
	for (i = 0; i < MMS_STEP_ZONES_MAX; i++) {
		struct mms_zone_look *look = &event->zones[i];
		struct zone *zone = BPF_CORE_READ(ref, zone);

		if (!zone)
			break;
		look->nid = BPF_CORE_READ(zone, node);
		look->zone_idx = BPF_CORE_READ(ref, zone_idx);
		bpf_core_read(&look->free, sizeof(long), &zone->vm_stat[free_pages]);
		bpf_core_read(&look->mark, sizeof(long), &zone->_watermark[alloc_flags & 3]);
		look->mark += BPF_CORE_READ(zone, watermark_boost);
		bpf_core_read(&look->reserve, sizeof(long),
			      &zone->lowmem_reserve[highest & 7]);
		nr++;
		ref = (void *)ref + bpf_core_type_size(struct zoneref);
	}
	event->step.nr_zones = nr;
	bpf_ringbuf_submit(event, 0);
}

static __always_inline int enter(struct pt_regs *ctx)
{
	__u64 cookie = bpf_get_attach_cookie(ctx);
	struct pt_regs *args = ctx;
	struct mms_step *event;

	if (!is_wanted() || !enters(cookie))
		return 0;
	event = new_event(MMS_STEP_ENTER, cookie);
	if (event) {
		if (cookie & MMS_STEP_SYSCALL)
			args = (struct pt_regs *)PT_REGS_PARM1(ctx);
		event->args[0] = PT_REGS_PARM1_CORE(args);
		event->args[1] = PT_REGS_PARM2_CORE(args);
		event->args[2] = PT_REGS_PARM3_CORE(args);
		event->args[3] = cookie & MMS_STEP_SYSCALL ? PT_REGS_PARM4_CORE_SYSCALL(args) :
							     PT_REGS_PARM4_CORE(args);
		bpf_ringbuf_submit(event, 0);
	}
	if (cookie & MMS_STEP_FREELIST)
		look_at_zones(ctx, cookie);
	return 0;
}

static __always_inline int leave(struct pt_regs *ctx)
{
	__u64 cookie = bpf_get_attach_cookie(ctx);
	struct mms_step *event;

	if (!is_wanted() || !leaves(cookie))
		return 0;
	event = new_event(MMS_STEP_EXIT, cookie);
	if (event) {
		event->args[0] = PT_REGS_RC(ctx);
		bpf_ringbuf_submit(event, 0);
	}
	return 0;
}

/* On one function each. */
SEC("kprobe")
int BPF_KPROBE(step_enter)
{
	return enter(ctx);
}

SEC("kretprobe")
int BPF_KRETPROBE(step_exit)
{
	return leave(ctx);
}

/* On all of those that call ftrace, where there are fprobes. */
SEC("kprobe.multi")
int BPF_KPROBE(steps_enter)
{
	return enter(ctx);
}

SEC("kretprobe.multi")
int BPF_KRETPROBE(steps_exit)
{
	return leave(ctx);
}

static __always_inline void page_event(enum mms_page_event what, const struct page *page,
				       __u32 order, __u32 migratetype)
{
	__u32 tid = this_thread();
	struct mms_step *event;

	if (!is_wanted() || !bpf_map_lookup_elem(&inside, &tid))
		return;
	event = new_event(MMS_STEP_PAGE, what);
	if (!event)
		return;
	event->args[0] = page ? page->flags : 0;
	event->args[1] = order;
	event->args[2] = migratetype;
	bpf_ringbuf_submit(event, 0);
}

SEC("tp_btf/mm_page_alloc")
int BPF_PROG(step_page_alloc, struct page *page, unsigned int order, unsigned int gfp,
	     int migratetype)
{
	page_event(MMS_PAGE_ALLOC, page, order, migratetype);
	return 0;
}

SEC("tp_btf/mm_page_free")
int BPF_PROG(step_page_free, struct page *page, unsigned int order)
{
	page_event(MMS_PAGE_FREE, page, order, 0);
	return 0;
}

SEC("tp_btf/mm_page_alloc_zone_locked")
int BPF_PROG(step_zone_locked, struct page *page, unsigned int order, int migratetype)
{
	page_event(MMS_PAGE_ZONE_LOCKED, page, order, migratetype);
	return 0;
}

SEC("tp_btf/mm_page_pcpu_drain")
int BPF_PROG(step_pcpu_drain, struct page *page, unsigned int order, int migratetype)
{
	page_event(MMS_PAGE_PCPU_DRAIN, page, order, migratetype);
	return 0;
}

SEC("tp_btf/mm_page_alloc_extfrag")
int BPF_PROG(step_extfrag, struct page *page, int order, int fallback_order, int migratetype)
{
	page_event(MMS_PAGE_EXTFRAG, page, fallback_order, migratetype);
	return 0;
}
