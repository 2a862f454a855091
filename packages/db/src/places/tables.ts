import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, instant, oneOf } from '../engine/columns/standard.ts';

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
  (table) => [check('zip_codes_five_digits', sql`${table.zipCode} ~ '^[0-9]{5}$'`)],
);

const placeKinds = ['city', 'area', 'county'] as const;
/** The list of ZIP codes with its short forms, or the license board's file. */
const placeSources = ['list', 'board'] as const;

/** Each name of a city, an area of several counties, or a county, and its position. A place with short forms has a row for each of them. */
export const placeNames = pgTable(
  'place_names',
  {
    /** The name as `place_key` folds it. */
    key: text('key').notNull(),
    state: text('state').notNull(),
    /** The full name for people, also on the row of a short form. */
    name: text('name').notNull(),
    kind: text('kind', { enum: placeKinds }).notNull(),
    county: text('county'),
    location: geographyPoint('location').notNull(),
    /** The measure of how well known the place is: its number of ZIP codes, or 0 if only the board's file names it. */
    weight: integer('weight').notNull(),
    source: text('source', { enum: placeSources }).notNull(),
    /** True in California, but for a name that fewer than three rows of the board's file have. */
    isSuggested: boolean('is_suggested').notNull(),
  },
  (table) => [
    primaryKey({ name: 'place_names_pkey', columns: [table.key, table.state] }),
    check('place_names_one_line', areLines('name')),
    check('place_names_key_plain', sql`${table.key} ~ '^[a-z0-9]+$'`),
    check('place_names_kind_known', oneOf('kind', placeKinds)),
    check('place_names_source_known', oneOf('source', placeSources)),
    check('place_names_county_named', sql`${table.kind} <> 'county' or ${table.county} is not null`),
    index('idx_place_names_suggested').on(table.key).where(sql`${table.isSuggested}`),
    index('idx_place_names_trigrams')
      .using('gist', table.key.op('gist_trgm_ops'))
      .where(sql`${table.isSuggested}`),
  ],
);

/** The loaded edition of each reference list, identified by the hash of its content. */
export const referenceLoads = pgTable('reference_loads', {
  name: text('name').primaryKey(),
  sha256: text('sha256').notNull(),
  loadedAt: instant('loaded_at').notNull().default(sql`now()`),
});
