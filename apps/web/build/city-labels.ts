import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** A city or a neighborhood: name, longitude, latitude, and its number of ZIP codes. */
export type CityLabel = [name: string, longitude: number, latitude: number, weight: number];

const moduleName = 'virtual:city-labels';
const list = join(import.meta.dirname, '../../../packages/db/src/places/zip-codes.tsv');
/** Around California only the larger places are named. */
const neighbors = new Set(['AZ', 'NV', 'OR']);
const leastOfNeighbor = 3;

/** The places of the list of ZIP codes, the ones with the most ZIP codes first. */
export function cityLabels(): CityLabel[] {
  const found = new Map<string, { name: string; state: string; places: [number, number][] }>();
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [, listed, state, county, latitude, longitude] = line.split('\t');
    // The list has "Mcclellan".
    const name = listed?.replace(/\bMc([a-z])/g, (_, letter: string) => `Mc${letter.toUpperCase()}`);
    if (!name || !state || (state !== 'CA' && !neighbors.has(state))) continue;
    // Two places of one name lie in two counties, and a city in two counties has more ZIP codes in one of them.
    const key = `${name} ${county} ${state}`;
    const city = found.get(key) ?? { name, state, places: [] };
    city.places.push([Number(longitude), Number(latitude)]);
    found.set(key, city);
  }
  return [...found.values()]
    .filter(({ state, places }) => state === 'CA' || places.length >= leastOfNeighbor)
    .map(({ name, places }): CityLabel => [name, middle(places, 0), middle(places, 1), places.length])
    .sort((a, b) => b[3] - a[3] || (a[0] < b[0] ? -1 : 1));
}

/**
 * The median of the different points. The list puts the ZIP codes of post-office boxes and of single firms all on one
 * point, in some cities far from the middle.
 */
function middle(places: [number, number][], axis: 0 | 1): number {
  const different = new Map(places.map((place) => [place.join(' '), place[axis]]));
  const sorted = [...different.values()].sort((a, b) => a - b);
  return Number(sorted[Math.floor(sorted.length / 2)]!.toFixed(3));
}

/** The module `virtual:city-labels`: names for the map, made during the build. */
export function cityLabelsPlugin(): Plugin {
  return {
    name: 'city-labels',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      this.addWatchFile(list);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(cityLabels()))});`;
    },
  };
}
