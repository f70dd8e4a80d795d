# shellcheck shell=bash
# What jobs/quickstart, jobs/test and .ci/run share. Sourced.

root=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")")

# To stderr: stdout belongs to the program.
say() {
    printf '%s\n' "$*" >&2
}

# shellcheck source=packages.sh
source "$root/jobs/lib/packages.sh"
# shellcheck source=build.sh
source "$root/jobs/lib/build.sh"
