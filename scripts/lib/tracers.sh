# shellcheck shell=bash
# What `make bench` holds tracing against, in the cache: Debian's bpftrace, perf and
# memleak of libbpf-tools, with all that they are linked to. Needs lib/rivals.sh and
# lib/apt.sh.

# NAME:PACKAGE...: a tracer, and the packages with what it is linked to.
tracers_packages=(
	'bpftrace:bpftrace libbpf1 libbpfcc libclang1-14 libclang-cpp14 libllvm14 libdw1 libelf1
	 libgcc-s1 libstdc++6 zlib1g libbsd0 libmd0 libbz2-1.0 libedit2 libffi8 libicu72 liblzma5
	 libtinfo6 libxml2 libz3-4 libc6 libc-bin'
	'linux-perf:linux-perf libbabeltrace1 libglib2.0-0 libpcre2-8-0 libuuid1 libpopt0 libcap2
	 libdw1 libelf1 libbz2-1.0 liblzma5 libnuma1 libopencsd1 libstdc++6 libgcc-s1 libperl5.36
	 libcrypt1 libdb5.3 libgdbm6 libgdbm-compat4 libpython3.11 libexpat1 libslang2 libunwind8
	 libzstd1 zlib1g libc6 libc-bin'
)

# The memleak of libbpf-tools is younger than Debian 12; the next release has it. It
# brings its own libraries, to a directory of its own.
memleak_release=trixie
memleak_packages=(libbpf-tools libc6 libelf1t64 zlib1g libzstd1)

# memleak_unpack DIR: apt with nothing but that release, and a state of its own.
memleak_unpack() {
	local dir=$1 apt=$1/apt deb
	note "memleak: downloading from $memleak_release, once"
	mkdir -p -- "$apt"/{state/lists/partial,cache/archives/partial}
	printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
		http://deb.debian.org/debian "$memleak_release" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State "$apt/state";
		Dir::State::status "/dev/null";
		Dir::Cache "$apt/cache";
		Acquire::Languages "none";
		Acquire::Retries "3";
		APT::Sandbox::User "$(id -un)";
	END
	APT_CONFIG=$apt/apt.conf apt-get -q update >"$apt/log" 2>&1 || {
		sed 's/^/  /' "$apt/log" >&2
		return 1
	}
	APT_CONFIG=$apt/apt.conf apt_download "$dir" "${memleak_packages[@]}" || return
	mkdir -p -- "$dir/root/opt/memleak"
	for deb in "$dir"/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -C "$dir/root/opt/memleak" -x --wildcards --exclude='*/gconv' \
				'./usr/lib*' '*memleak*' 2>/dev/null || true
	done
	[[ -x $dir/root/opt/memleak/usr/sbin/memleak-libbpf ]] || return
	dpkg-deb -f "$dir"/libbpf-tools_*.deb Version >"$dir/version"
	rm -rf -- "$dir"/*.deb "$apt"
}

# tracers_into ROOT: as rivals_into, of lib/rivals.sh.
tracers_into() {
	local root=$1 row name
	for row in "${tracers_packages[@]}"; do
		name=${row%%:*}
		rival_put "$root" "$name" "$(rivals_dir)/$name" "the Debian package cannot be had" \
			rivals_unpack "$name" "$(tr -s '\n\t' ' ' <<<"${row#*:}")"
	done
	rival_put "$root" libbpf-tools "$(rivals_dir)/memleak" "the Debian package cannot be had" \
		memleak_unpack
}
