#!/usr/bin/env bash
# disk_full.sh PROGRAM SOURCE_DIR: a disk that fills up during a run or while its results are written, and a folder
# that cannot be written: told as such, with exit status 3; nothing that was done is lost, and when there is room the
# run goes on to the file of an undisturbed one. Full disks are small file systems in memory, which root alone can
# mount; files that may not grow are met by anybody.
# shellcheck source=tests/support/command_line.sh
. "$2/tests/support/command_line.sh"
disk=$work/disk
mkdir "$disk"
trap 'umount "$disk" 2>/dev/null; rm -rf -- "$work"' EXIT
if ! /usr/bin/python3 -c 'import h5py'; then
    echo "NOT CHECKED: Python's h5py is missing (Debian 12: python3-h5py)"
    exit 77
fi
cp -r "$source_dir/input" .
scan_deck scan.toml 300
ends_with 0 mpirun -n 2 "$program" run scan.toml -o whole.h5

# --- A full disk.
disk_of() {
    mount -t tmpfs -o "size=$1" lpsglass_test "$disk" 2>/dev/null
}
if disk_of 400k; then
    ends_with 3 mpirun -n 2 "$program" run scan.toml -o disk/full.h5 --checkpoint-interval 0.1
    says err "No space left on device" "finished work stays in memory" "cannot write disk/full.h5"
    [ ! -e disk/full.h5 ] || fail "full.h5 is there though the disk is full"
    [ "$(find disk -name '*.tmp*' | wc -l)" -eq 0 ] || fail "temporary files fill the disk: $(ls -R disk)"
    more_parts_than 0 disk/full.h5 || fail "nothing was saved while there was room"
    ends_with 0 "$program" status disk/full.h5
    mount -o remount,size=50m "$disk"
    ends_with 0 mpirun -n 2 "$program" run scan.toml -o disk/full.h5 --resume
    says err "resumed  "
    same whole.h5 disk/full.h5
    umount "$disk"

    # Room is made while the run is on.
    disk_of 400k
    mpirun -n 2 "$program" run scan.toml -o disk/full.h5 --checkpoint-interval 0.1 >out 2>err &
    until_true grep -q "No space left on device" err
    mount -o remount,size=50m "$disk"
    wait $!
    is_status 0 $? "a run for which room was made"
    says err "finished work is saved again"
    same whole.h5 disk/full.h5

    # Only the results find no room: killed before they are written, when all sets are saved, and gone on with.
    # The step lies between the naming of the only part and that of the results, wherever.
    ends_with 137 "$program" run scan.toml -o disk/last.h5 --checkpoint-interval 1000 --kill-at-write-step 30
    ends_with 0 "$program" snapshot disk/last.h5 -o snapshot.h5
    says out "300 of 300 sets are done so far"
    mount -o "remount,size=$(($(du -sk disk | cut -f 1) + 100))k" "$disk"
    ends_with 3 "$program" run scan.toml -o disk/last.h5 --resume
    says err "cannot write disk/last.h5" "No space left on device" --resume \
        "all sets are done and saved in disk/last.h5.parts"
    [ ! -e disk/last.h5 ] || fail "half a results file"
    mount -o remount,size=50m "$disk"
    ends_with 0 "$program" run scan.toml -o disk/last.h5 --resume
    says err "resumed          300 of 300 sets"
    same whole.h5 disk/last.h5

    # A folder that cannot be written.
    mount -o remount,ro "$disk"
    ends_with 3 "$program" run scan.toml -o disk/other.h5
    says err "no writable directory"
    umount "$disk"
else
    echo "NOT CHECKED: a full disk, for want of the right to mount one"
    mkdir locked
    chmod 555 locked
    ends_with 3 "$program" run scan.toml -o locked/other.h5
    says err "no writable directory"
fi

# --- Files that may not grow: from some moment on no work finds room, and that is told.
"$program" run scan.toml -o limited.h5 --checkpoint-interval 0.1 --quiet >out 2>err &
run=$!
until_true more_parts_than 0 limited.h5
prlimit --pid "$run" --fsize=3000: # bytes: less than any part, and enough for err; MPI would not start so
wait "$run"
is_status 3 $? "a run whose files may not grow"
says err "File too large" "finished work stays in memory" "could not be saved"
[ "$(grep -c "stays in memory" err)" -eq 1 ] || fail "the same warning again and again"
[ ! -e limited.h5 ] || fail "half a results file"
ends_with 0 "$program" run scan.toml -o limited.h5 --resume
says err "resumed  "
same whole.h5 limited.h5

passed
