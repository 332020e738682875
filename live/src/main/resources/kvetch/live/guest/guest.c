/*
 * The guest: /init of a kernel that Kvetch starts as a process of its own. It is a server. It reads a command from each line of
 * its console and answers each with a line that begins with "=kv " and the number of the command; whatever else comes out of the
 * console is the kernel's. It ends when its console does, and when nobody has asked anything for ten minutes.
 *
 *   ID disks SECTORS:BLOCK[*COUNT][!] ...  the disks of the arrays to come, empty; with ! they have an integrity profile
 *   ID make SLOT ...                       a new array of the first disks, not started; which of them md refuses
 *   ID start RAID CHUNK OWN DEFAULT        raid_disks, chunk_sectors, layouts; then RUN_ARRAY
 *   ID map FIRST[+COUNT] ...               where sectors of the array go, each written alone
 *   ID request FIRST COUNT                 where they go, written at once
 *   ID discard FIRST COUNT [DISK:SECTOR ...]  what a discard takes from the disks; places to look at on large ones
 *   ID scan                                has the kernel look for partitions, as it does when a disk appears
 *   ID slots SLOT ...                      other slots for the disks of an array that does not run
 *   ID fail NTH                            has the allocation fail that comes NTH in the next start
 *   ID failed                              what is left of NTH; 0 if it failed
 *   ID stop                                STOP_ARRAY
 *   ID validate                            has the kernel look at memory that was freed, where it can
 *   ID more WORD ...                       the first words of a command that is too long for a line of a console
 *   ID clear                               lets every WARN fire again, where the kernel can
 *   ID sleep SECONDS
 *   ID log                                 what the kernel has said since this was last asked
 *
 * A sector is found by what is in it: its number in the array and the number of the experiment. The disks are loop devices over
 * files on tmpfs, so the files are searched for data, and a disk may be as large as the kernel lets it be. Disks with an integrity
 * profile are of scsi_debug, all of one size, of which md uses a part; arrays of them are started and stopped, and no more.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define MOST_DISKS 1056
#define MOST_AT_ONCE 4096
#define SECTOR 512ULL
#define QUIET_MS (10 * 60 * 1000)
/* A little less than a file may have: 5.10 looks for data in one that is larger and does not come to an end. */
#define FAR_SECTORS ((1ULL << 54) - 64)
/* Disks of no more sectors in sum are filled to see what a discard takes. */
#define FILLED_SECTORS 65536
#define MOST_PROFILED 8
#define MAGIC 0x6b7665746368216bULL

/* From md's user interface. */
#define MD_MAJOR_NUMBER 9
#define ADD_DISK _IOW(MD_MAJOR_NUMBER, 0x21, struct md_disk)
#define RUN _IOW(MD_MAJOR_NUMBER, 0x30, struct md_param)
#define STOP _IO(MD_MAJOR_NUMBER, 0x32)
struct md_disk {
    int number, major, minor, raid_disk, state;
};
struct md_param {
    int personality, chunk_size, max_fault;
};

struct tag {
    uint64_t magic, experiment, sector;
};

struct disk {
    int loop, file;
    int minor;
    uint64_t sectors;
    unsigned block;
    /* Which of the disks with integrity profiles it is, from 1; 0 if it has none */
    int profiled;
};

struct profiled {
    char name[32];
    int major, minor;
};

struct found {
    uint64_t sector;
    int disk;
    uint64_t at;
};

static struct disk disks[MOST_DISKS];
static int pool, used;
static struct profiled profiled[MOST_PROFILED];
static int profiled_count;
static int are_far;
static unsigned block = SECTOR;
static int md = -1, md_number = -1;
static uint64_t experiment;
static int kmsg = -1;
static char *buffer;

static struct found *found;
static size_t found_count, found_room;

/* The answer to a command, in one write, so that nothing gets in between. */
static char *answer;
static size_t answer_length, answer_room;

static void say(const char *format, ...) {
    va_list args;
    for (;;) {
        va_start(args, format);
        size_t room = answer_room - answer_length;
        size_t wanted = (size_t) vsnprintf(answer + answer_length, room, format, args);
        va_end(args);
        if (wanted < room) {
            answer_length += wanted;
            return;
        }
        answer_room = 2 * answer_room + wanted + 1;
        answer = realloc(answer, answer_room);
        if (!answer) _exit(3);
    }
}

static void send_answer(void) {
    say("\n");
    for (size_t sent = 0; sent < answer_length;) {
        ssize_t n = write(1, answer + sent, answer_length - sent);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(2);
        sent += (size_t) n;
    }
    answer_length = 0;
}

static int write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    if (fd < 0) return errno;
    int failure = write(fd, text, strlen(text)) < 0 ? errno : 0;
    close(fd);
    return failure;
}

static int write_number(const char *path, uint64_t number) {
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long) number);
    return write_text(path, text);
}

/* Empty if it cannot be read. */
static void read_text(const char *path, char *text, size_t room) {
    int fd = open(path, O_RDONLY);
    ssize_t n = fd < 0 ? 0 : read(fd, text, room - 1);
    text[n > 0 ? n : 0] = 0;
    if (fd >= 0) close(fd);
}

static uint64_t read_number(const char *path) {
    char text[64];
    read_text(path, text, sizeof text);
    return strtoull(text, NULL, 10);
}

static const char *md_path(const char *name) {
    static char path[96];
    snprintf(path, sizeof path, "/sys/block/md%d/%s", md_number, name);
    return path;
}

/* The disks */

/* What was written is forgotten. */
static int set_size(struct disk *disk, uint64_t sectors) {
    if (ftruncate(disk->file, 0) || ftruncate(disk->file, (off_t) (sectors * SECTOR))) return errno;
    return ioctl(disk->loop, LOOP_SET_CAPACITY, 0) ? errno : 0;
}

static int add_disk(void) {
    char path[32];
    struct disk *disk = &disks[pool];
    int control = open("/dev/loop-control", O_RDWR);
    if (control < 0) return errno;
    if (ioctl(control, LOOP_CTL_ADD, pool) < 0 && errno != EEXIST) {
        close(control);
        return errno;
    }
    close(control);
    snprintf(path, sizeof path, "/n/loop%d", pool);
    if (mknod(path, S_IFBLK | 0600, makedev(7, pool)) && errno != EEXIST) return errno;
    disk->loop = open(path, O_RDWR);
    snprintf(path, sizeof path, "/t/%d", pool);
    disk->file = open(path, O_RDWR | O_CREAT, 0600);
    if (disk->loop < 0 || disk->file < 0) return errno;
    if (ftruncate(disk->file, 4096)) return errno;
    if (ioctl(disk->loop, LOOP_SET_FD, disk->file)) return errno;
    /* 5.10 takes discards only once it was told something. */
    struct loop_info64 about = {0};
    if (ioctl(disk->loop, LOOP_SET_STATUS64, &about)) return errno;
    disk->minor = pool++;
    disk->block = SECTOR;
    return 0;
}

/* A disk is listed some time before it can be used, and until then nobody can open it. */
static int is_there(const struct profiled *disk) {
    unlink("/n/there");
    if (mknod("/n/there", S_IFBLK | 0600, makedev(disk->major, disk->minor))) return 0;
    int file = open("/n/there", O_RDONLY);
    if (file >= 0) close(file);
    return file >= 0;
}

/* Those with integrity profiles come when they are first asked for. */
static int add_profiled(void) {
    write_text("/sys/bus/pseudo/drivers/scsi_debug/add_host", "1");
    for (int tries = 0; tries < 100; tries++) {
        DIR *folder = opendir("/sys/block");
        struct dirent *entry;
        int count = 0;
        while (folder && (entry = readdir(folder)) && count < MOST_PROFILED) {
            char path[320], number[32] = "", format[64] = "";
            struct profiled *disk = &profiled[count];
            if (strncmp(entry->d_name, "sd", 2)) continue;
            snprintf(disk->name, sizeof disk->name, "%.31s", entry->d_name);
            snprintf(path, sizeof path, "/sys/block/%s/dev", entry->d_name);
            read_text(path, number, sizeof number);
            snprintf(path, sizeof path, "/sys/block/%s/integrity/format", entry->d_name);
            read_text(path, format, sizeof format);
            if (sscanf(number, "%d:%d", &disk->major, &disk->minor) == 2 && !strncmp(format, "T10", 3) && is_there(disk))
                count++;
        }
        if (folder) closedir(folder);
        if (count == MOST_PROFILED) {
            profiled_count = count;
            return 0;
        }
        usleep(20000);
    }
    return ENODEV;
}

static const char *disk_name(const struct disk *disk) {
    static char name[32];
    if (disk->profiled) return profiled[disk->profiled - 1].name;
    snprintf(name, sizeof name, "loop%d", disk->minor);
    return name;
}

static void do_disks(char *args) {
    int next_profiled = 0;
    used = 0;
    are_far = 0;
    block = SECTOR;
    for (char *word = strtok(args, " "); word; word = strtok(NULL, " ")) {
        char *end;
        uint64_t sectors = strtoull(word, &end, 10);
        unsigned size = *end == ':' ? (unsigned) strtoul(end + 1, &end, 10) : (unsigned) SECTOR;
        int count = *end == '*' ? (int) strtol(end + 1, &end, 10) : 1;
        int is_profiled = *end == '!';
        if (size > block) block = size;
        for (; count > 0; count--, used++) {
            int failure = used == MOST_DISKS ? ENFILE : 0;
            if (!failure && used == pool) failure = add_disk();
            struct disk *disk = &disks[used];
            if (!failure) failure = set_size(disk, sectors);
            if (!failure && disk->block != size) {
                failure = ioctl(disk->loop, LOOP_SET_BLOCK_SIZE, (unsigned long) size) ? errno : 0;
                if (!failure) disk->block = size;
            }
            disk->sectors = sectors;
            disk->profiled = is_profiled ? ++next_profiled : 0;
            if (!failure && is_profiled && !profiled_count) failure = add_profiled();
            if (!failure && next_profiled > profiled_count) failure = ENFILE;
            if (failure) {
                say("%d %d", failure, used);
                return;
            }
        }
    }
    say("0");
}

/* Forgets what was written; the sizes stay. */
static void empty_disks(void) {
    for (int i = 0; i < used; i++)
        if (ftruncate(disks[i].file, 0) ||
            ftruncate(disks[i].file, (off_t) ((are_far ? FAR_SECTORS : disks[i].sectors) * SECTOR)))
            _exit(4);
}

/* Behind md's back they are as large as can be, so that it shows where a sector goes that is outside its disk. */
static void resize_disks(int far) {
    if (far == are_far) return;
    are_far = far;
    for (int i = 0; i < used; i++) set_size(&disks[i], far ? FAR_SECTORS : disks[i].sectors);
}

/* The array */

/* A disk of an array just stopped may still be its own for a moment. */
static int add_to_array(struct md_disk *disk) {
    int failure = 0;
    for (int tries = 0; tries < 200; tries++) {
        failure = ioctl(md, ADD_DISK, disk) ? errno : 0;
        if (failure != EBUSY) break;
        usleep(5000);
    }
    return failure;
}

static void do_make(char *args) {
    char text[32];
    int failure = EBUSY;
    for (int tries = 0; failure && tries < 500; tries++) {
        md_number = (md_number + 1) % 500;
        snprintf(text, sizeof text, "md%d", md_number);
        failure = write_text("/sys/module/md_mod/parameters/new_array", text);
    }
    if (failure) {
        say("%d new_array", failure);
        return;
    }
    snprintf(text, sizeof text, "/n/md%d", md_number);
    if (mknod(text, S_IFBLK | 0600, makedev(MD_MAJOR_NUMBER, md_number)) && errno != EEXIST) {
        say("%d mknod", errno);
        return;
    }
    md = open(text, O_RDWR | O_DIRECT);
    if (md < 0) {
        say("%d open", errno);
        return;
    }
    failure = write_text(md_path("md/level"), "raid0");
    /* md forgets a slot that is not below it. */
    if (!failure) failure = write_number(md_path("md/raid_disks"), INT32_MAX);
    if (failure) {
        say("%d sysfs", failure);
        return;
    }
    say("0");
    char *word = strtok(args, " ");
    for (int i = 0; i < used && word; i++, word = strtok(NULL, " ")) {
        struct profiled *other = disks[i].profiled ? &profiled[disks[i].profiled - 1] : NULL;
        struct md_disk disk = {
            .number = i,
            .major = other ? other->major : 7,
            .minor = other ? other->minor : disks[i].minor,
            .raid_disk = atoi(word),
            .state = 6};
        int refusal = add_to_array(&disk);
        if (refusal) say(" %d:%d", i, refusal);
        else if (other) {
            char name[64];
            /* No disk may be smaller than what md takes for the smallest. */
            int failure = write_number(md_path("md/component_size"), 1);
            snprintf(name, sizeof name, "md/dev-%s/size", other->name);
            if (!failure || failure == ENOSPC) failure = write_number(md_path(name), disks[i].sectors / 2);
            if (failure) say(" %d:%d", i, failure);
        }
    }
}

static void do_slots(char *args) {
    char name[64];
    int i = 0;
    int failure = write_number(md_path("md/raid_disks"), INT32_MAX);
    for (char *word = strtok(args, " "); word && i < used; word = strtok(NULL, " "), i++) {
        snprintf(name, sizeof name, "md/dev-%s/slot", disk_name(&disks[i]));
        if (!failure) failure = write_text(md_path(name), word);
        if (failure) {
            say("%d", failure);
            return;
        }
    }
    say("0");
}

/* Allocations that fail */

#define FAIL_NTH "/proc/thread-self/fail-nth"
static long fail_nth, left_of_nth;

/* The counter is that of the task, and everything that it does counts. */
static int run_array(void) {
    char text[32];
    if (!fail_nth) return ioctl(md, RUN, NULL);
    snprintf(text, sizeof text, "%ld", fail_nth);
    fail_nth = 0;
    left_of_nth = -1;
    int counter = open(FAIL_NTH, O_RDWR);
    if (counter < 0 || pwrite(counter, text, strlen(text), 0) < 0) {
        if (counter >= 0) close(counter);
        return ioctl(md, RUN, NULL);
    }
    int result = ioctl(md, RUN, NULL);
    int failure = errno;
    char left[32] = "";
    if (pread(counter, left, sizeof left - 1, 0) > 0) left_of_nth = atol(left);
    if (pwrite(counter, "0", 1, 0) < 0) _exit(4);
    close(counter);
    errno = failure;
    return result;
}

/* Allocations of whoever may wait fail, too, and small pages. */
static int fails_allocations(void) {
    write_text("/sys/kernel/debug/failslab/ignore-gfp-wait", "N");
    write_text("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
    write_text("/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem", "N");
    return !access(FAIL_NTH, W_OK) && !access("/sys/kernel/debug/failslab", F_OK);
}

static void do_start(char *args) {
    long long raid, chunk, own, other;
    if (sscanf(args, "%lld %lld %lld %lld", &raid, &chunk, &own, &other) != 4) {
        say("%d arguments", EINVAL);
        return;
    }
    char layout[16];
    snprintf(layout, sizeof layout, "%d", (int) other);
    int failure = write_text("/sys/module/raid0/parameters/default_layout", layout);
    if (failure) {
        say("-%d default_layout", failure);
        return;
    }
    failure = write_number(md_path("md/raid_disks"), (uint32_t) raid);
    if (failure) {
        say("-%d raid_disks", failure);
        return;
    }
    failure = write_number(md_path("md/chunk_size"), (uint64_t) (uint32_t) chunk << 9);
    if (failure) {
        say("-%d chunk_size", failure);
        return;
    }
    failure = write_number(md_path("md/layout"), (uint32_t) own);
    if (failure) {
        say("-%d layout", failure);
        return;
    }
    if (run_array()) {
        say("%d", errno);
        return;
    }
    say("0 %llu", (unsigned long long) read_number(md_path("size")));
    say(" %llu", (unsigned long long) read_number(md_path("queue/minimum_io_size")));
    say(" %llu", (unsigned long long) read_number(md_path("queue/optimal_io_size")));
    say(" %llu", (unsigned long long) read_number(md_path("queue/max_hw_sectors_kb")));
}

static void do_stop(void) {
    int failure = 0;
    for (int tries = 0; tries < 200; tries++) {
        failure = ioctl(md, STOP, NULL) ? errno : 0;
        if (failure != EBUSY) break;
        usleep(5000);
    }
    close(md);
    md = -1;
    say("%d", failure);
}

/* Sectors */

static void write_tags(char *to, uint64_t first, uint64_t count) {
    memset(to, 0, count * SECTOR);
    for (uint64_t i = 0; i < count; i++) {
        struct tag tag = {MAGIC, experiment, first + i};
        memcpy(to + i * SECTOR, &tag, sizeof tag);
    }
}

static int write_array(uint64_t first, uint64_t count) {
    if (first > (uint64_t) INT64_MAX / SECTOR - count) return EFBIG;
    write_tags(buffer, first, count);
    ssize_t n = pwrite(md, buffer, count * SECTOR, (off_t) (first * SECTOR));
    return n == (ssize_t) (count * SECTOR) ? 0 : n < 0 ? errno : EIO;
}

/* Many requests on their way at a time, where the kernel has that. */
static aio_context_t aio;

/* How many it takes: those that it does not refuse at once, as it does past the end of the array. */
static long submit(struct iocb **requests, long count) {
    long taken = 0;
    for (long i = 0; i < count;) {
        long n = syscall(SYS_io_submit, aio, count - i, requests + i);
        if (n > 0) taken += n;
        if (n > 0) i += n;
        else if (n == 0 || (errno != EAGAIN && errno != EINTR)) i++;
    }
    return taken;
}

/* Writes blocks of the array, each by a request of its own; says of each whether it came to nothing. */
static void write_each(const uint64_t *sectors, size_t count, int length, char *has_failed) {
    static struct iocb requests[MOST_AT_ONCE];
    static struct iocb *list[MOST_AT_ONCE];
    static struct io_event events[MOST_AT_ONCE];
    size_t most = MOST_AT_ONCE / (size_t) length, size = (size_t) length * SECTOR;
    memset(has_failed, 1, count);
    if (!aio && syscall(SYS_io_setup, 2L * MOST_AT_ONCE, &aio)) {
        for (size_t i = 0; i < count; i++) has_failed[i] = write_array(sectors[i], (uint64_t) length) != 0;
        return;
    }
    for (size_t from = 0; from < count; from += most) {
        long begun = 0, ended = 0, taken;
        for (size_t i = from; i < count && i < from + most; i++) {
            char *data = buffer + (i - from) * size;
            if (sectors[i] > (uint64_t) INT64_MAX / SECTOR - (uint64_t) length) continue;
            write_tags(data, sectors[i], (uint64_t) length);
            list[begun] = &requests[begun];
            requests[begun++] = (struct iocb){.aio_data = i,
                                           .aio_lio_opcode = IOCB_CMD_PWRITE,
                                           .aio_fildes = (unsigned) md,
                                           .aio_buf = (uintptr_t) data,
                                           .aio_nbytes = size,
                                           .aio_offset = (int64_t) (sectors[i] * SECTOR)};
        }
        taken = submit(list, begun);
        while (ended < taken) {
            long n = syscall(SYS_io_getevents, aio, 1L, (long) MOST_AT_ONCE, events, NULL);
            if (n < 0 && errno != EINTR) _exit(5);
            for (long i = 0; i < n; i++, ended++) has_failed[events[i].data] = events[i].res != (int64_t) size;
        }
    }
}

static void note(uint64_t sector, int disk, uint64_t at) {
    if (found_count == found_room) {
        found_room = 2 * found_room + 1024;
        found = realloc(found, found_room * sizeof *found);
        if (!found) _exit(3);
    }
    found[found_count++] = (struct found){sector, disk, at};
}

/* Goes through all that the files hold; each gets 64 KiB at a time. */
static void each_data(void (*look)(int disk, uint64_t sector, const char *data, size_t sectors)) {
    static char data[65536];
    for (int i = 0; i < used; i++) {
        off_t at = 0;
        uint64_t sectors = are_far ? FAR_SECTORS : disks[i].sectors;
        if (sectors > FAR_SECTORS && ftruncate(disks[i].file, (off_t) (FAR_SECTORS * SECTOR))) _exit(4);
        while ((at = lseek(disks[i].file, at, SEEK_DATA)) >= 0) {
            off_t end = lseek(disks[i].file, at, SEEK_HOLE);
            while (at < end) {
                size_t most = end - at < (off_t) sizeof data ? (size_t) (end - at) : sizeof data;
                ssize_t n = pread(disks[i].file, data, most, at);
                if (n <= 0) return;
                look(i, (uint64_t) at / SECTOR, data, (size_t) n / SECTOR);
                at += n;
            }
        }
    }
}

static void look_for_tags(int disk, uint64_t sector, const char *data, size_t sectors) {
    for (size_t i = 0; i < sectors; i++) {
        struct tag tag;
        memcpy(&tag, data + i * SECTOR, sizeof tag);
        if (tag.magic == MAGIC && tag.experiment == experiment) note(tag.sector, disk, sector + i);
    }
}

static int by_sector(const void *a, const void *b) {
    const struct found *one = a, *other = b;
    if (one->sector != other->sector) return one->sector < other->sector ? -1 : 1;
    if (one->disk != other->disk) return one->disk < other->disk ? -1 : 1;
    return one->at < other->at ? -1 : one->at > other->at;
}

/* SECTOR,COUNT,DISK,AT for each run */
static void say_found(void) {
    qsort(found, found_count, sizeof *found, by_sector);
    for (size_t i = 0; i < found_count;) {
        size_t end = i + 1;
        while (end < found_count && found[end].sector == found[i].sector + (end - i) && found[end].disk == found[i].disk &&
               found[end].at == found[i].at + (end - i))
            end++;
        say(" %llu,%zu,%d,%llu", (unsigned long long) found[i].sector, end - i, found[i].disk,
            (unsigned long long) found[i].at);
        i = end;
    }
}

static int is_found(uint64_t sector) {
    size_t low = 0, high = found_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (found[middle].sector < sector) low = middle + 1;
        else high = middle;
    }
    return low < found_count && found[low].sector == sector;
}

/* Sectors that were written and are not there: others have taken their places. They are looked at one by one. */
static void find_again(uint64_t sector, int length) {
    empty_disks();
    experiment++;
    if (write_array(sector / length * length, length)) return;
    each_data(look_for_tags);
}

static void do_map(char *args) {
    int length = (int) (block / SECTOR);
    uint64_t *wanted = NULL;
    size_t count = 0;
    found_count = 0;
    experiment++;
    resize_disks(1);
    for (char *word = strtok(args, " "); word; word = strtok(NULL, " ")) {
        char *end;
        uint64_t first = strtoull(word, &end, 10);
        uint64_t sectors = *end == '+' ? strtoull(end + 1, NULL, 10) : 1;
        /* Blocks that hold them */
        uint64_t last = (first + sectors - 1) / length * length;
        for (uint64_t sector = first / length * length; sector <= last; sector += length) {
            /* They grow when they are as many as a power of two. */
            if (!(count & (count - 1))) wanted = realloc(wanted, (2 * count + 1) * sizeof *wanted);
            if (!wanted) _exit(3);
            wanted[count++] = sector;
        }
    }
    char *has_failed = malloc(count + 1);
    if (!has_failed) _exit(3);
    write_each(wanted, count, length, has_failed);
    each_data(look_for_tags);
    qsort(found, found_count, sizeof *found, by_sector);
    size_t complete = found_count;
    for (size_t i = 0; i < count; i++) {
        size_t all = found_count;
        found_count = complete;
        int is_there = has_failed[i] || is_found(wanted[i]);
        found_count = all;
        if (!is_there) find_again(wanted[i], length);
    }
    say("0");
    say_found();
    for (size_t i = 0; i < count; i++)
        if (has_failed[i]) say(" %llu!", (unsigned long long) wanted[i]);
    empty_disks();
    free(wanted);
    free(has_failed);
}

static void do_request(char *args) {
    unsigned long long first, count;
    if (sscanf(args, "%llu %llu", &first, &count) != 2 || count > MOST_AT_ONCE) {
        say("-%d", EINVAL);
        return;
    }
    found_count = 0;
    experiment++;
    resize_disks(0);
    int failure = write_array(first, count);
    if (failure == EIO) {
        resize_disks(1);
        experiment++;
        write_array(first, count);
    }
    each_data(look_for_tags);
    say("%d", failure);
    say_found();
    empty_disks();
}

/* Discards */

static int64_t gone_from, gone_at;
static int gone_disk;

static void say_gone(void) {
    if (gone_from >= 0) say(" %d,%lld,%lld", gone_disk, (long long) gone_from, (long long) (gone_at - gone_from));
    gone_from = -1;
}

static int is_marked(int disk, uint64_t sector) {
    struct tag tag;
    return pread(disks[disk].file, &tag, sizeof tag, (off_t) (sector * SECTOR)) == sizeof tag && tag.magic == MAGIC &&
           tag.experiment == experiment;
}

static int discard(uint64_t first, uint64_t count) {
    uint64_t range[2] = {first * SECTOR, count * SECTOR};
    return ioctl(md, BLKDISCARD, range) ? errno : 0;
}

static void discard_filled(uint64_t first, uint64_t count) {
    experiment++;
    for (int i = 0; i < used; i++)
        for (uint64_t at = 0; at < disks[i].sectors;) {
            uint64_t most = disks[i].sectors - at < 2048 ? disks[i].sectors - at : 2048;
            write_tags(buffer, at, most);
            if (pwrite(disks[i].file, buffer, most * SECTOR, (off_t) (at * SECTOR)) < 0) _exit(4);
            at += most;
        }
    say("%d", discard(first, count));
    for (int i = 0; i < used; i++) {
        gone_disk = i;
        gone_from = -1;
        for (uint64_t at = 0; at < disks[i].sectors;) {
            uint64_t most = disks[i].sectors - at < 2048 ? disks[i].sectors - at : 2048;
            if (pread(disks[i].file, buffer, most * SECTOR, (off_t) (at * SECTOR)) < 0) _exit(4);
            for (uint64_t j = 0; j < most; j++) {
                struct tag tag;
                memcpy(&tag, buffer + j * SECTOR, sizeof tag);
                int is_gone = tag.magic != MAGIC;
                gone_at = (int64_t) (at + j);
                if (is_gone && gone_from < 0) gone_from = gone_at;
                if (!is_gone) say_gone();
            }
            at += most;
        }
        gone_at = (int64_t) disks[i].sectors;
        say_gone();
    }
}

/*
 * Disks that are too large to be filled have marks, which close in on where something was thrown away and where not. All disks
 * have theirs at the same time, and each round is a discard.
 */
#define ROUNDS 64
#define MOST_MARKS 4096
#define BETWEEN 16
struct marks {
    uint64_t *at;
    char *is_gone;
    int count;
};
static struct marks marks[MOST_DISKS];

static int by_number(const void *a, const void *b) {
    uint64_t one = *(const uint64_t *) a, other = *(const uint64_t *) b;
    return one < other ? -1 : one > other;
}

static void add_mark(int disk, uint64_t at) {
    struct marks *list = &marks[disk];
    if (at < disks[disk].sectors && list->count < MOST_MARKS) list->at[list->count++] = at;
}

static void sort_marks(struct marks *list) {
    int distinct = 0;
    qsort(list->at, (size_t) list->count, sizeof *list->at, by_number);
    for (int i = 0; i < list->count; i++)
        if (i == 0 || list->at[i] != list->at[i - 1]) list->at[distinct++] = list->at[i];
    list->count = distinct;
}

static int try_marks(uint64_t first, uint64_t length) {
    empty_disks();
    experiment++;
    for (int disk = 0; disk < used; disk++)
        for (int i = 0; i < marks[disk].count; i++) {
            struct tag tag = {MAGIC, experiment, marks[disk].at[i]};
            if (pwrite(disks[disk].file, &tag, sizeof tag, (off_t) (tag.sector * SECTOR)) < 0) _exit(4);
        }
    int failure = discard(first, length);
    for (int disk = 0; disk < used; disk++)
        for (int i = 0; i < marks[disk].count; i++) marks[disk].is_gone[i] = !is_marked(disk, marks[disk].at[i]);
    return failure;
}

/* More of them between one that is gone and one that is not; 0 if there is no room between any two. */
static int close_in(int disk) {
    struct marks *list = &marks[disk];
    int before = list->count;
    for (int i = 0; i + 1 < before; i++) {
        uint64_t from = list->at[i], gap = list->at[i + 1] - from;
        if (list->is_gone[i] == list->is_gone[i + 1] || gap < 2) continue;
        for (uint64_t j = 1; j < BETWEEN && j < gap; j++) add_mark(disk, from + (gap < BETWEEN ? j : gap / BETWEEN * j));
    }
    int is_closer = list->count > before;
    sort_marks(list);
    return is_closer;
}

static void discard_marked(uint64_t first, uint64_t length, char *hints) {
    int evenly = 2048 / used + 4;
    for (int disk = 0; disk < used; disk++) {
        if (!marks[disk].at) {
            marks[disk].at = malloc(MOST_MARKS * sizeof *marks->at);
            marks[disk].is_gone = malloc(MOST_MARKS);
        }
        if (!marks[disk].at || !marks[disk].is_gone) _exit(3);
        marks[disk].count = 0;
        uint64_t last = disks[disk].sectors - 1;
        if (disks[disk].sectors == 0) continue;
        for (int i = 0; i < evenly; i++) add_mark(disk, last / evenly * i);
        add_mark(disk, last);
    }
    for (char *word = strtok(hints, " "); word; word = strtok(NULL, " ")) {
        uint64_t at = strtoull(word, NULL, 10);
        for (int disk = 0; disk < used; disk++)
            for (uint64_t i = at == 0 ? at : at - 1; i <= at + 1; i++) add_mark(disk, i);
    }
    for (int disk = 0; disk < used; disk++) sort_marks(&marks[disk]);
    int failure = 0;
    for (int round = 0, is_closer = 1; round < ROUNDS && is_closer && !failure; round++) {
        failure = try_marks(first, length);
        is_closer = 0;
        /* What was added in the last round was not tried. */
        for (int disk = 0; disk < used && round + 1 < ROUNDS; disk++) is_closer |= close_in(disk);
    }
    say("%d", failure);
    for (int disk = 0; disk < used; disk++) {
        gone_disk = disk;
        gone_from = -1;
        for (int i = 0; i < marks[disk].count; i++) {
            gone_at = (int64_t) marks[disk].at[i];
            if (marks[disk].is_gone[i] && gone_from < 0) gone_from = gone_at;
            if (!marks[disk].is_gone[i]) say_gone();
        }
        gone_at = (int64_t) disks[disk].sectors;
        say_gone();
    }
}

static void do_discard(char *args) {
    char *end;
    uint64_t first = strtoull(args, &end, 10);
    uint64_t count = strtoull(end, &end, 10);
    uint64_t sum = 0;
    resize_disks(0);
    for (int i = 0; i < used; i++) sum = sum + disks[i].sectors < sum ? UINT64_MAX : sum + disks[i].sectors;
    if (sum <= FILLED_SECTORS) discard_filled(first, count);
    else discard_marked(first, count, end);
    empty_disks();
}

/* The log */

static void each_message(int is_raw) {
    static char record[8192];
    ssize_t n;
    while ((n = read(kmsg, record, sizeof record - 1)) > 0 || (n < 0 && errno == EPIPE)) {
        if (n < 0) continue;
        record[n] = 0;
        char *text = strchr(record, ';');
        if (!text) continue;
        char *end = strchr(text, '\n');
        if (end) *end = 0;
        if (is_raw) say("%s\n", text + 1);
        /* Warnings and worse, and what the block layer complains of. */
        else if ((atoi(record) & 7) <= 4 || strstr(text, "beyond end of device") || strstr(text, "FAULT_INJECTION")) say("\037%s", text + 1);
    }
}

/* Memory */

/* Whether caches of slub look for what is done with memory that is not theirs any more. */
static int watches_slub(void) {
    return read_number("/sys/kernel/slab/kmalloc-64/poison") && read_number("/sys/kernel/slab/kmalloc-64/red_zone");
}

static int has_kasan(void) {
    char line[256];
    int is_there = 0;
    FILE *symbols = fopen("/proc/kallsyms", "r");
    while (symbols && !is_there && fgets(line, sizeof line, symbols)) is_there = strstr(line, " kasan_report") != NULL;
    if (symbols) fclose(symbols);
    return is_there;
}

static void do_validate(void) {
    char path[320];
    DIR *folder = opendir("/sys/kernel/slab");
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (strncmp(entry->d_name, "kmalloc-", 8)) continue;
        snprintf(path, sizeof path, "/sys/kernel/slab/%s/validate", entry->d_name);
        write_text(path, "1");
    }
    if (folder) closedir(folder);
    say("0");
}

static void do_warn_once(void) {
    say("%d", write_text("/sys/kernel/debug/clear_warn_once", "1"));
}

/* The words of a command that came before it. */
static char *words;
static size_t words_length;

static void do_more(const char *args) {
    size_t length = strlen(args);
    words = realloc(words, words_length + length + 2);
    if (!words) _exit(3);
    memcpy(words + words_length, args, length);
    words_length += length;
    words[words_length++] = ' ';
    words[words_length] = 0;
}

static void command(char *line) {
    char *name = strchr(line, ' ');
    if (!name) return;
    *name++ = 0;
    char *args = strchr(name, ' ');
    if (args) *args++ = 0;
    else args = name + strlen(name);
    say("\n=kv %s ", line);
    if (!strcmp(name, "more")) {
        do_more(args);
        say("0");
        send_answer();
        return;
    }
    if (words_length) {
        do_more(args);
        args = words;
        words_length = 0;
    }
    if (!strcmp(name, "disks")) do_disks(args);
    else if (!strcmp(name, "make")) do_make(args);
    else if (!strcmp(name, "start")) do_start(args);
    else if (!strcmp(name, "slots")) do_slots(args);
    else if (!strcmp(name, "map")) do_map(args);
    else if (!strcmp(name, "request")) do_request(args);
    else if (!strcmp(name, "discard")) do_discard(args);
    else if (!strcmp(name, "stop")) do_stop();
    else if (!strcmp(name, "scan")) say("%d", ioctl(md, BLKRRPART, NULL) ? errno : 0);
    else if (!strcmp(name, "clear")) do_warn_once();
    else if (!strcmp(name, "validate")) do_validate();
    else if (!strcmp(name, "fail")) {
        fail_nth = atol(args);
        say("0");
    }
    else if (!strcmp(name, "failed")) say("%ld", left_of_nth);
    else if (!strcmp(name, "log")) each_message(0);
    else if (!strcmp(name, "sleep")) {
        sleep((unsigned) atoi(args));
        say("0");
    }
    else say("%d what?", ENOSYS);
    send_answer();
}

/* Returns when nobody asks any more. */
static void serve(void) {
    size_t room = 1 << 16, length = 0;
    char *line = malloc(room);
    for (;;) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        if (poll(&input, 1, QUIET_MS) <= 0) return;
        ssize_t n = read(0, line + length, room - length - 1);
        if (n <= 0) return;
        length += (size_t) n;
        char *from = line, *end;
        line[length] = 0;
        while ((end = memchr(from, '\n', length - (size_t) (from - line)))) {
            *end = 0;
            command(from);
            from = end + 1;
        }
        length -= (size_t) (from - line);
        memmove(line, from, length);
        if (length + 1 >= room) {
            room *= 2;
            line = realloc(line, room);
        }
    }
}

/* Getting up */

/* As the command line has it for kernels into which it is built. */
#define PROFILED "dif=1 dix=1 dev_size_mb=1 max_luns=8 add_host=0 delay=0"

static void load_modules(void) {
    /* The order is that in which they need each other. */
    FILE *list = fopen("/modules/order", "r");
    char name[256];
    while (list && fgets(name, sizeof name, list)) {
        name[strcspn(name, "\n")] = 0;
        char path[300];
        snprintf(path, sizeof path, "/modules/%s", name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        const char *dot = strrchr(name, '.');
        int is_packed = dot && strcmp(dot, ".ko");
        const char *args = !strncmp(name, "loop.", 5) ? "max_loop=0" : !strncmp(name, "scsi_debug.", 11) ? PROFILED : "";
        if (fd < 0 || (syscall(SYS_finit_module, fd, args, is_packed ? 4 : 0) && errno != EEXIST)) {
            say("\n=kv module %s %d", name, errno);
            send_answer();
        }
        close(fd);
    }
    if (list) fclose(list);
}

static void make_raw(void) {
    struct termios terminal;
    if (tcgetattr(0, &terminal)) return;
    cfmakeraw(&terminal);
    tcsetattr(0, TCSANOW, &terminal);
}

static unsigned long memory_kb(void) {
    unsigned long total = 0;
    FILE *info = fopen("/proc/meminfo", "r");
    if (!info) return 0;
    if (fscanf(info, "MemTotal: %lu kB", &total) != 1) total = 0;
    fclose(info);
    return total;
}

int main(void) {
    answer_room = 1 << 16;
    answer = malloc(answer_room);
    if (!answer || posix_memalign((void **) &buffer, 1 << 21, MOST_AT_ONCE * SECTOR)) return 1;
    mkdir("/proc", 0755);
    mkdir("/sys", 0755);
    mkdir("/dev", 0755);
    mkdir("/t", 0755);
    mkdir("/n", 0755);
    mount("proc", "/proc", "proc", 0, NULL);
    mount("sysfs", "/sys", "sysfs", 0, NULL);
    mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
    mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
    mount("tmpfs", "/t", "tmpfs", 0, "size=75%,nr_inodes=0");
    make_raw();
    klogctl(8, NULL, 4);
    write_text("/proc/sys/kernel/printk_devkmsg", "on");
    write_text("/proc/sys/kernel/panic_on_oops", "1");
    kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    /* Two for each disk. */
    struct rlimit files = {4 * MOST_DISKS, 4 * MOST_DISKS};
    setrlimit(RLIMIT_NOFILE, &files);
    load_modules();
    struct utsname name;
    uname(&name);
    say("\n=kv ready %s %ld %lu", name.release, sysconf(_SC_PAGESIZE), memory_kb());
    say(" %s", access("/sys/kernel/debug/clear_warn_once", W_OK) ? "once" : "clears");
    say(" %s", access("/sys/module/raid0", F_OK) ? "no-raid0" : "raid0");
    say(" %s", access("/sys/module/loop", F_OK) ? "no-loop" : "loop");
    if (!access("/sys/bus/pseudo/drivers/scsi_debug/add_host", W_OK)) say(" profiles");
    if (watches_slub()) say(" slub_debug");
    if (has_kasan()) say(" kasan");
    if (fails_allocations()) say(" failslab");
    send_answer();
    pid_t server = fork();
    if (server == 0) {
        /* Whoever is killed for want of memory is this one, and init can tell. */
        write_text("/proc/self/oom_score_adj", "1000");
        lseek(kmsg, 0, SEEK_END);
        serve();
        _exit(0);
    }
    int status = 0;
    while (waitpid(server, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFSIGNALED(status)) {
        /* Both read in one place, so this is what was not told yet: what an earlier array made the kernel say is not of this one. */
        each_message(1);
        say("\n=kv killed %d", WTERMSIG(status));
        send_answer();
    }
    reboot(RB_POWER_OFF);
    return 0;
}
