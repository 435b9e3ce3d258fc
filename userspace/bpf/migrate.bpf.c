// SPDX-License-Identifier: GPL-2.0
/*
 * Counts and times the migration of pages: each call of migrate_pages(), and each
 * folio that it moves from one node to another.
 */
#include "kernel.h"

#define UNTIMED_EVENT MMS_MIGRATE_FOLIO
#define TIMES_OF_FLAGS (~0u)	/* the reason */
#include "event_count.h"
#include "kernel_watch.h"

static __always_inline int nid_of(const struct folio *folio)
{
	return (BPF_CORE_READ(folio, flags) >> layout.nodes_pgshift) & layout.nodes_mask;
}

static __always_inline __u64 pages_of(const struct folio *folio)
{
	__u64 head = bpf_core_enum_value(enum pageflags, PG_head);

	return BPF_CORE_READ(folio, flags) >> head & 1 ? BPF_CORE_READ(folio, _folio_nr_pages) : 1;
}

/* More arguments than fentry takes before 6.7, so a kprobe. */
SEC("kprobe/migrate_pages")
int BPF_KPROBE(call_enter, void *from, void *get_new, void *put_new, unsigned long private,
	       int mode)
{
	__u32 reason = BPF_CORE_READ((struct pt_regs___sixth *)ctx, r9);

	begin_event(MMS_MIGRATE_CALL, MMS_NONE, MMS_NONE, mode, reason);
	return 0;
}

SEC("kretprobe/migrate_pages")
int BPF_KRETPROBE(call_exit)
{
	struct mms_start *start = begun(MMS_MIGRATE_CALL);

	if (start)
		end_event(start, 0, 0);
	return 0;
}

/* The last two arguments are mode and reason; what is before them grew. */
SEC("tp_btf/mm_migrate_pages")
int BPF_PROG(call_sums, unsigned long succeeded, unsigned long failed)
{
	__u64 at = start_of(MMS_MIGRATE_CALL);
	struct mms_start *start = bpf_map_lookup_elem(&starts, &at);

	if (start)
		count_moment(MMS_MIGRATE_SUMS, MMS_NONE, MMS_NONE, start->key.sort.code,
			     start->key.sort.flags, succeeded, failed);
	else
		count_moment(MMS_MIGRATE_SUMS, MMS_NONE, MMS_NONE, MMS_NONE, MMS_NO_REASON,
			     succeeded, failed);
	return 0;
}

SEC("fentry/move_to_new_folio")
int BPF_PROG(move_enter, struct folio *dst, struct folio *src)
{
	__u64 at = start_of(MMS_MIGRATE_CALL);
	struct mms_start *call = bpf_map_lookup_elem(&starts, &at);

	begin_event(MMS_MIGRATE_FOLIO, nid_of(src), nid_of(dst), 0,
		    call ? call->key.sort.flags : MMS_NO_REASON);
	return 0;
}

SEC("fexit/move_to_new_folio")
int BPF_PROG(move_exit, struct folio *dst, struct folio *src, int mode, int result)
{
	struct mms_start *start = begun(MMS_MIGRATE_FOLIO);

	if (start) {
		start->key.sort.code = result;
		/* What it was is known from where it went: the source may be gone. */
		end_event(start, pages_of(dst), 0);
	}
	return 0;
}
