// SPDX-License-Identifier: GPL-2.0
/*
 * Counts and times what the kernel does to get memory back: kswapd, direct reclaim,
 * compaction, the OOM killer.
 */
#include "kernel.h"

#define UNTIMED_EVENT MMS_NO_EVENT
#define TIMES_OF_FLAGS 0
#include "event_count.h"
#include "kernel_watch.h"

#define PF_KSWAPD 0x00020000	/* include/linux/sched.h, the same since 4.12 */

/* By its address as a number: verifiers want no arithmetic with pointers. */
static __always_inline int zone_idx_of(__u64 zone)
{
	__u64 node = (__u64)BPF_CORE_READ((struct zone___place *)zone, zone_pgdat);

	return (zone - node - bpf_core_field_offset(struct pglist_data, node_zones)) /
	       bpf_core_type_size(struct zone);
}

#define MMS_MOST_ZONES 8	/* MAX_NR_ZONES is 3 to 6: include/generated/bounds.h */

/*
 * Where each zone was when it was looked at last, by its address: since when, in ns, and
 * in the low bits the enum mms_mark, so that both change at once.
 */
#define MMS_MARK_BITS 2	/* for MMS_MARKS of them */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} zone_states SEC(".maps");

static __always_inline enum mms_mark mark_of(struct zone *zone)
{
	__u64 free_pages = bpf_core_enum_value(enum zone_stat_item, NR_FREE_PAGES);
	unsigned long marks[3] = {}, boost = BPF_CORE_READ(zone, watermark_boost);
	long free = 0;

	bpf_core_read(&free, sizeof(free), &zone->vm_stat[free_pages]);
	bpf_core_read(&marks, sizeof(marks), &zone->_watermark);
	if (free < (long)(marks[0] + boost))
		return MMS_BELOW_MIN;
	if (free < (long)(marks[1] + boost))
		return MMS_BELOW_LOW;
	if (free < (long)(marks[2] + boost))
		return MMS_BELOW_HIGH;
	return MMS_ABOVE_HIGH;
}

/*
 * Nothing tells when a zone crosses a watermark. It is looked at where that matters:
 * when an allocation finds it short, and when kswapd begins and ends. The time of a
 * crossing is what the zone was where it came from. That is the machine's, whoever
 * looked: filters have no say in it.
 */
static __always_inline void look_at_zone(__u64 zone, int nid, int idx, enum mms_mark mark)
{
	struct mms_event_sort sort = { .what = MMS_ZONE_CROSSED, .nid = nid, .other = idx };
	struct mms_event_sum sum = { .count = 1 };
	__u64 *state = bpf_map_lookup_elem(&zone_states, &zone), was, now, since;

	if (!counting)
		return;
	if (!state) {
		now = bpf_ktime_get_ns() << MMS_MARK_BITS | mark;
		/* Of two CPUs one is the first to look; that is enough. */
		bpf_map_update_elem(&zone_states, &zone, &now, BPF_NOEXIST);
		if (!bpf_map_lookup_elem(&zone_states, &zone))
			lose(MMS_LOSS_STARTS_FULL);
		return;
	}
	was = *(volatile __u64 *)state;
	since = was >> MMS_MARK_BITS;
	sort.code = was & ((1 << MMS_MARK_BITS) - 1);
	sort.flags = mark;
	now = bpf_ktime_get_ns();
	/* Of two CPUs that see it cross, one counts it. */
	if (sort.code == (int)mark ||
	    __sync_val_compare_and_swap(state, was, now << MMS_MARK_BITS | mark) != was)
		return;
	/* Clocks of two CPUs may differ a little. */
	sum.ns = now > since ? now - since : 0;
	sum.max_ns = sum.ns ? sum.ns : 1;
	sort.bucket = bucket_of(sum.ns);
	add_sum(&sorts, &sort, &sum, MMS_LOSS_RANGE);
}

/* The zones of a node that have pages, by address. */
static __always_inline void look_at_zones(__u64 node)
{
	__u64 idx, zone = node + bpf_core_field_offset(struct pglist_data, node_zones);
	int nid = BPF_CORE_READ((struct pglist_data___id *)node, node_id);

	for (idx = 0; idx < MMS_MOST_ZONES; idx++, zone += bpf_core_type_size(struct zone)) {
		if (idx >= layout.zones)
			break;
		if (BPF_CORE_READ((struct zone *)zone, present_pages))
			look_at_zone(zone, nid, idx, mark_of((struct zone *)zone));
	}
}

static __always_inline void end_reclaim(enum mms_reclaim_event event, __u64 nr_reclaimed)
{
	struct mms_start *start = begun(event);

	if (start)
		end_event(start, nr_reclaimed, 0);
}

SEC("tp_btf/mm_vmscan_kswapd_wake")
int BPF_PROG(kswapd_wake, int nid, int zid, int order)
{
	count_moment(MMS_KSWAPD_WAKE, nid, MMS_NONE, order, 0, 0, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_kswapd_sleep")
int BPF_PROG(kswapd_sleep, int nid)
{
	count_moment(MMS_KSWAPD_SLEEP, nid, MMS_NONE, 0, 0, 0, 0);
	return 0;
}

SEC("fentry/balance_pgdat")
int BPF_PROG(balance_enter, struct pglist_data___id *pgdat, int order)
{
	look_at_zones(argument(ctx, 0));
	begin_event(MMS_BALANCE_PGDAT, BPF_CORE_READ(pgdat, node_id), MMS_NONE, order, 0);
	return 0;
}

SEC("fexit/balance_pgdat")
int BPF_PROG(balance_exit)
{
	end_reclaim(MMS_BALANCE_PGDAT, 0);
	look_at_zones(argument(ctx, 0));
	return 0;
}

SEC("tp_btf/mm_vmscan_wakeup_kswapd")
int BPF_PROG(kswapd_wakeup, int nid, int zid, int order)
{
	count_moment(MMS_WAKEUP_KSWAPD, nid, zid, order, 0, 0, 0);
	return 0;
}

/*
 * An allocation that found less than the low watermark calls it: for one zone of each
 * node that it may take from.
 */
SEC("fentry/wakeup_kswapd")
int BPF_PROG(zone_mark, struct zone *zone)
{
	int nid = BPF_CORE_READ(zone, node), idx = zone_idx_of(argument(ctx, 0));
	enum mms_mark mark = mark_of(zone);

	count_moment(MMS_ZONE_MARK, nid, idx, mark, 0, 0, 0);
	look_at_zone(argument(ctx, 0), nid, idx, mark);
	return 0;
}

SEC("tp_btf/mm_vmscan_direct_reclaim_begin")
int BPF_PROG(direct_reclaim_begin, int order)
{
	begin_event(MMS_DIRECT_RECLAIM, MMS_NONE, MMS_NONE, order, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_direct_reclaim_end")
int BPF_PROG(direct_reclaim_end, unsigned long nr_reclaimed)
{
	end_reclaim(MMS_DIRECT_RECLAIM, nr_reclaimed);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_begin")
int BPF_PROG(memcg_reclaim_begin, int order)
{
	begin_event(MMS_MEMCG_RECLAIM, MMS_NONE, MMS_NONE, order, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_end")
int BPF_PROG(memcg_reclaim_end, unsigned long nr_reclaimed)
{
	end_reclaim(MMS_MEMCG_RECLAIM, nr_reclaimed);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_softlimit_reclaim_begin")
int BPF_PROG(memcg_softlimit_reclaim_begin, int order)
{
	begin_event(MMS_MEMCG_SOFTLIMIT, MMS_NONE, MMS_NONE, order, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_softlimit_reclaim_end")
int BPF_PROG(memcg_softlimit_reclaim_end, unsigned long nr_reclaimed)
{
	end_reclaim(MMS_MEMCG_SOFTLIMIT, nr_reclaimed);
	return 0;
}

SEC("tp_btf/mm_vmscan_node_reclaim_begin")
int BPF_PROG(node_reclaim_begin, int nid, int order)
{
	begin_event(MMS_NODE_RECLAIM, nid, MMS_NONE, order, 0);
	return 0;
}

SEC("tp_btf/mm_vmscan_node_reclaim_end")
int BPF_PROG(node_reclaim_end, unsigned long nr_reclaimed)
{
	end_reclaim(MMS_NODE_RECLAIM, nr_reclaimed);
	return 0;
}

/* It tells itself how long that was. */
SEC("tp_btf/mm_vmscan_throttled")
int BPF_PROG(throttled, int nid, int usec_timeout, int usec_delayed, int reason)
{
	__u64 ns = (__u64)(__u32)usec_delayed * 1000;
	struct mms_event_sum sum = { .count = 1, .ns = ns, .max_ns = ns ? ns : 1 };
	struct mms_event_key key = {
		.sort = { .what = MMS_THROTTLED, .bucket = MMS_NO_BUCKET, .nid = nid,
			  .other = MMS_NONE, .code = reason },
	};

	if (!is_wanted())
		return 0;
	name_process(&key);
	count_event(&key, &sum);
	return 0;
}

static __always_inline bool is_inside(__u32 what)
{
	__u64 at = start_of(what);

	return bpf_map_lookup_elem(&starts, &at);
}

SEC("tp_btf/mm_vmscan_lru_shrink_inactive")
int BPF_PROG(shrink_inactive, int nid, unsigned long nr_scanned, unsigned long nr_reclaimed,
	     void *stat, int priority, int file)
{
	struct task_struct___watch *task = (void *)bpf_get_current_task();
	enum mms_reclaimer by = MMS_BY_OTHER;

	if (BPF_CORE_READ(task, flags) & PF_KSWAPD)
		by = MMS_BY_KSWAPD;
	else if (is_inside(MMS_DIRECT_RECLAIM))
		by = MMS_BY_DIRECT;
	else if (is_inside(MMS_MEMCG_RECLAIM) || is_inside(MMS_MEMCG_SOFTLIMIT))
		by = MMS_BY_MEMCG;
	count_moment(MMS_SHRINK_INACTIVE, nid, MMS_NONE, by, !!file, nr_reclaimed, nr_scanned);
	return 0;
}

SEC("tp_btf/mm_compaction_begin")
int BPF_PROG(compaction_begin, struct compact_control *cc)
{
	struct zone *zone = BPF_CORE_READ(cc, zone);

	begin_event(MMS_COMPACTION, BPF_CORE_READ(zone, node), zone_idx_of((__u64)zone), 0,
		    BPF_CORE_READ(cc, mode));
	return 0;
}

SEC("tp_btf/mm_compaction_end")
int BPF_PROG(compaction_end, struct compact_control *cc, unsigned long zone_start,
	     unsigned long zone_end, bool sync, int status)
{
	struct mms_start *start = begun(MMS_COMPACTION);

	if (start) {
		start->key.sort.code = status;
		end_event(start, 0, BPF_CORE_READ(cc, total_migrate_scanned));
	}
	return 0;
}

SEC("fentry/try_to_compact_pages")
int BPF_PROG(compact_enter, unsigned int gfp_mask, unsigned int order)
{
	begin_event(MMS_TRY_TO_COMPACT, MMS_NONE, MMS_NONE, order, 0);
	return 0;
}

SEC("fexit/try_to_compact_pages")
int BPF_PROG(compact_exit)
{
	end_reclaim(MMS_TRY_TO_COMPACT, 0);
	return 0;
}

SEC("tp_btf/mm_compaction_kcompactd_wake")
int BPF_PROG(kcompactd_wake, int nid, int order)
{
	count_moment(MMS_KCOMPACTD_WAKE, nid, MMS_NONE, order, 0, 0, 0);
	return 0;
}

SEC("tp_btf/mm_compaction_kcompactd_sleep")
int BPF_PROG(kcompactd_sleep, int nid)
{
	count_moment(MMS_KCOMPACTD_SLEEP, nid, MMS_NONE, 0, 0, 0, 0);
	return 0;
}

SEC("tp_btf/mm_compaction_wakeup_kcompactd")
int BPF_PROG(kcompactd_wakeup, int nid, int order)
{
	count_moment(MMS_WAKEUP_KCOMPACTD, nid, MMS_NONE, order, 0, 0, 0);
	return 0;
}

SEC("fentry/out_of_memory")
int BPF_PROG(oom_enter, struct oom_control *oc)
{
	begin_event(MMS_OUT_OF_MEMORY, MMS_NONE, MMS_NONE, !!BPF_CORE_READ(oc, memcg), 0);
	return 0;
}

SEC("fexit/out_of_memory")
int BPF_PROG(oom_exit)
{
	end_reclaim(MMS_OUT_OF_MEMORY, 0);
	return 0;
}

/* Whoever chose it: counted under the victim's own name. */
SEC("fentry/mark_oom_victim")
int BPF_PROG(oom_victim, struct task_struct___watch *task)
{
	struct mms_event_sum sum = { .count = 1 };
	struct mms_event_key key = {
		.sort = { .what = MMS_OOM_VICTIM, .bucket = MMS_NO_BUCKET, .nid = MMS_NONE,
			  .other = MMS_NONE },
	};

	if (!is_wanted())
		return 0;
	key.tgid = BPF_CORE_READ(task, tgid);
	bpf_core_read(&key.comm, sizeof(key.comm), &task->comm);
	count_event(&key, &sum);
	return 0;
}
