# shellcheck shell=bash disable=SC2154
# The guest's file system: busybox, the module, the tool, what --put and --package
# bring and the command, as an initramfs. No disk and no driver: any kernel can boot it.
# Uncompressed, because unpacking is the emulated CPU's work.

# pack DIR: DIR as a cpio archive on stdout, owned by root. The same files make the
# same archive.
pack() {
	(cd -- "$1" && find . -print0 | LC_ALL=C sort -z |
		cpio --quiet --null --reproducible -o -H newc -R 0:0)
}

# same_age DIR: all in it is as old as the guest's clock says that it is under --icount.
# In another order, or with other times of change, an archive takes another number of
# instructions to unpack, and all of the guest's memory then lies elsewhere.
same_age() {
	find "$1" -exec touch -h -d 2024-01-01Z {} +
}

# initramfs_base: path of the part that only depends on busybox and on how it is
# made, made once for all clones.
initramfs_base() {
	local busybox cache base key
	busybox=$(command -v busybox) || die 125 "'busybox' is not installed; run scripts/setup"
	cache=$(cache_dir)/initramfs
	key=$({
		stat -L -c '%s-%Y' "$busybox"
		declare -f initramfs_make_base pack same_age
	} | sha256sum)
	base=$cache/base-${key:0:16}.cpio
	[[ -f $base ]] || with_lock "$cache/.lock" initramfs_make_base "$busybox" "$base"
	# Made long ago, but used: not to be deleted by who makes another one.
	touch -c -- "$base"
	printf '%s\n' "$base"
}

initramfs_make_base() {
	local busybox=$1 base=$2 root applet
	[[ ! -f $base ]] || return 0
	if ldd "$busybox" >/dev/null 2>&1; then
		die 125 "$busybox is dynamically linked: the guest needs the package busybox-static"
	fi
	root=$(mktemp -d)
	mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,usr/local/bin,lib,lib64,etc,dev,proc,sys,tmp,run,root}
	cp -- "$busybox" "$root/bin/busybox"
	for applet in $("$busybox" --list); do
		[[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"
	done
	ln -s /bin/env "$root/usr/bin/env"
	printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
	printf 'root:x:0:\n' >"$root/etc/group"
	chmod 1777 "$root/tmp"
	# Another clone may have made its own, and have a boot under way.
	find "$(dirname -- "$base")" -name 'base-*.cpio' -mtime +30 -delete
	same_age "$root"
	pack "$root" >"$base.new"
	mv -- "$base.new" "$base"
	rm -rf -- "$root"
}

# quote ARG...: as words of a POSIX shell.
quote() {
	local arg
	for arg; do
		printf " '%s'" "${arg//\'/\'\\\'\'}"
	done
	printf '\n'
}

# add_libraries ROOT FILE: what a dynamically linked program is linked to, at the
# same paths in the guest.
add_libraries() {
	local root=$1 library
	[[ $(head -c 4 -- "$2" | od -An -t x1 | tr -d ' ') == 7f454c46 ]] || return 0
	while read -r library; do
		[[ ! -e $root$library ]] || continue
		mkdir -p -- "$root$(dirname -- "$library")"
		cp -L -- "$library" "$root$library"
	done < <(ldd -- "$2" 2>/dev/null | grep -o '/[^ ]*')
}

# add_put ROOT PATH
add_put() {
	local root=$1 name file
	name=$(basename -- "$(realpath -s -- "$2")")
	mkdir -p -- "$root/root"
	cp -a -H -- "$2" "$root/root/$name" || return
	while IFS= read -r -d '' file; do
		add_libraries "$root" "$file"
	done < <(find "$root/root/$name" -type f -perm /111 -print0)
}

# initramfs_make RUN MODULE TOOL: RUN/initramfs.cpio; MODULE and TOOL may be ''.
initramfs_make() {
	local run=$1 module=$2 tool=$3 root=$1/root base path
	base=$(initramfs_base)
	mkdir -p -- "$root/mmscope"
	install -m 755 -- "$MMSCOPE_ROOT/scripts/guest/init" "$root/init"
	if [[ -n $module ]]; then
		cp -- "$module" "$root/mmscope/mmscope.ko"
	fi
	if [[ -n $tool ]]; then
		install -D -m 755 -- "$tool" "$root/usr/local/bin/mmscope"
		add_libraries "$root" "$tool"
	fi
	for path in "${vm_package[@]}"; do
		add_package "$root" "$path" || die 125 "--package '$path': cannot be had"
	done
	for path in "${vm_put[@]}"; do
		add_put "$root" "$path" || die 125 "--put '$path': cannot copy it"
	done
	if ((vm[shell])); then
		stty size >"$root/mmscope/terminal"
		printf '%s\n' "${TERM:-dumb}" >>"$root/mmscope/terminal"
	else
		printf 'set --%s' "$(quote "${vm_command[@]}")" >"$root/mmscope/command"
	fi
	for path in "${vm_get[@]}"; do
		printf 'get%s' "$(quote "${path%%:*}")"
		printf '\n'
	done >"$root/mmscope/get"
	((!vm[icount])) || same_age "$root"
	pack "$root" >"$run/own.cpio"
	cat -- "$base" "$run/own.cpio" >"$run/initramfs.cpio"
	rm -rf -- "$root" "$run/own.cpio"
}
