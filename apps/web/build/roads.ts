import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { simplify } from './neighboring-land.ts';

export type RoadKind = 'interstate' | 'us' | 'state';
/** One stretch of a route: what its signs say, its kind, and its line in `[longitude, latitude]`. */
export type Road = [label: string, kind: RoadKind, line: [number, number][]];
/** A point of a route as it is written in the list. */
export interface RoutePoint {
  longitude: number;
  latitude: number;
  place: string;
}

const moduleName = 'virtual:roads';
const list = join(import.meta.dirname, 'road-routes.txt');
/** Of the routes in the list, the letters before a number, and the letters that people write. */
const prefixes: Record<string, [kind: RoadKind, written: string]> = {
  I: ['interstate', 'I'],
  US: ['us', 'US'],
  SR: ['state', 'CA'],
};
/** Points on the curve between two points of the list. */
const steps = 6;
/** A hundred meters, in degrees: the points are no better. */
const tolerance = 0.001;
const decimals = 3;

/** The stretches of the list with their points. */
export function routes(): { label: string; kind: RoadKind; points: RoutePoint[] }[] {
  return readFileSync(list, 'utf8')
    .replace(/^#.*\n/gm, '')
    .trim()
    .split(/\n{2,}/)
    .map((stretch) => {
      const [route = '', ...lines] = stretch.split('\n');
      const [letters = '', number = ''] = route.split('-');
      const prefix = prefixes[letters];
      if (!prefix || !/^\d+$/.test(number)) throw new Error(`No route: ${route}`);
      const points = lines.map((line) => {
        const [, latitude, longitude, place] = /^([\d.]+) (-[\d.]+) (\S.*)$/.exec(line) ?? [];
        if (!place) throw new Error(`No point of ${route}: ${line}`);
        return { longitude: Number(longitude), latitude: Number(latitude), place };
      });
      return { label: `${prefix[1]}-${number}`, kind: prefix[0], points };
    });
}

/** The roads of the map, the largest first. */
export function roads(): Road[] {
  const order: RoadKind[] = ['interstate', 'us', 'state'];
  return routes()
    .map(({ label, kind, points }): Road => {
      const line = points.map(({ longitude, latitude }): [number, number] => [longitude, latitude]);
      return [
        label,
        kind,
        simplify(curve(line), () => false, tolerance).map(([x = 0, y = 0]) => [rounded(x), rounded(y)]),
      ];
    })
    .sort((a, b) => order.indexOf(a[1]) - order.indexOf(b[1]));
}

/**
 * A curve through all the points (Catmull and Rom, centripetal, which makes no loops). Roads bend, and a line with corners
 * would look surveyed.
 */
function curve(line: [number, number][]): [number, number][] {
  const between = line.slice(0, -1).flatMap((from, at) => {
    const to = line[at + 1]!;
    const before = line[at - 1] ?? beyond(to, from);
    const after = line[at + 2] ?? beyond(from, to);
    const start = knot(before, from);
    const end = start + knot(from, to);
    const last = end + knot(to, after);
    return Array.from({ length: steps }, (_, step) => {
      const time = start + ((end - start) * step) / steps;
      const [a, b, c] = [
        mix(before, from, time / start),
        mix(from, to, (time - start) / (end - start)),
        mix(to, after, (time - end) / (last - end)),
      ];
      return mix(
        mix(a, b, time / end),
        mix(b, c, (time - start) / (last - start)),
        (time - start) / (end - start),
      );
    });
  });
  return [...between, line.at(-1)!];
}

const rounded = (degrees: number) => Number(degrees.toFixed(decimals));
const knot = (a: [number, number], b: [number, number]) => Math.sqrt(Math.hypot(a[0] - b[0], a[1] - b[1]));
const mix = (a: [number, number], b: [number, number], share: number): [number, number] => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];
/** As far past a point as the other one lies before it. */
const beyond = (from: [number, number], to: [number, number]) => mix(from, to, 2);

/** The module `virtual:roads`, made during the build. */
export function roadsPlugin(): Plugin {
  return {
    name: 'roads',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      this.addWatchFile(list);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(roads()))});`;
    },
  };
}
