import { audiences } from '@namc/inputs/companies';
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { albersPoint } from '../engine/columns/albers.ts';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, oneOf } from '../engine/columns/standard.ts';
import { tsvector } from '../engine/columns/tsvector.ts';

/**
 * The rows that the directory searches, one for each company. `write_directory_firms` makes it from the company, its license and its
 * people when a transaction that changed one of them commits. Only the functions of the directory read it.
 */
export const directoryFirms = pgTable(
  'directory_firms',
  {
    /** No foreign key: the row of a deleted company goes in the order of the others, while its transaction commits. */
    companyId: uuid('company_id').primaryKey(),
    /** True while one of its people has an active membership. */
    isListed: boolean('is_listed').notNull(),
    audience: text('audience', { enum: audiences }).notNull(),
    isPlaceShown: boolean('is_place_shown').notNull(),
    /** The name in lower case. */
    nameKey: text('name_key').notNull(),
    licenseNumber: text('license_number'),
    /** The place of the company; without one, that of its license. */
    city: text('city'),
    county: text('county'),
    /** The middle of the ZIP code or the city, whoever may see it. */
    spot: geographyPoint('spot'),
    trades: text('trades').array().notNull(),
    /** Of its active people who show themselves. */
    skills: text('skills').array().notNull(),
    serviceCounties: text('service_counties').array().notNull(),
    /** The words that a visitor’s search finds, a member’s, and that of the staff. A class is the lexeme `=C-10`. */
    publicVector: tsvector('public_vector').notNull(),
    vector: tsvector('vector').notNull(),
    staffVector: tsvector('staff_vector').notNull(),
    albers: albersPoint('albers').generatedAlwaysAs(sql`california_albers(spot)`),
  },
  (table) => {
    const listed = sql`is_listed`;
    return [
      index('idx_directory_firms_name').on(table.nameKey, table.companyId).where(listed),
      index('idx_directory_firms_search_name')
        .on(sql`(search_name(name_key) collate "C")`, table.companyId)
        .where(listed),
      index('idx_directory_firms_county').on(table.county, table.nameKey, table.companyId).where(listed),
      index('idx_directory_firms_city').on(sql`lower(city)`, table.nameKey, table.companyId).where(listed),
      index('idx_directory_firms_point').using('gist', table.albers).where(listed),
      index('idx_directory_firms_trades').using('gin', table.trades).where(listed),
      index('idx_directory_firms_skills').using('gin', table.skills).where(listed),
      index('idx_directory_firms_served').using('gin', table.serviceCounties).where(listed),
      index('idx_directory_firms_public_fts').using('gin', table.publicVector).where(listed),
      index('idx_directory_firms_fts').using('gin', table.vector).where(listed),
      index('idx_directory_firms_staff_fts').using('gin', table.staffVector).where(listed),
      check('directory_firms_audience_known', oneOf('audience', audiences)),
      check(
        'directory_firms_one_line',
        sql`${areLines('name_key', 'license_number', 'city', 'county')} and is_one_line(array_to_string(trades, ' ')) and is_one_line(array_to_string(skills, ' ')) and is_one_line(array_to_string(service_counties, ' '))`,
      ),
    ];
  },
);
