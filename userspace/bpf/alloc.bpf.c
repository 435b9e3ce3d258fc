// SPDX-License-Identifier: GPL-2.0
/*
 * Counts what the allocators are asked for, where it happens. Nothing is sampled:
 * each event adds to a counter of its CPU, and what finds no place adds to one of
 * `losses`. Atomic adds, because an interrupt may allocate between a plain load
 * and its store.
 */
#include "kernel.h"

#include "bucket.h"
#include "filter.h"
#include "starts.h"

/* Sizes of these maps are set by the loader, from the layout. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} pages SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} failures SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} latency SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct mms_group_key);
	__type(value, __u64);
} groups SEC(".maps");

/* With times: the group of what a thread, or what interrupts it, has just been given. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct mms_group_key);
} returning SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct mms_group_key);
	__type(value, __u64);
} group_times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 16384);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 127 * sizeof(__u64));
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 262144);
	__type(key, __u64);
	__type(value, struct mms_block);
} blocks SEC(".maps");

/* No program writes to it: perf tells the loader here what processes map. */
struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} mappings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct mms_cache_key);
	__type(value, struct mms_object_count);
} caches SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MMS_MATCHES);
	__type(key, __u32);
	__type(value, __u64);
} matches SEC(".maps");

/* 0 where there is no page, and where its flags are 0. */
static __always_inline __u64 flags_of(const struct page *page)
{
	return page ? page->flags : 0;
}

static __always_inline __u32 node_of(__u64 flags)
{
	return (flags >> layout.nodes_pgshift) & layout.nodes_mask;
}

static __always_inline __u32 zone_of(__u64 flags)
{
	return (flags >> layout.zones_pgshift) & layout.zones_mask;
}

static __always_inline bool is_place_wanted(__u32 node, __u32 order)
{
	return (asked.node == MMS_ALL || node == asked.node) &&
	       (asked.order == MMS_ALL || order == asked.order);
}

/* False: it is nowhere that BTF tells of. */
static __always_inline bool count_page(enum mms_page_event event, __u64 flags, __u32 order,
				       __u32 migratetype)
{
	__u32 node = node_of(flags), zone = zone_of(flags);

	if (node >= layout.nodes || zone >= layout.zones || order >= layout.orders ||
	    migratetype >= layout.migratetypes) {
		lose(MMS_LOSS_RANGE);
		return false;
	}
	add(&pages,
	    (((event * layout.nodes + node) * layout.zones + zone) * layout.orders + order) *
		    layout.migratetypes + migratetype, 1);
	return true;
}

static __always_inline int stack_of(void *ctx)
{
	long id = bpf_get_stackid(ctx, &stacks, 0);

	if (id < 0)
		lose(MMS_LOSS_STACKS_FULL);
	return id < 0 ? -1 : id;
}

/*
 * Of the task itself: it did not ask for what an interrupt does on its stack. Kernel
 * threads have none, which is no loss.
 */
static __always_inline int user_stack_of(void *ctx)
{
	long id;

	if (interrupt_context())
		return -1;
	id = bpf_get_stackid(ctx, &stacks, BPF_F_USER_STACK);
	if (id == -EFAULT)
		return -1;
	if (id < 0)
		lose(MMS_LOSS_STACKS_FULL);
	return id < 0 ? MMS_STACK_LOST : id;
}

/*
 * The tracepoint of an allocation is the last that its call does: whose time that was
 * is known when it returns. Pages that come in bulk are not timed.
 */
static __always_inline void expect_return(const struct mms_group_key *key)
{
	__u64 owner = start_key();

	if (is_started() && bpf_map_update_elem(&returning, &owner, key, BPF_ANY))
		lose(MMS_LOSS_TIMES_FULL);
}

static __always_inline void forget_return(void)
{
	__u64 owner = start_key();

	bpf_map_delete_elem(&returning, &owner);
}

static __always_inline void time_group(__u32 bucket)
{
	__u64 owner = start_key();
	struct mms_group_key *found = bpf_map_lookup_elem(&returning, &owner), key;

	if (!found)
		return;
	key = *found;
	key.bucket = bucket;
	bpf_map_delete_elem(&returning, &owner);
	if (!add_to_key(&group_times, &key))
		lose(MMS_LOSS_TIMES_FULL);
}

static __always_inline void remember(__u64 page, const struct mms_group_key *key)
{
	struct mms_block block = {
		.stack = key->stack,
		.ustack = key->ustack,
		.node = key->node,
		.tgid = key->tgid,
		.order = key->order,
		.since_ns = bpf_ktime_get_ns(),
	};

	if (bpf_map_update_elem(&blocks, &page, &block, BPF_ANY))
		lose(MMS_LOSS_BLOCKS_FULL);
}

static __always_inline void group_page(void *ctx, enum mms_page_event event, __u64 page,
				       __u64 flags, __u32 order, __u32 gfp, __u32 migratetype)
{
	struct mms_group_key key = {
		.event = event,
		.node = node_of(flags),
		.zone = zone_of(flags),
		.order = order,
		.migratetype = migratetype,
		.stack = -1,
		.ustack = -1,
	};

	/* Where a program and its libraries are differs between processes. */
	if (asked.by & (MMS_BY_PROCESS | MMS_BY_USTACK))
		key.tgid = bpf_get_current_pid_tgid() >> 32;
	if (asked.by & MMS_BY_PROCESS)
		bpf_get_current_comm(key.comm, sizeof(key.comm));
	if (asked.by & MMS_BY_GFP)
		key.gfp = gfp;
	if (asked.by & MMS_BY_STACK)
		key.stack = stack_of(ctx);
	if (asked.by & MMS_BY_USTACK)
		key.ustack = user_stack_of(ctx);
	if (!add_to_key(&groups, &key))
		lose(MMS_LOSS_GROUPS_FULL);
	else if (asked.latency && event == MMS_PAGE_ALLOC)
		expect_return(&key);
	if (asked.outstanding && event == MMS_PAGE_ALLOC)
		remember(page, &key);
}

/*
 * Verifiers that take each pointer for valid (6.8 to 6.12.4) drop the test in
 * flags_of(), and a read through NULL gives 0. Flags of the first zone may be 0 as
 * well, so the argument is read once more, as a number.
 */
static __always_inline bool is_null(void *ctx, __u32 index, __u64 flags)
{
	return !flags && !argument(ctx, index);
}

SEC("tp_btf/mm_page_alloc")
int BPF_PROG(page_alloc, struct page *page, unsigned int order, unsigned int gfp,
	     int migratetype)
{
	__u64 flags = flags_of(page);

	if (!is_wanted())
		return 0;
	if (is_null(ctx, 0, flags)) {
		if (order < layout.orders && (asked.order == MMS_ALL || order == asked.order))
			add(&failures, order, 1);
		return 0;
	}
	if (!is_place_wanted(node_of(flags), order))
		return 0;
	if (!count_page(MMS_PAGE_ALLOC, flags, order, migratetype))
		return 0;
	if (asked.by || asked.outstanding)
		group_page(ctx, MMS_PAGE_ALLOC, (__u64)page, flags, order, gfp, migratetype);
	return 0;
}

static __always_inline void forget(__u64 page, __u32 order)
{
	struct mms_block *block = bpf_map_lookup_elem(&blocks, &page);

	if (!block) {
		add(&matches, MMS_FREED_UNKNOWN, 1);
		return;
	}
	if (block->order != order)
		add(&matches, MMS_FREED_OTHER_ORDER, 1);
	bpf_map_delete_elem(&blocks, &page);
}

/* Nobody tells the migratetype of what is freed: it is counted under the first. */
SEC("tp_btf/mm_page_free")
int BPF_PROG(page_free, struct page *page, unsigned int order)
{
	__u64 flags = flags_of(page);

	/* Whoever frees it: what was allocated by those asked for is gone. */
	if (asked.outstanding && counting)
		forget((__u64)page, order);
	if (!is_wanted() || !is_place_wanted(node_of(flags), order))
		return 0;
	if (count_page(MMS_PAGE_FREE, flags, order, 0) && asked.by && asked.frees)
		group_page(ctx, MMS_PAGE_FREE, (__u64)page, flags, order, 0, 0);
	return 0;
}

SEC("tp_btf/mm_page_alloc_zone_locked")
int BPF_PROG(page_zone_locked, struct page *page, unsigned int order, int migratetype)
{
	__u64 flags = flags_of(page);

	if (is_wanted() && is_place_wanted(node_of(flags), order))
		count_page(MMS_PAGE_ZONE_LOCKED, flags, order, migratetype);
	return 0;
}

SEC("tp_btf/mm_page_pcpu_drain")
int BPF_PROG(page_pcpu_drain, struct page *page, unsigned int order, int migratetype)
{
	__u64 flags = flags_of(page);

	if (is_wanted() && is_place_wanted(node_of(flags), order))
		count_page(MMS_PAGE_PCPU_DRAIN, flags, order, migratetype);
	return 0;
}

SEC("tp_btf/mm_page_alloc_extfrag")
int BPF_PROG(page_extfrag, struct page *page, int order, int fallback_order, int migratetype)
{
	__u64 flags = flags_of(page);

	if (is_wanted() && is_place_wanted(node_of(flags), order))
		count_page(MMS_PAGE_EXTFRAG, flags, order, migratetype);
	return 0;
}

/* The loader says which function it is: its name differs between kernels. */
SEC("fentry/__alloc_pages")
int BPF_PROG(alloc_enter, unsigned int gfp, unsigned int order)
{
	if (is_wanted() && (asked.order == MMS_ALL || order == asked.order))
		start();
	return 0;
}

SEC("fexit/__alloc_pages")
int BPF_PROG(alloc_exit, unsigned int gfp, unsigned int order, int preferred_nid,
	     void *nodemask, struct page *page)
{
	__u32 node, bucket;
	__u64 flags, ns;

	/* As it began: what was not wanted then must not end another. */
	if ((asked.order != MMS_ALL && order != asked.order) || !stop(&ns))
		return 0;
	flags = flags_of(page);
	if (is_null(ctx, 4, flags)) {
		/* Of pages in bulk, on the way to none. */
		if (asked.by)
			forget_return();
		return 0;
	}
	node = node_of(flags);
	if (!is_place_wanted(node, order))
		return 0;
	if (node >= layout.nodes || order >= layout.orders) {
		lose(MMS_LOSS_RANGE);
		return 0;
	}
	bucket = bucket_of(ns);
	add(&latency, (node * layout.orders + order) * MMS_LATENCY_BUCKETS + bucket, 1);
	if (asked.by)
		time_group(bucket);
	return 0;
}

static __always_inline void count_object(__u64 cache, const char *name, __u64 site,
					 enum mms_object_event event, __u64 asked_bytes,
					 __u64 given_bytes, bool failed)
{
	struct mms_cache_key key = {
		.cache = cache,
		.site = asked.by_site ? site : 0,
		.event = event,
	};
	struct mms_object_count *found, fresh = {};

	if (!is_wanted())
		return;
	found = bpf_map_lookup_elem(&caches, &key);
	if (!found) {
		if (name)
			bpf_probe_read_kernel_str(fresh.name, sizeof(fresh.name), name);
		bpf_map_update_elem(&caches, &key, &fresh, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&caches, &key);
	}
	if (!found) {
		lose(MMS_LOSS_CACHES_FULL);
		return;
	}
	__sync_fetch_and_add(&found->count, 1);
	__sync_fetch_and_add(&found->asked_bytes, asked_bytes);
	__sync_fetch_and_add(&found->given_bytes, given_bytes);
	if (failed)
		__sync_fetch_and_add(&found->failed, 1);
}

/* kmalloc()s are told apart by what they were given: the size of the cache. */
SEC("tp_btf/kmalloc")
int BPF_PROG(object_kmalloc, unsigned long call_site, const void *ptr, size_t bytes_req,
	     size_t bytes_alloc)
{
	count_object(bytes_alloc, NULL, call_site, MMS_KMALLOC, bytes_req, bytes_alloc,
		     !argument(ctx, 1));
	return 0;
}

SEC("tp_btf/kfree")
int BPF_PROG(object_kfree, unsigned long call_site)
{
	/* kfree(NULL) is allowed, and frees nothing. */
	if (argument(ctx, 1))
		count_object(0, NULL, call_site, MMS_KFREE, 0, 0, false);
	return 0;
}

SEC("tp_btf/kmem_cache_alloc")
int BPF_PROG(object_cache_alloc, unsigned long call_site, const void *ptr,
	     struct kmem_cache *cache)
{
	if (cache)
		count_object((__u64)cache, cache->name, call_site, MMS_CACHE_ALLOC,
			     cache->object_size, cache->size, !argument(ctx, 1));
	return 0;
}

SEC("tp_btf/kmem_cache_free")
int BPF_PROG(object_cache_free, unsigned long call_site, const void *ptr,
	     const struct kmem_cache *cache)
{
	if (cache)
		count_object((__u64)cache, cache->name, call_site, MMS_CACHE_FREE,
			     cache->object_size, cache->size, false);
	return 0;
}

SEC("tp_btf/percpu_alloc_percpu")
int BPF_PROG(object_percpu_alloc, unsigned long call_site, bool reserved, bool is_atomic,
	     size_t size, size_t align, void *base_addr, int off, void *ptr, size_t bytes_alloc)
{
	count_object(0, NULL, call_site, MMS_PERCPU_ALLOC, size, bytes_alloc, !argument(ctx, 7));
	return 0;
}

SEC("tp_btf/percpu_free_percpu")
int BPF_PROG(object_percpu_free)
{
	count_object(0, NULL, 0, MMS_PERCPU_FREE, 0, 0, false);
	return 0;
}

/* At the entry of a function it is on top of the stack. */
static __always_inline __u64 return_address(struct pt_regs *ctx)
{
	__u64 address = 0;

	if (asked.by_site)
		bpf_probe_read_kernel(&address, sizeof(address), (void *)PT_REGS_SP(ctx));
	return address;
}

/* More arguments than fentry takes before 6.7, so a kprobe. */
SEC("kprobe/__vmalloc_node_range")
int BPF_KPROBE(object_vmalloc, unsigned long size)
{
	__u64 given = (size + 4095) & ~4095ULL;

	count_object(0, NULL, return_address(ctx), MMS_VMALLOC, size, given, false);
	return 0;
}

SEC("kprobe/vfree")
int BPF_KPROBE(object_vfree, const void *addr)
{
	if (addr)
		count_object(0, NULL, return_address(ctx), MMS_VFREE, 0, 0, false);
	return 0;
}
