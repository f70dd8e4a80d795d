# shellcheck shell=bash
# Installs the Debian packages the project needs and the machine lacks. Sourced by common.sh.
: "${root:?}"

# package_names KIND...: names of these kinds in packages.txt
package_names() {
    local kind
    for kind in "$@"; do
        awk -v kind="$kind" '!/^#/ && $2 == kind { print $1 }' "$root/jobs/lib/packages.txt"
    done
}

# missing_packages NAME...: those that are not installed
missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
        awk '$2 == "installed" { print $1 }') || true # fails when one of them is unknown here
    printf '%s\n' "$@" | grep -vxF -e "$installed"
}

# run_apt PREFIX LOG NAME...: update and install, with everything apt says in LOG
run_apt() {
    local prefix=$1 log=$2
    shift 2
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    # shellcheck disable=SC2086 # the prefix is empty or `sudo` with its option
    $prefix "${apt[@]}" update >"$log" 2>&1 </dev/null &&
        $prefix "${apt[@]}" install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null
}

# install_packages KIND...: exits with 3 when something is missing and cannot be installed
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is no Debian system: packages are not checked, CMake will tell what it misses."
        say "What Debian 12 calls them stands in jobs/lib/packages.txt."
        return
    fi
    local wanted missing
    mapfile -t wanted < <(package_names "$@")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi

    local prefix=""
    if [ "$(id -u)" -ne 0 ]; then
        # Without a terminal nobody can type a password.
        if [ -t 0 ]; then prefix="sudo"; else prefix="sudo -n"; fi
        if ! command -v sudo >/dev/null || ! $prefix true; then
            say "These Debian packages are missing, and installing them takes root or sudo:"
            say "    ${missing[*]}"
            say "Ask your administrator for:"
            say "    apt-get install --no-install-recommends ${missing[*]}"
            exit 3
        fi
        say "Packages are installed by apt-get, which takes sudo; nothing else does."
    fi
    say "Installing ${#missing[@]} Debian packages (jobs/lib/packages.txt says what for): ${missing[*]}"
    local log
    log=$(mktemp)
    if ! run_apt "$prefix" "$log" "${missing[@]}"; then
        cat "$log" >&2
        say "apt-get could not install the packages; its words stand above."
        exit 3
    fi
    rm -f "$log"
}

# try_packages KIND...: like install_packages, but goes on without what cannot be installed
try_packages() {
    if ! (install_packages "$@"); then # a shell of its own, which may exit
        say "Going on without them: THE TESTS THAT NEED THEM ARE SKIPPED."
    fi
}
