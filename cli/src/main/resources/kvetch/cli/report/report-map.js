"use strict";
// Where an array sector goes: find_zone and map_sector, with the integers of C, on zones as read back from the tables.
// Answers {zone, disk, sector}, or {dies} where the kernel would.
function mapSector(array, s) {
  const u64 = (x) => BigInt.asUintN(64, x);
  const u32 = (x) => BigInt.asUintN(32, x);
  const chunk = u32(BigInt(array.chunk));
  let index = 0;
  while (index < array.zones.length && s >= BigInt(array.zones[index].end)) index++;
  if (index === array.zones.length) return { dies: "BUG in find_zone" };
  const zone = array.zones[index];
  const offset = index === 0 ? s : u64(s - BigInt(array.zones[index - 1].end));
  const selector = array.original ? s : offset;
  const disks = BigInt(zone.disks.length);
  const stripe = array.wide ? u64(BigInt(array.chunk) * disks) : u32(BigInt(array.chunk) * disks);
  if (chunk === 0n || stripe === 0n || disks === 0n) return { dies: "divide error in map_sector" };
  const disk = zone.disks[Number((selector / chunk) % disks)];
  const row = offset / stripe;
  return { zone: index, disk: disk, sector: u64(row * chunk + (selector % chunk) + BigInt(zone.dev)) };
}
