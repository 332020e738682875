/*
 * The workloads of Kvetch's benchmarks in C, as a line to measure against: what one would write who checks the zone tables of
 * raid0 in C and trusts memory, or trusts AddressSanitizer with it. Written from the description of what the driver does.
 *
 *   baseline WORKLOAD SECONDS    prints how many checks, or mappings, it does in a second of processor time
 *   baseline FILE                checks the arrays of a file once: a line for each, with chunk, layout, the number of disks, the
 *                                sectors of each, and of sectors to map how many and which; -1 for all there are
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t u64;
typedef uint32_t u32;

enum { ORIGINAL = 1, ALTERNATE = 2, MOST_DISKS = 32, ARRAYS = 2000 };

struct zone {
	u64 end, dev_start;
	int nb_dev, disk_shift;
};

struct disk {
	u64 sectors;
	int index;
};

struct conf {
	struct zone *zones;
	struct disk **devlist;
	int nr_zones, layout;
};

struct array {
	int disks, chunk, layout;
	u64 *size;
};

struct mddev {
	int raid_disks, chunk, layout;
	u64 array_sectors;
	struct conf *conf;
	struct disk *disk;
};

static struct disk few_disks[MOST_DISKS];

static void stop(struct mddev *m)
{
	free(m->conf->zones);
	free(m->conf->devlist);
	free(m->conf);
	m->conf = NULL;
}

static int start(struct mddev *m, const struct array *a)
{
	m->raid_disks = a->disks;
	m->chunk = a->chunk;
	m->layout = a->layout;
	struct conf *conf = calloc(1, sizeof(*conf));
	if (!conf)
		return 0;
	m->conf = conf;
	for (int i = 0; i < a->disks; i++) {
		struct disk *d = &m->disk[i];
		d->index = i;
		d->sectors = a->size[i] / (u32)a->chunk * a->chunk;
		int seen = 0;
		for (int j = 0; j < i && !seen; j++)
			seen = m->disk[j].sectors == d->sectors;
		conf->nr_zones += !seen;
	}
	conf->zones = calloc(conf->nr_zones, sizeof(struct zone));
	conf->devlist = calloc((size_t)conf->nr_zones * m->raid_disks, sizeof(struct disk *));
	if (!conf->zones || !conf->devlist)
		return 0;

	struct zone *zone = conf->zones;
	u64 smallest = m->disk[0].sectors;
	for (int i = 0; i < a->disks; i++) {
		struct disk *d = &m->disk[i];
		if (conf->devlist[i])
			return 0;
		conf->devlist[i] = d;
		if (d->sectors < smallest)
			smallest = d->sectors;
		zone->nb_dev++;
	}
	zone->end = smallest * zone->nb_dev;

	for (int i = 1; i < conf->nr_zones; i++) {
		zone = conf->zones + i;
		struct zone *before = zone - 1;
		struct disk **row = conf->devlist + i * m->raid_disks;
		u64 dev_start = UINT64_MAX, next = UINT64_MAX;
		for (int j = 0; j < before->nb_dev; j++) {
			u64 sectors = conf->devlist[(i - 1) * m->raid_disks + j]->sectors;
			if (sectors < dev_start)
				dev_start = sectors;
		}
		int count = 0;
		for (int j = 0; j < conf->zones->nb_dev; j++) {
			struct disk *d = conf->devlist[j];
			if (d->sectors <= dev_start)
				continue;
			row[count++] = d;
			if (d->sectors < next)
				next = d->sectors;
		}
		zone->dev_start = dev_start;
		zone->nb_dev = count;
		zone->end = before->end + (next - dev_start) * count;
	}
	conf->layout = conf->nr_zones == 1 || conf->zones[1].nb_dev == 1 ? ORIGINAL : m->layout;
	if (conf->layout == ORIGINAL)
		for (int i = 1; i < conf->nr_zones; i++)
			conf->zones[i].disk_shift =
				conf->zones[i - 1].end / (u32)m->chunk % (u32)conf->zones[i].nb_dev;
	m->array_sectors = 0;
	for (int i = 0; i < a->disks; i++)
		m->array_sectors += m->disk[i].sectors;
	return 1;
}

/* Not inlined, so that what an array does not change is read for each sector, as a driver reads it. */
__attribute__((noinline)) static void map(struct mddev *m, u64 sector, int *disk, u64 *disk_sector)
{
	struct conf *conf = m->conf;
	struct zone *zone = conf->zones;
	for (int i = 0;; i++, zone++) {
		if (i == conf->nr_zones)
			abort();
		if (sector < zone->end)
			break;
	}
	u64 offset = zone == conf->zones ? sector : sector - zone[-1].end;
	u64 selector = conf->layout == ORIGINAL ? sector : offset;
	u32 chunk = m->chunk;
	u64 in_chunk, index, row;
	if ((chunk & (chunk - 1)) == 0) {
		int shift = __builtin_ctz(chunk);
		in_chunk = selector & (chunk - 1);
		index = selector >> shift;
		row = offset / ((u64)zone->nb_dev << shift);
	} else {
		in_chunk = selector % chunk;
		index = selector / chunk;
		row = offset / ((u64)chunk * zone->nb_dev);
	}
	struct disk **devices = conf->devlist + (zone - conf->zones) * conf->zones->nb_dev;
	*disk = devices[index % (u32)zone->nb_dev]->index;
	*disk_sector = row * chunk + in_chunk + zone->dev_start;
}

/* Z1 and Z2 */
static int zones_are_right(const struct mddev *m, const struct array *a)
{
	u64 zone_start = 0, dev_start = 0, whole = 0;
	int nb_dev = a->disks + 1;
	for (int i = 0; i < m->conf->nr_zones; i++) {
		const struct zone *z = m->conf->zones + i;
		if (!(i == 0 ? z->nb_dev == a->disks : z->nb_dev < nb_dev) || z->dev_start != dev_start)
			return 0;
		if (z->nb_dev <= 0)
			return 0;
		dev_start += (z->end - zone_start) / z->nb_dev;
		zone_start = z->end;
		nb_dev = z->nb_dev;
	}
	for (int i = 0; i < a->disks; i++)
		whole += a->size[i] / a->chunk * a->chunk;
	return zone_start == whole && m->array_sectors == whole;
}

/* Z3: no two sectors share a place, and each place lies in a disk's whole chunks. */
static u64 mapping_is_one_to_one(struct mddev *m, u32 *owner[], u32 *stamp)
{
	++*stamp;
	for (u64 s = 0; s < m->array_sectors; s++) {
		int disk;
		u64 at;
		map(m, s, &disk, &at);
		if (at >= m->disk[disk].sectors || owner[disk][at] == *stamp)
			return 0;
		owner[disk][at] = *stamp;
	}
	return m->array_sectors;
}

/* The arrays, the same ones in every language. */

static u64 state;

static u64 next(u64 bound)
{
	u64 z = state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return ((z ^ z >> 31) >> 1) % bound;
}

/* md refuses a smaller disk. */
static u64 at_least_2(u64 sectors)
{
	return sectors < 2 ? 2 : sectors;
}

static int random_arrays(struct array *arrays, int most_sizes, u64 most_chunks)
{
	static const int chunks[] = {1, 8, 24, 128};
	state = 1;
	for (int i = 0; i < ARRAYS; i++) {
		struct array *a = arrays + i;
		u64 palette[MOST_DISKS];
		a->disks = 1 + next(MOST_DISKS);
		a->size = calloc(a->disks, sizeof(u64));
		a->chunk = chunks[next(4)];
		a->layout = ALTERNATE;
		for (int j = 0; j < most_sizes; j++)
			palette[j] = at_least_2((1 + next(most_chunks)) * a->chunk);
		for (int j = 0; j < a->disks; j++)
			a->size[j] = palette[most_sizes == MOST_DISKS ? (u64)j : next(most_sizes)];
	}
	return ARRAYS;
}

static int all_small_arrays(struct array *arrays)
{
	int count = 0;
	for (int disks = 1, tuples = 6; disks <= 4; disks++, tuples *= 6)
		for (int t = 0; t < tuples; t++) {
			struct array *a = arrays + count++;
			a->disks = disks;
			a->chunk = 8;
			a->layout = ALTERNATE;
			a->size = calloc(disks, sizeof(u64));
			for (int j = 0, rest = t; j < disks; j++, rest /= 6)
				a->size[j] = (1 + rest % 6) * 8;
		}
	return count;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static double map_all(int chunk, double seconds)
{
	u64 size[] = {chunk * 1000, chunk * 2000, chunk * 2000, chunk * 5000};
	struct array a = {4, chunk, ALTERNATE, size};
	struct mddev m = {.disk = few_disks};
	u64 sum = 0, done = 0;
	if (!start(&m, &a))
		exit(1);
	double begin = now(), end;
	do {
		for (u64 s = 0; s < m.array_sectors; s++) {
			int disk;
			u64 at;
			map(&m, s, &disk, &at);
			sum += at ^ disk;
		}
		done += m.array_sectors;
		end = now();
	} while (end - begin < seconds);
	stop(&m);
	if (sum == 42)
		puts("unlikely");
	return done / (end - begin);
}

static double check_all(const struct array *arrays, int count, int bijection, double seconds)
{
	static u32 *owner[MOST_DISKS];
	u32 stamp = 0;
	if (bijection)
		for (int i = 0; i < MOST_DISKS; i++)
			owner[i] = calloc(16 * 128, sizeof(u32));
	u64 done = 0;
	double begin = now(), end;
	do {
		for (int i = 0; i < count; i++) {
			struct mddev m = {.disk = few_disks};
			if (!start(&m, arrays + i) || !zones_are_right(&m, arrays + i))
				exit(1);
			u64 mapped = bijection ? mapping_is_one_to_one(&m, owner, &stamp) : 1;
			if (!mapped)
				exit(1);
			done += mapped;
			stop(&m);
		}
		end = now();
	} while (end - begin < seconds);
	for (int i = 0; i < MOST_DISKS; i++)
		free(owner[i]);
	return done / (end - begin);
}

/* Where sectors went to: a place is in the first free slot from its own on. */
struct place {
	u64 at;
	u32 disk, stamp;
};

static int is_free(struct place *places, u64 slots, u32 stamp, u32 disk, u64 at)
{
	u64 slot = (at * 0x9e3779b97f4a7c15u ^ disk * 0xbf58476d1ce4e5b9u) >> 20 & (slots - 1);
	for (; places[slot].stamp == stamp; slot = (slot + 1) & (slots - 1))
		if (places[slot].at == at && places[slot].disk == disk)
			return 0;
	places[slot] = (struct place){at, disk, stamp};
	return 1;
}

/* Z1, Z2, and Z3 for the sectors that the file names. */
static int check_file(FILE *file)
{
	enum { SLOTS = 1 << 13 };
	struct place *places = calloc(SLOTS, sizeof(*places));
	u64 *probe = calloc(SLOTS / 2, sizeof(u64));
	struct array a = {0};
	struct mddev m = {0};
	u32 stamp = 0;
	int room = 0, probes;
	u64 checked = 0, mapped = 0;
	while (fscanf(file, "%d %d %d", &a.chunk, &a.layout, &a.disks) == 3) {
		if (a.disks > room) {
			room = a.disks;
			a.size = realloc(a.size, room * sizeof(u64));
			m.disk = realloc(m.disk, room * sizeof(struct disk));
		}
		for (int i = 0; i < a.disks; i++)
			if (fscanf(file, "%lu", &a.size[i]) != 1)
				return 0;
		if (fscanf(file, "%d", &probes) != 1 || probes > SLOTS / 2)
			return 0;
		for (int i = 0; i < probes; i++)
			if (fscanf(file, "%lu", &probe[i]) != 1)
				return 0;
		if (!start(&m, &a) || !zones_are_right(&m, &a))
			return 0;
		stamp++;
		u64 count = probes < 0 ? m.array_sectors : (u64)probes;
		for (u64 i = 0; i < count; i++) {
			int disk;
			u64 at;
			map(&m, probes < 0 ? i : probe[i], &disk, &at);
			if (at >= m.disk[disk].sectors || !is_free(places, SLOTS, stamp, disk, at))
				return 0;
		}
		mapped += count;
		checked++;
		stop(&m);
	}
	printf("%lu arrays, %lu sectors\n", checked, mapped);
	free(places);
	free(probe);
	free(a.size);
	free(m.disk);
	return feof(file);
}

int main(int argc, char **argv)
{
	static struct array arrays[ARRAYS];
	if (argc == 2) {
		FILE *file = fopen(argv[1], "r");
		return file && check_file(file) ? 0 : 1;
	}
	if (argc != 3)
		return 2;
	const char *workload = argv[1];
	double seconds = atof(argv[2]), rate;
	if (!strcmp(workload, "E4"))
		rate = check_all(arrays, all_small_arrays(arrays), 0, seconds);
	else if (!strcmp(workload, "U32"))
		rate = check_all(arrays, random_arrays(arrays, MOST_DISKS, 1 << 20), 0, seconds);
	else if (!strcmp(workload, "D8"))
		rate = check_all(arrays, random_arrays(arrays, 8, 1 << 20), 0, seconds);
	else if (!strcmp(workload, "BIJ"))
		rate = check_all(arrays, random_arrays(arrays, MOST_DISKS, 16), 1, seconds);
	else if (!strcmp(workload, "MAP2"))
		rate = map_all(8, seconds);
	else if (!strcmp(workload, "MAP"))
		rate = map_all(24, seconds);
	else
		return 2;
	printf("%.0f\n", rate);
	return 0;
}
