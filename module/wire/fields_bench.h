/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the lab publishes, in bench/. The form of an entry is told in fields.h.
 *
 * Every figure is raw: percentiles and rates are made of the buckets in user
 * space. Times hold the cost of reading the clock; the rows with op=empty tell it.
 */
#ifndef MMS_WIRE_FIELDS_BENCH_H
#define MMS_WIRE_FIELDS_BENCH_H

/* clang-format off */
#define MMS_BENCH_RECORDS(R)                                                                       \
	R(bench_case, bench/cases, "A case that the lab can run, and the keys that it takes.")         \
	R(bench_run, bench/status, "The run that goes or went last: what was asked for and how far it came.") \
	R(bench, bench/result, "All operations of one kind in one leg of a run, all threads together.") \
	R(bench_check, bench/result, "What was checked in one leg; every wrong_ figure is a bug somewhere if not 0.") \
	R(bench_place, bench/result, "Where the pages of one leg came from: one zone.")                \
	R(bench_order, bench/result, "Blocks of one order that one leg asked for; only of cases that take pages.") \
	R(bench_reserve, bench/result, "How far one kind of caller could empty a zone; only of the case reserves.") \
	R(bench_plain, bench/plain, "The same work in a loop of plain C: what the lab's figures are held against.") \
	R(bench_thread, bench/result, "The operations of one kind of one thread.")                     \
	R(bench_bucket, bench/result, "Operations of one kind in one leg that took about as long: a bucket of the histogram.")

#define MMS_FIELDS_bench_case(F)                                                                   \
	F(NAME, name, "", "6.1", "", "Name, as the key case= takes it.")                               \
	F(TEXT, ops, "", "6.1", "", "Kinds of operations that are timed, separated by commas.")        \
	F(TEXT, keys, "", "6.1", "", "Keys besides those that every case takes.")                      \
	F(TEXT, does, "", "6.1", "", "What one operation is, by the kernel's functions.")

#define MMS_FIELDS_bench_run(F)                                                                    \
	F(U64, run, "", "6.1", "", "Number of the run since the module was loaded, from 1.")           \
	F(NAME, phase, "", "6.1", "", "idle (no run yet), set_up, run, hold, tear_down or done.")      \
	F(NAME, stopped, "", "6.1", "", "Why it ended: done (all operations), cancelled, closed (the opener of a hold=1 run went), time, watermark (the node came near its high watermark), memory (the lab itself got none), no_cpu (no CPU of the node was online when its turn came).") \
	F(TEXT, case, "", "6.1", "", "Name of the case.")                                              \
	F(TEXT, request, "", "6.1", "", "The line that asked for it.")                                 \
	F(NAME, pattern, "", "6.1", "", "Order of the operations: pair, burst, random or ramp.")       \
	F(U64, batch, "", "6.1", "", "Operations between two readings of the clock; 1: each one is timed.") \
	F(U64, depth, "objects", "6.1", "", "Objects that each thread holds at most.")                 \
	F(U64, object_bytes, "bytes", "6.1", "", "Memory that one object takes, or that one operation goes through.") \
	F(U64, budget_pages, "pages", "6.1", "", "Pages that all threads together may hold.")          \
	F(U64, seed, "", "6.1", "", "Seed of the random choices.")                                     \
	F(U64, seconds, "s", "6.1", "", "Time after which the run ends by itself.")                    \
	F(U64, clock_resolution_ns, "ns", "6.1", "ktime_get_ns()", "Smallest step that the clock was seen to make.") \
	F(U64, legs, "", "6.1", "", "Pairs of CPU node and memory node that are run one after the other.") \
	F(U64, legs_done, "", "6.1", "", "Those that are finished.")                                   \
	F(U64, total_ops, "", "6.1", "", "Operations asked for, all threads and legs.")                \
	F(U64, done_ops, "", "6.1", "", "Operations done, warm-up not counted.")                       \
	F(U64, elapsed_ns, "ns", "6.1", "ktime_get_ns()", "Time from the start of the run to its end, or to now.")

#define MMS_FIELDS_bench(F)                                                                        \
	F(TEXT, case, "", "6.1", "", "Name of the case.")                                              \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(U64, cpu_node, "nid", "6.1", "cpu_to_node()", "Node of the CPUs that the threads were bound to; absent where they are of several.") \
	F(U64, mem_node, "nid", "6.1", "alloc_pages_node()", "Node that memory was asked from.")       \
	F(U64, threads, "", "6.1", "", "Threads that ran at once.")                                    \
	F(NAME, op, "", "6.1", "", "Kind of operation; empty: none at all, between two readings of the clock.") \
	F(U64, ops, "", "6.1", "", "Operations that were done and did not fail.")                      \
	F(U64, failed, "", "6.1", "", "Operations that got no memory; their times are not counted.")   \
	F(U64, fallback, "", "6.1", "", "Objects that came from another node than mem_node.")          \
	F(U64, sum_ns, "ns", "6.1", "ktime_get_ns()", "Time of all of them together.")                 \
	F(U64, min_ns, "ns", "6.1", "ktime_get_ns()", "Time of the fastest one.")                      \
	F(U64, max_ns, "ns", "6.1", "ktime_get_ns()", "Time of the slowest one.")

#define MMS_FIELDS_bench_check(F)                                                                  \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(U64, acquired, "objects", "6.1", "", "Objects that were got, warm-up counted.")              \
	F(U64, released, "objects", "6.1", "", "Objects that were given back: as many.")               \
	F(U64, wrong_align, "objects", "6.1", "", "Objects at an address that is not aligned as the allocator promises.") \
	F(U64, wrong_zero, "objects", "6.1", "", "Objects that were not zeroed though that was asked for.") \
	F(U64, wrong_data, "objects", "6.1", "", "Objects whose contents changed while they were held.") \
	F(U64, wrong_place, "objects", "6.1", "", "Objects from another node though GFP_THISNODE forbade it.") \
	F(U64, wrong_sum, "", "6.1", "", "Counters whose exact sum was not what had been added.")      \
	F(U64, wrong_bound, "", "6.1", "", "Reads of a counter that were further off than its batch allows.") \
	F(U64, runs, "", "6.1", "vmalloc_to_page()", "Physically contiguous runs that the objects fell into, added up; only where they are mapped page by page.") \
	F(U64, freed_remote, "objects", "6.1", "cpu_to_node()", "Objects that were released on a CPU of another node than that of the CPU which acquired them; only of cases about that.") \
	F(U64, freed_local, "objects", "6.1", "cpu_to_node()", "Those that were released on the same node, on another CPU where there was one.") \
	F(U64, moved_threads, "", "6.1", "smp_processor_id()", "Threads that ended on another CPU than theirs, which went offline.") \
	F(U64, free_before_pages, "pages", "6.1", "NR_FREE_PAGES", "Free pages of all nodes before the leg.") \
	F(U64, free_after_pages, "pages", "6.1", "NR_FREE_PAGES", "Free pages of all nodes after it.")

#define MMS_FIELDS_bench_place(F)                                                                  \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(U64, nid, "nid", "6.1", "page_to_nid()", "Node that the pages lie on.")                      \
	F(NAME, zone, "", "6.1", "page_zonenum()", "Zone that they belong to.")                        \
	F(U64, objects, "objects", "6.1", "", "Objects that begin there; for areas mapped page by page, pages.")

#define MMS_FIELDS_bench_order(F)                                                                  \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(U64, order, "", "6.1", "", "Order of the blocks.")                                           \
	F(U64, nid, "nid", "6.1", "node_zonelist()", "Node of the zone that they were tried from first.") \
	F(NAME, zone, "", "6.1", "gfp_zone()", "That zone; bench_place tells where they came from.")   \
	F(U64, blocks, "blocks", "6.1", "", "Blocks that were got, warm-up counted.")                  \
	F(U64, failed, "blocks", "6.1", "", "Attempts that got none, warm-up counted.")

#define MMS_FIELDS_bench_reserve(F)                                                                \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(NAME, gfp, "", "6.1", "gfp_to_alloc_flags()", "Who asks: kernel, nowait, high (__GFP_HIGH) or atomic; none of them reclaims. Each goes on where the one before it got no more.") \
	F(U64, nid, "nid", "6.1", "", "Node of the zone.")                                             \
	F(NAME, zone, "", "6.1", "", "The zone that was emptied: the lowest one of the node.")         \
	F(U64, min_pages, "pages", "6.1", "min_wmark_pages()", "Its min watermark.")                   \
	F(U64, free_pages, "pages", "6.1", "NR_FREE_PAGES", "Free pages when it got no more, in the last round.") \
	F(U64, below_min_pages, "pages", "6.1", "", "Pages below the min watermark that it could go.") \
	F(U64, taken_pages, "pages", "6.1", "", "Pages that it got.")

#define MMS_FIELDS_bench_plain(F)                                                                  \
	F(TEXT, case, "", "6.1", "", "The case of the lab that does the same: alloc_pages or vmalloc.") \
	F(U64, mem_node, "nid", "6.1", "", "Node that memory was asked from.")                         \
	F(U64, object_bytes, "bytes", "6.1", "", "Memory that was allocated and freed each time.")     \
	F(U64, ops, "", "6.1", "", "Times that this was done.")                                        \
	F(U64, sum_ns, "ns", "6.1", "ktime_get_ns()", "Time of all of them together; the clock is read once in 256.")

#define MMS_FIELDS_bench_thread(F)                                                                 \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(U64, thread, "", "6.1", "", "Number of the thread, from 0.")                                 \
	F(U64, cpu, "", "6.1", "kthread_bind()", "CPU that it was bound to.")                          \
	F(U64, nid, "nid", "6.1", "cpu_to_node()", "Node of that CPU.")                                \
	F(NAME, op, "", "6.1", "", "Kind of operation.")                                               \
	F(U64, ops, "", "6.1", "", "Operations that were done and did not fail.")                      \
	F(U64, failed, "", "6.1", "", "Operations that got no memory.")                                \
	F(U64, sum_ns, "ns", "6.1", "ktime_get_ns()", "Time of all of them together.")                 \
	F(U64, min_ns, "ns", "6.1", "ktime_get_ns()", "Time of the fastest one.")                      \
	F(U64, max_ns, "ns", "6.1", "ktime_get_ns()", "Time of the slowest one.")

#define MMS_FIELDS_bench_bucket(F)                                                                 \
	F(U64, leg, "", "6.1", "", "Number of the leg, from 0.")                                       \
	F(NAME, op, "", "6.1", "", "Kind of operation.")                                               \
	F(U64, low_ns, "ns", "6.1", "", "Shortest time that belongs to the bucket.")                   \
	F(U64, high_ns, "ns", "6.1", "", "Longest one. The bucket is less than 1.6 % wide.")           \
	F(U64, count, "", "6.1", "", "Operations in it; with batch > 1, batches, each by its mean.")
/* clang-format on */

#endif /* MMS_WIRE_FIELDS_BENCH_H */
