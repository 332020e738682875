#!/bin/sh
## What kvetch replay --as-reproducer prints, with all that it may say; what is not for a script alone is also in a test of
## blktests (blktests.sh). It is a script itself, so that shellcheck can read it.
##   KV_NAME       stands for a value
##   #: if NAME    what follows is there for some counterexamples only, up to #: else or #: end
##   #: each NAME  what follows is there for each of a list, up to #: end
##   #: lines NAME stands for whole lines
##   #: in NAME    what follows, up to #: end, is the body of a function of that name where there is no script to stand in
#: if script
#: lines header
#
# Exits with 1 if it is reproduced, 0 if it is not, 2 if it could not be tried.

set -u

#: end
die() {
    echo "reproduce: $*" >&2
    exit 2
}

#: if script
[ "${KVETCH_THROWAWAY:-}" = yes ] ||
    die "this may bring the machine down; say KVETCH_THROWAWAY=yes if it can be thrown away"
[ "$(id -u)" = 0 ] || die "this needs root"
for tool in losetup truncate dd dmesg modprobe getconf cmp blkdiscardKV_MORE_TOOLS; do
    command -v "$tool" > /dev/null || die "this needs $tool"
done
[ "$(getconf PAGESIZE)" = KV_PAGE_SIZE ] || die "this needs a machine with pages of KV_PAGE_SIZE bytes"
case $(uname -r) in
    KV_RELEASE | KV_RELEASE.* | KV_RELEASE-*) ;;
    *) echo "reproduce: this is $(uname -r); the counterexample is of KV_KERNEL" >&2 ;;
esac
#: if otherMachine
echo "reproduce: the counterexample is of a machine with KV_MEMORY_MIB MiB of memory (boot with mem=KV_MEMORY)" >&2
#: end

#: end
#: in set_up
modprobe raid0 2> /dev/null || true
layout_file=/sys/module/raid0/parameters/default_layout
md=KV_MD
sys=/sys/block/$md/md
[ ! -e "$sys" ] || [ "$(cat "$sys/array_state")" = clear ] || die "there is a $md already"
#: if script
dir=$(mktemp -d "${KVETCH_TMP:-/var/tmp}/kvetch.XXXXXX") || exit 2
#: else
dir=$TMPDIR
#: end
# NAME:SECTORS of each disk
disks=
count=0
old_layout=
#: end

stop() {
    [ ! -e "$sys/array_state" ] || (echo clear > "$sys/array_state") 2> /dev/null
}

remove_disks() {
    for disk in $disks; do
#: if protected
        case $disk in
            loop*) losetup -d "/dev/${disk%:*}" ;;
            *) modprobe -r scsi_debug ;;
        esac
#: else
        losetup -d "/dev/${disk%:*}"
#: end
    done
    disks=
    count=0
    rm -f "$dir"/disk*
}

cleanup() {
    trap - EXIT
    stop
    remove_disks
    [ -z "$old_layout" ] || echo "$old_layout" > "$layout_file"
#: if script
    rm -rf "$dir"
#: end
}
#: if script
trap cleanup EXIT
trap 'exit 2' HUP INT TERM
#: end

#: if unlikeBlocks
# add_disks COUNT SECTORS STEP BLOCK: the first has SECTORS sectors, each further one STEP more; blocks are of BLOCK bytes
#: else
# add_disks COUNT SECTORS STEP: the first has SECTORS sectors, each further one STEP more
#: end
add_disks() {
    added=0
    while [ "$added" -lt "$1" ]; do
        file=$dir/disk$count
        sectors=$(($2 + added * $3))
        truncate -s "$((sectors * 512))" "$file" || die "no room for $file; see KV_ROOM"
#: if unlikeBlocks
        loop=$(losetup --find --show --sector-size "$4" "$file") || die "no loop device"
#: else
        loop=$(losetup --find --show --sector-size KV_BLOCK_SIZE "$file") || die "no loop device"
#: end
        disks="$disks ${loop#/dev/}:$sectors"
        count=$((count + 1))
        added=$((added + 1))
    done
}

#: if protected
# add_protected_disk SECTORS: one with a data-integrity profile, of which the array gets SECTORS
add_protected_disk() {
    [ ! -e /sys/bus/pseudo/drivers/scsi_debug ] || die "scsi_debug is in use"
    modprobe sd_mod 2> /dev/null || true
    modprobe scsi_debug dif=1 dix=1 sector_size=KV_FIRST_BLOCK_SIZE || die "this needs scsi_debug"
    tries=0
    until found=$(ls -d /sys/bus/pseudo/drivers/scsi_debug/adapter0/host*/target*/*/block/* 2> /dev/null) &&
        grep -q T10 "$found/integrity/format"; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || die "scsi_debug makes no disk with an integrity profile"
        sleep 1
    done
    disks="$disks ${found##*/}:$1"
    count=$((count + 1))
}

#: end
#: if mdadm
# start RAID_DISKS CHUNK_BYTES
start() {
    devices=
    for disk in $disks; do devices="$devices /dev/${disk%:*}"; done
    # shellcheck disable=SC2086
    mdadm --build "/dev/$md" --run --force --level=0 --raid-devices="$1" --chunk="$(($2 / 1024))" $devices 2> "$dir/errors"
    started=$?
    cat "$dir/errors"
    return "$started"
}

#: else
# put FILE VALUE
put() {
    printf '%s' "$2" | dd of="$sys/$1" status=none 2> "$dir/errors"
}

make() {
    # A device of that name that was just stopped takes a while to go.
    tries=0
    until printf '%s' "$md" | dd of=/sys/module/md_mod/parameters/new_array status=none 2> "$dir/errors"; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || die "cannot make $md: $(cat "$dir/errors")"
        sleep 1
        # On Linux 7.3 it stays, and is as good as new.
        [ "$tries" -lt 3 ] || [ ! -e "$sys" ] || break
    done
    put level raid0 || die "cannot set the level"
    put raid_disks "$count" || die "cannot set raid_disks"
    put chunk_size 4096 || die "cannot set the chunk"
#: if ownLayout
    put layout KV_OWN_LAYOUT || die "cannot set the array's own layout"
#: end
    slot=0
    for disk in $disks; do
        add "${disk%:*}" "${disk#*:}" "$(slot_of "$slot")" || die "cannot add $disk: $(cat "$dir/errors")"
        slot=$((slot + 1))
    done
}

#: if wholeKibibytes
# add NAME SECTORS SLOT: without a superblock md takes the size from us, in KiB
add() {
    put new_dev "$(cat "/sys/block/$1/dev")" && put "dev-$1/size" "$(($2 / 2))" && put "dev-$1/slot" "$3"
}
#: else
# add NAME SECTORS SLOT: sysfs takes sizes in KiB, so this is ioctl ADD_NEW_DISK, which takes the device's size
add() {
    number=$(cat "/sys/block/$1/dev")
    perl -e 'open(my $md, "+<", shift) || die "$!\n";
        ioctl($md, 0x40140921, pack("i5", @ARGV)) || die "$!\n"' \
        "/dev/$md" "$3" "${number%:*}" "${number#*:}" "$3" 6 2> "$dir/errors"
}
#: end

slot_of() {
    case $1 in
#: each slots
        KV_DISK) echo KV_SLOT ;;
#: end
        *) echo "$1" ;;
    esac
}

last_disk() {
    last=${disks##* }
    echo "${last%:*}"
}

# start RAID_DISKS CHUNK_BYTES: values beyond 31 bits are written as the kernel's unsigned ones
start() {
    if [ ! -e "$sys" ] || [ ! -e "$sys/dev-$(last_disk)" ]; then make; fi
    put raid_disks "$1" || die "cannot set raid_disks: $(cat "$dir/errors")"
    put chunk_size "$2" || die "cannot set the chunk: $(cat "$dir/errors")"
#: if kill
    (echo 1000 > /proc/self/oom_score_adj && put array_state active)
#: else
    put array_state active
#: end
    started=$?
    cat "$dir/errors"
    return "$started"
}

#: end
news() {
    dmesg | sed "1,/kvetch: begin $$/d"
}

# reproduced WHAT: says so and ends
reproduced() {
    news
    echo "reproduced: $*"
#: if deadly
    # A task that died in the kernel keeps its locks, and whoever wants them waits for ever.
    trap - EXIT
    echo "nothing is cleaned up; reboot"
#: end
    exit 1
}

#: if life
look() {
    if news | grep -q 'KV_PATTERN'; then
#: if script
        reproduced "see the log above"
#: else
        reproduced "$(news | grep -m 1 'KV_PATTERN' | sed 's/^\[[^]]*\] //')"
#: end
    fi
}

#: end
# tag SECTOR TEXT: writes a sector of the array
tag() {
    printf '%-512s' "$2" | dd of="/dev/$md" bs=512 seek="$1" count=1 iflag=fullblock oflag=direct conv=notrunc 2> /dev/null
}

# sector_of FILE SECTOR: what is there
sector_of() {
    dd if="$1" bs=512 skip="$2" count=1 status=none | tr -d '\0' | sed 's/ *$//'
}

# read_array SECTOR COUNT: one request; whole pages through the cache would be others
read_array() {
    dd if="/dev/$md" bs="$(($2 * 512))" skip="$(($1 * 512))" count=1 iflag=direct,skip_bytes status=none
}

#: if comparesRequest
# mark DISK SECTOR
mark() {
    printf '%-512s' "disk $1 sector $2," |
        dd of="$dir/disk$1" bs=512 seek="$2" iflag=fullblock conv=notrunc status=none
}

#: end
#: in counterexample
#: if script
#: else
trap cleanup EXIT
trap 'exit 2' HUP INT TERM

#: end
if [ -w "$layout_file" ]; then
    old_layout=$(cat "$layout_file")
    echo KV_LAYOUT > "$layout_file" || die "cannot set raid0.default_layout"
else
    echo "reproduce: this kernel has no raid0.default_layout" >&2
fi

#: if comparesZones
debug=/sys/kernel/debug/dynamic_debug/control
(echo 'module raid0 +p' > "$debug") 2> /dev/null || die "this needs dynamic debug, in $debug"
#: end
echo "kvetch: begin $$" > /dev/kmsg
[ ! -w /sys/kernel/debug/clear_warn_once ] || echo 1 > /sys/kernel/debug/clear_warn_once

#: if kill
echo -1000 > /proc/$$/oom_score_adj || die "the kernel would kill this script"
total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
nearly_all=$((total * 1024 * KV_PERCENT / 100 / KV_POINTER_BYTES / KV_ZONES))
[ "$nearly_all" -lt KV_MOST_SLOTS ] ||
    die "this machine has more memory than a table may take: boot it with mem=2048M"

#: end
#: if protected
add_protected_disk KV_PROTECTED_SECTORS
#: end
#: each disks
#: if unlikeBlocks
add_disks KV_COUNT KV_SECTORS KV_STEP KV_RUN_BLOCK_SIZE
#: else
add_disks KV_COUNT KV_SECTORS KV_STEP
#: end
#: end
#: if comparesRequest
#: each marked
mark KV_DISK KV_SECTOR
#: end
#: end
#: if comparesDiscard
# Something to be thrown away, and something that should stay.
#: each watched
echo kept | dd of="$dir/diskKV_DISK" bs=512 seek=KV_SECTOR conv=notrunc status=none
#: end
#: end
if start "${KVETCH_RAID_DISKS:-KV_RAID_DISKS}" KV_CHUNK_BYTES; then
    size=$(cat "/sys/block/$md/size")
    echo "the array runs: $size sectors"
#: if sizeIsKnown
#: if sizeIsCapped
    [ "$size" = KV_SIZE ] || [ "$size" = KV_LARGEST_DISK ] || die "md should say KV_SIZE sectors: this is another array"
#: else
    [ "$size" = KV_SIZE ] || die "md should say KV_SIZE sectors: this is another array"
#: end
#: end
#: if comparesZones
    found=0
#: each zones
    news | grep -q ' zone-offset= *KV_START, device-offset= *KV_DEVICE_START, size= *KV_SIZE' && found=$((found + 1))
#: end
    [ "$found" != KV_ZONE_COUNT ] || reproduced "the zones are those of the counterexample"
#: end
#: if comparesSize
    [ "$size" = KV_WHOLE_CHUNKS ] ||
        reproduced "md says $size sectors, the disks' whole chunks are KV_WHOLE_CHUNKS"
    read_array "$((size - 1))" 1 > /dev/null || reproduced "the last sector cannot be read"
#: end
#: if comparesLimit
    limit=$(cat "/sys/block/$md/queue/KV_LIMIT_FILE")
    [ "$limit" = KV_LIMIT ] || reproduced "KV_LIMIT_FILE is $limit and not KV_LIMIT"
#: end
#: if comparesPlaces
    tag KV_FIRST first || die "sector KV_FIRST cannot be written"
    tag KV_SECOND second || die "sector KV_SECOND cannot be written"
    [ "$(read_array KV_FIRST 1 | sed 's/ *$//')" = first ] ||
        reproduced "writing array sector KV_SECOND overwrites array sector KV_FIRST"
#: end
#: if comparesPlace
    tag KV_ARRAY_SECTOR kvetch || reproduced "array sector KV_ARRAY_SECTOR cannot be written"
    sync
    [ "$(sector_of "$dir/diskKV_PLACE_DISK" KV_PLACE_SECTOR)" != kvetch ] ||
        reproduced "array sector KV_ARRAY_SECTOR is on disk KV_PLACE_DISK at sector KV_PLACE_SECTOR; KV_WHY"
#: end
#: if comparesRequest
    whole="read"
    read_array KV_REQUEST_START KV_REQUEST_SECTORS > "$dir/whole" || whole="not read"
    alone="read"
    at=KV_REQUEST_START
    while [ "$at" -lt KV_REQUEST_END ]; do
        read_array "$at" 1 || alone="not read"
        at=$((at + 1))
    done > "$dir/alone"
    echo "at once: $whole: $(tr -d '\0' < "$dir/whole" | tr -s ' ')"
    echo "one by one: $alone: $(tr -d '\0' < "$dir/alone" | tr -s ' ')"
    [ "$whole" = "$alone" ] || reproduced "the request is $whole, its sectors one by one are $alone"
    [ "$whole" != read ] || cmp "$dir/whole" "$dir/alone" ||
        reproduced "the request reads other sectors than it was asked for"
#: end
#: if comparesDiscard
#: if endless
    # The kernel goes on with this until it is out of memory; what it asks of the disk is in the log.
    blkdiscard -f -o KV_DISCARD_START -l KV_DISCARD_BYTES "/dev/$md" &
    sleep 1
    for operation in $(news | sed -n 's/.*loop[0-9]*: rw=\([0-9]*\),.*/\1/p'); do
        # 3 is a discard; flags are above.
        [ "$((operation & 255))" != 3 ] || reproduced "the discard goes past the end of a disk, and goes on"
    done
#: else
    blkdiscard -f -o KV_DISCARD_START -l KV_DISCARD_BYTES "/dev/$md" || die "the discard fails"
#: end
#: each watched
#: if asked
    [ -z "$(sector_of "$dir/diskKV_DISK" KV_SECTOR)" ] ||
        reproduced "the discard leaves disk KV_DISK sector KV_SECTOR"
#: else
    [ -n "$(sector_of "$dir/diskKV_DISK" KV_SECTOR)" ] ||
        reproduced "the discard takes disk KV_DISK sector KV_SECTOR"
#: end
#: end
#: end
#: each requests
#: if isDiscard
    blkdiscard -f -o $((KV_START * 512)) -l KV_BYTES "/dev/$md"
#: else
    read_array KV_START KV_SECTORS > /dev/null
#: end
#: end
#: if deadlyLife
    look
#: end
    stop
else
    echo "the array does not start"
#: if kill
    [ "$started" != 137 ] || reproduced "the process that starts the array is killed"
#: end
#: if deadlyLife
    look
#: end
#: if askedAgain
    # The same disks with parameters that nothing is wrong with.
    if start "$count" KV_PLAIN_CHUNK_BYTES; then
        size=$(cat "/sys/block/$md/size")
        [ "$size" = KV_PLAIN_SECTORS ] ||
            reproduced "after the refusal the same disks hold $size of KV_PLAIN_SECTORS sectors"
    else
        reproduced "after the refusal the same disks do not start any more"
    fi
#: end
fi
#: if life

#: if startedAgain
#: if otherDisks
remove_disks
#: end
#: each otherDisks
#: if unlikeBlocks
add_disks KV_COUNT KV_SECTORS KV_STEP KV_RUN_BLOCK_SIZE
#: else
add_disks KV_COUNT KV_SECTORS KV_STEP
#: end
#: end
if start KV_RAID_DISKS_AGAIN KV_CHUNK_BYTES; then
#: each requests
#: if isDiscard
    blkdiscard -f -o $((KV_START * 512)) -l KV_BYTES "/dev/$md"
#: else
    read_array KV_START KV_SECTORS > /dev/null
#: end
#: end
#: if deadly
    look
#: end
    stop
fi
#: end
#: if leak
if [ -w /sys/kernel/debug/kmemleak ]; then
    echo scan > /sys/kernel/debug/kmemleak
    sleep 5
    echo scan > /sys/kernel/debug/kmemleak
    grep -q create_strip_zones /sys/kernel/debug/kmemleak && reproduced "kmemleak has found it"
fi
#: end
look
#: end
echo "not reproduced"
exit 0
#: end
