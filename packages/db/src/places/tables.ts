import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { geographyPoint } from '../engine/columns/geography.ts';
import { instant } from '../engine/columns/standard.ts';

/** The state's 58 counties, the region of each, and the center of its ZIP codes. */
export const californiaCounties = pgTable(
  'california_counties',
  {
    name: text('name').primaryKey(),
    region: text('region', { enum: ['NORTH', 'SOUTH'] }).notNull(),
    center: geographyPoint('center').notNull(),
  },
  (table) => [check('california_counties_region_known', sql`${table.region} in ('NORTH', 'SOUTH')`)],
);

/** Centroids of US ZIP codes (GeoNames, CC BY 4.0). */
export const zipCodes = pgTable(
  'zip_codes',
  {
    zipCode: text('zip_code').primaryKey(),
    city: text('city').notNull(),
    state: text('state').notNull(),
    county: text('county'),
    location: geographyPoint('location').notNull(),
  },
  (table) => [
    check('zip_codes_five_digits', sql`${table.zipCode} ~ '^[0-9]{5}$'`),
    index('idx_zip_codes_city').on(sql`lower(${table.city})`, table.state),
  ],
);

/** The loaded edition of each reference list, identified by the hash of its content. */
export const referenceLoads = pgTable('reference_loads', {
  name: text('name').primaryKey(),
  sha256: text('sha256').notNull(),
  loadedAt: instant('loaded_at').notNull().default(sql`now()`),
});
