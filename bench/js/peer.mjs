// Checks arrays that fast-check generates, with tables in plain arrays:
//
//   node peer.mjs WORKLOAD SECONDS
//
// prints how many checks it does in a second of processor time, after a warm-up.
import fc from 'fast-check';

const CHUNKS = [1, 8, 24, 128];
const RUNS = 20000;

function isRight(chunk, sizes) {
  const disks = sizes.length;
  const sectors = sizes.map((size) => Math.floor(size / chunk) * chunk);
  const distinct = [];
  for (const size of sectors) if (!distinct.includes(size)) distinct.push(size);
  const zones = [];
  const devlist = [sectors.map((_, i) => i)];
  zones.push({ end: Math.min(...sectors) * disks, devStart: 0, nbDev: disks });
  for (let z = 1; z < distinct.length; z++) {
    const before = zones[z - 1];
    let devStart = Infinity;
    for (const disk of devlist[z - 1]) if (sectors[disk] < devStart) devStart = sectors[disk];
    const row = [];
    let next = Infinity;
    for (const disk of devlist[0]) {
      if (sectors[disk] <= devStart) continue;
      row.push(disk);
      if (sectors[disk] < next) next = sectors[disk];
    }
    devlist.push(row);
    zones.push({ end: before.end + (next - devStart) * row.length, devStart, nbDev: row.length });
  }
  let zoneStart = 0;
  let devStart = 0;
  let nbDev = disks + 1;
  for (let z = 0; z < zones.length; z++) {
    const zone = zones[z];
    if (!(z === 0 ? zone.nbDev === disks : zone.nbDev < nbDev) || zone.devStart !== devStart) return false;
    devStart += (zone.end - zoneStart) / zone.nbDev;
    zoneStart = zone.end;
    nbDev = zone.nbDev;
  }
  return zoneStart === sectors.reduce((sum, size) => sum + size, 0);
}

const chunk = fc.constantFrom(...CHUNKS);
const size = fc.integer({ min: 1, max: 1 << 20 });
const properties = {
  U32: fc.property(chunk, fc.array(size, { minLength: 1, maxLength: 32, size: 'max' }), (c, sizes) =>
    isRight(c, sizes.map((s) => s * c))),
  D8: fc.property(
    chunk,
    fc.array(size, { minLength: 8, maxLength: 8 }),
    fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 32, size: 'max' }),
    (c, palette, picks) => isRight(c, picks.map((i) => palette[i] * c))),
};

function rate(seconds) {
  const begin = process.cpuUsage();
  let done = 0;
  let used;
  do {
    fc.assert(properties[process.argv[2]], { numRuns: RUNS, endOnFailure: true });
    done += RUNS;
    const { user, system } = process.cpuUsage(begin);
    used = (user + system) / 1e6;
  } while (used < seconds);
  return done / used;
}

const seconds = Number(process.argv[3]);
rate(2 * seconds);
console.log(rate(seconds).toFixed(0));
