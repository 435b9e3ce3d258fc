# shellcheck shell=bash
# Topologies: what the files of scripts/topologies/ describe, as QEMU arguments.
#
# A file sets title, nodes (one string each: cpus=yes|no, memory=SHARE, and for
# slow memory latency_ns= and bandwidth_mbps=) and distances (a row per node).

topology_dir=$MMSCOPE_ROOT/scripts/topologies
title='' nodes=() distances=()
# Parsed from nodes: has CPUs, share of memory, latency and bandwidth.
node_cpus=() node_share=() node_latency=() node_bandwidth=()

topology_names() {
	ls -- "$topology_dir"
}

topology_list() {
	local name
	for name in $(topology_names); do
		# shellcheck source=/dev/null
		(. "$topology_dir/$name" && printf '  %-12s %s\n' "$name" "$title")
	done
}

topology_load() {
	local node field
	[[ $1 =~ ^[a-z0-9]+$ && -f $topology_dir/$1 ]] ||
		die 2 "unknown topology '$1'; allowed: $(topology_names | paste -sd ' ')"
	# shellcheck source=/dev/null
	. "$topology_dir/$1"
	for node in "${!nodes[@]}"; do
		node_latency[node]='' node_bandwidth[node]=''
		for field in ${nodes[node]}; do
			case $field in
			cpus=yes) node_cpus[node]=1 ;;
			cpus=no) node_cpus[node]=0 ;;
			memory=*) node_share[node]=${field#*=} ;;
			latency_ns=*) node_latency[node]=${field#*=} ;;
			bandwidth_mbps=*) node_bandwidth[node]=${field#*=} ;;
			*) die 125 "$topology_dir/$1: node $node: unknown '$field'" ;;
			esac
		done
	done
}

# With one CPU only the first of the nodes with CPUs keeps it.
topology_one_cpu() {
	local node seen=0
	for node in "${!node_cpus[@]}"; do
		if ((seen)); then
			node_cpus[node]=0
		fi
		seen=$((seen | node_cpus[node]))
	done
}

# topology_sockets: how many nodes have CPUs.
topology_sockets() {
	local node n=0
	for node in "${!node_cpus[@]}"; do
		n=$((n + node_cpus[node]))
	done
	printf '%s\n' "$n"
}

# topology_qemu MIB SMP: the arguments into the array topology_args.
topology_qemu() {
	local mib=$1 smp=$2 sockets slow=0
	sockets=$(topology_sockets)
	topology_args=(-m "${mib}M" -smp "$smp,sockets=$sockets,cores=$((smp / sockets)),threads=1")
	# A machine with one node has no SRAT, as in life.
	((${#nodes[@]} > 1)) || return 0
	[[ ${nodes[*]} != *latency_ns=* ]] || slow=1
	topology_memory "$mib" "$slow"
	topology_cpus
	topology_distances
	((slow == 0)) || topology_slow
}

# Memory by shares, in steps of 2 MiB; the last node with memory takes the rest.
topology_memory() {
	local mib=$1 slow=$2 node shares=0 last=0 left=$1 size extra
	for node in "${!nodes[@]}"; do
		shares=$((shares + node_share[node]))
		((node_share[node] == 0)) || last=$node
	done
	for node in "${!nodes[@]}"; do
		extra=
		# HMAT wants to know which CPUs each memory belongs to.
		((slow == 0)) || extra=,initiator=$(topology_first_cpu_node "$node")
		if ((node_share[node])); then
			size=$((mib * node_share[node] / shares / 2 * 2))
			((node != last)) || size=$left
			left=$((left - size))
			topology_args+=(-object "memory-backend-ram,id=mem$node,size=${size}M")
			extra+=,memdev=mem$node
		fi
		topology_args+=(-numa "node,nodeid=$node$extra")
	done
}

# topology_first_cpu_node NODE: NODE itself if it has CPUs.
topology_first_cpu_node() {
	local node
	if ((node_cpus[$1])); then
		printf '%s\n' "$1"
		return
	fi
	for node in "${!node_cpus[@]}"; do
		if ((node_cpus[node])); then
			printf '%s\n' "$node"
			return
		fi
	done
}

# A socket for each node with CPUs.
topology_cpus() {
	local node socket=0
	for node in "${!nodes[@]}"; do
		((node_cpus[node])) || continue
		topology_args+=(-numa "cpu,node-id=$node,socket-id=$socket")
		socket=$((socket + 1))
	done
}

topology_distances() {
	local from to row
	for from in "${!distances[@]}"; do
		read -ra row <<<"${distances[from]}"
		for to in "${!row[@]}"; do
			((from == to)) ||
				topology_args+=(-numa "dist,src=$from,dst=$to,val=${row[to]}")
		done
	done
}

# Latency and bandwidth from each node with CPUs to each memory (ACPI HMAT).
# Local memory gets a server's usual figures, so that slow memory is slower.
topology_slow() {
	local from to
	topology_args+=(-machine hmat=on)
	for from in "${!nodes[@]}"; do
		((node_cpus[from])) || continue
		for to in "${!nodes[@]}"; do
			((node_share[to])) || continue
			topology_args+=(
				-numa "hmat-lb,initiator=$from,target=$to,hierarchy=memory,data-type=access-latency,latency=${node_latency[to]:-100}"
				-numa "hmat-lb,initiator=$from,target=$to,hierarchy=memory,data-type=access-bandwidth,bandwidth=${node_bandwidth[to]:-16384}M"
			)
		done
	done
}
