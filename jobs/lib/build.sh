# shellcheck shell=bash
# Configures and builds. Sourced by common.sh.
: "${root:?}"

# Cores this process may use: those it is bound to, or fewer when a container limits processor time.
core_count() {
    local cores quota period
    cores=$(env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc)
    if read -r quota period 2>/dev/null </sys/fs/cgroup/cpu.max && [ "$quota" != max ]; then
        local allowed=$(((quota + period - 1) / period))
        if [ "$allowed" -lt "$cores" ]; then cores=$allowed; fi
    fi
    printf '%s\n' "$cores"
}

# configure PRESET: only when there is no build folder of this source tree, or the presets changed
configure() {
    local preset=$1 folder=$root/build/$1
    local stamp=$folder/.configured
    if [ -f "$stamp" ] && [ ! "$root/CMakePresets.json" -nt "$stamp" ] &&
        grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        return
    fi
    say "Configuring build/$preset; the first build takes some minutes"
    mkdir -p "$folder"
    if ! (cd "$root" && cmake --fresh --preset "$preset") >"$folder/configure.log" 2>&1; then
        cat "$folder/configure.log" >&2
        say "CMake could not configure; its words stand above."
        exit 3
    fi
    touch "$stamp"
}

# build PRESET TARGET...: in seconds when nothing changed
build() {
    local preset=$1 cores options=()
    shift
    configure "$preset"
    cores=$(core_count)
    say "Building $* in build/$preset with $cores cores"
    if [ ! -t 2 ]; then options=(-- --quiet); fi # on a terminal ninja's one line tells how far it is
    if ! cmake --build "$root/build/$preset" --parallel "$cores" --target "$@" "${options[@]}" >&2; then
        say "The build failed."
        exit 3
    fi
}
