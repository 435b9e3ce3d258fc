# shellcheck shell=bash
# Debian packages for the guest, with all that they depend on, unpacked in the cache
# each by itself. Nothing is installed on the host.

packages_dir() {
	printf '%s/packages\n' "$(cache_dir)"
}

# package_list NAME: path of a list of it and what it depends on, as NAME=VERSION lines,
# nothing where apt knows no such package. Kept until apt's own lists change: it reads
# all of them each time.
package_list() {
	local list names
	list=$(packages_dir)/lists/$1
	if [[ ! $list -nt /var/lib/apt/lists ]]; then
		mkdir -p -- "${list%/*}"
		mapfile -t names < <(apt-cache depends --recurse --no-recommends --no-suggests \
			--no-conflicts --no-breaks --no-replaces --no-enhances -- "$1" 2>/dev/null |
			grep -E '^[a-z0-9][a-z0-9.+-]*$')
		{
			((${#names[@]} == 0)) || apt-cache show --no-all-versions -- "${names[@]}"
		} | awk '/^Package: / { name = $2 } /^Version: / { print name "=" $2 }' >"$list.$$"
		mv -- "$list.$$" "$list"
	fi
	printf '%s\n' "$list"
}

package_is_known() {
	[[ $1 =~ ^[a-z0-9][a-z0-9.+-]*$ && -s $(package_list "$1") ]]
}

# package_unpack NAME=VERSION: its directory is there afterwards, whole.
package_unpack() {
	local dir tmp
	dir=$(packages_dir)/$1
	[[ ! -d $dir ]] || return 0
	rm -rf -- "$dir".partial.*
	tmp=$(mktemp -d -- "$dir.partial.XXXXXX")
	note "package ${1%%=*}: downloading, once"
	if apt_download "$tmp" "$1" && mkdir -- "$tmp/root" &&
		dpkg-deb --fsys-tarfile "$tmp"/*.deb |
		tar -C "$tmp/root" -x --exclude='./usr/share' --exclude='*/gconv' &&
		mv -T -- "$tmp/root" "$dir"; then
		rm -rf -- "$tmp"
		return
	fi
	rm -rf -- "$tmp"
	return 1
}

# add_package ROOT NAME: as if it were installed there, with what it depends on, but
# without documentation, and without its scripts having run.
add_package() {
	local root=$1 package packages
	mapfile -t packages <"$(package_list "$2")"
	for package in "${packages[@]}"; do
		with_lock "$(packages_dir)/.lock" package_unpack "$package" || return
		cp -a -- "$(packages_dir)/$package/." "$root/"
	done
}
