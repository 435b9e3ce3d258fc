# shellcheck shell=bash
# The command line of scripts/vm, into the associative array `vm` and the
# arrays vm_append, vm_put, vm_package, vm_get and vm_command.

# shellcheck disable=SC2034 # read by the other files of scripts/vm
declare -gA vm=(
	[kernel]=6.1 [topology]=numa2 [mem]=1G [smp]='' [timeout]=300
	[icount]=0 [turns]=0 [module]=1 [shell]=0
)
vm_append=() vm_put=() vm_package=() vm_get=() vm_command=()

vm_usage() {
	cat <<'EOF'
usage: scripts/vm [OPTION]... -- COMMAND [ARG]...
       scripts/vm [OPTION]... --shell
       scripts/vm --list

Boot a kernel in a VM, load mmscope, run COMMAND as root in /root, power off.

  --kernel NAME        a kernel of --list, or the path of a bzImage (default 6.1)
  --topology NAME      a topology of --list (default numa2)
  --mem SIZE           memory, as in 1G or 768M (default 1G)
  --smp N              CPUs, a multiple of the nodes that have any (default: one
                       for each of these, at least 2)
  --icount             deterministic time: 1 ns is 1 instruction; one CPU, emulated
  --take-turns         emulated CPUs take turns on one host thread: slower, and safe
                       where the guest patches code that another CPU runs
  --append ARGS        add to the kernel's command line
  --no-module          neither build nor load the module
  --timeout S          give up after S seconds (default 300)
  --put PATH           bring a file or directory to /root
  --package NAME       bring a Debian package, with what it depends on
  --get GUEST:HOST     fetch a file or directory afterwards; GUEST relative to /root
  --shell              an interactive shell instead of COMMAND
  --list               the kernels and topologies

Status: COMMAND's own; 124 time-out; 70 the kernel's log holds a warning or
worse; 2 usage; 1 a --get failed; 125 the VM or a build failed.
The console is in build/vm/last/console.log. MMSCOPE_ACCEL=kvm|tcg overrides the
probe, MMSCOPE_CACHE moves the cache.
EOF
}

vm_usage_error() {
	die 2 "$*; see scripts/vm --help"
}

# vm_take OPTION ARGUMENT
vm_take() {
	case $1 in
	--append) vm_append+=("$2") ;;
	--put) vm_put+=("$2") ;;
	--package) vm_package+=("$2") ;;
	--get) vm_get+=("$2") ;;
	*) vm[${1#--}]=$2 ;;
	esac
}

vm_parse() {
	while (($#)); do
		case $1 in
		--kernel | --topology | --mem | --smp | --timeout | --append | --put | \
			--package | --get)
			(($# > 1)) || vm_usage_error "$1 needs an argument"
			vm_take "$1" "$2"
			shift
			;;
		--kernel=* | --topology=* | --mem=* | --smp=* | --timeout=* | --append=* | \
			--put=* | --package=* | --get=*)
			vm_take "${1%%=*}" "${1#*=}"
			;;
		--icount) vm[icount]=1 ;;
		--take-turns) vm[turns]=1 ;;
		--no-module) vm[module]=0 ;;
		--shell) vm[shell]=1 ;;
		--list)
			vm_list
			exit 0
			;;
		-h | --help)
			vm_usage
			exit 0
			;;
		--)
			shift
			vm_command=("$@")
			break
			;;
		-*) vm_usage_error "unknown option '$1'" ;;
		*) vm_usage_error "unexpected '$1'; write -- before the command" ;;
		esac
		shift
	done
	vm_check
}

vm_list() {
	printf 'kernels\n'
	kernel_list
	printf 'topologies\n'
	topology_list
}

# What can be said before anything is built or booted.
vm_check() {
	local path pair
	if ((vm[shell])); then
		((${#vm_command[@]} == 0)) || vm_usage_error "--shell takes no command"
		[[ -t 0 && -t 1 ]] || vm_usage_error "--shell needs a terminal"
	else
		((${#vm_command[@]})) || vm_usage_error "no command; write it after --"
	fi
	[[ ${vm[timeout]} =~ ^[1-9][0-9]{0,6}$ ]] ||
		vm_usage_error "--timeout '${vm[timeout]}': allowed are seconds, 1 or more"
	[[ ${vm[mem]} =~ ^[1-9][0-9]{0,6}[MG]$ ]] ||
		vm_usage_error "--mem '${vm[mem]}': allowed are a number and M or G, as in 768M"
	vm_check_kernel
	topology_load "${vm[topology]}"
	vm_check_size
	for path in "${vm_put[@]}"; do
		[[ -e $path ]] || vm_usage_error "--put '$path': no such file or directory"
	done
	for path in "${vm_package[@]}"; do
		package_is_known "$path" ||
			vm_usage_error "--package '$path': apt knows no such package; allowed are those of apt-cache pkgnames (scripts/setup fetches its lists)"
	done
	for pair in "${vm_get[@]}"; do
		[[ $pair == ?*:?* ]] || vm_usage_error "--get '$pair': write GUESTPATH:HOSTPATH"
	done
}

vm_check_kernel() {
	kernel_check_name "${vm[kernel]}"
	kernel_is_path "${vm[kernel]}" || return 0
	((vm[module] == 0)) || [[ -n ${MMSCOPE_KDIR-} ]] ||
		vm_usage_error "--kernel '${vm[kernel]}': needs MMSCOPE_KDIR, its build tree, or --no-module"
}

# Memory in MiB and CPUs per socket; QEMU's own topology warning is avoided by
# one socket for each node that has CPUs.
vm_check_size() {
	local mib=${vm[mem]%[MG]} least
	[[ ${vm[mem]} != *G ]] || mib=$((mib * 1024))
	((mib >= 256 && mib % 64 == 0)) ||
		vm_usage_error "--mem '${vm[mem]}': allowed are 256M or more, in steps of 64M"
	vm[mib]=$mib
	if ((vm[icount])); then
		[[ ${vm[smp]:-1} == 1 ]] ||
			vm_usage_error "--smp '${vm[smp]}' with --icount: allowed is 1, time is deterministic with one CPU only"
		vm[smp]=1
		topology_one_cpu
	fi
	least=$(topology_sockets)
	: "${vm[smp]:=$((least > 2 ? least : 2))}"
	vm_smp_fits "${vm[smp]}" "$least" ||
		vm_usage_error "--smp '${vm[smp]}': topology ${vm[topology]} has $least node(s) with CPUs; allowed are multiples of $least, up to 255"
}

# vm_smp_fits N SOCKETS
vm_smp_fits() {
	[[ $1 =~ ^[1-9][0-9]{0,2}$ ]] && (($1 <= 255 && $1 % $2 == 0))
}
