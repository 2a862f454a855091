import { sectionIcons, sectionKinds } from '@namc/inputs/home-sections';
import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { areLines, createdAt, key, oneOf, updatedAt } from '../engine/columns/standard.ts';

/** The sections of the public home page, by their position. There is one of each kind, and any number of benefits and texts. */
export const homeSections = pgTable(
  'home_sections',
  {
    id: key(),
    kind: text('kind', { enum: sectionKinds }).notNull(),
    title: text('title').notNull(),
    body: text('body').notNull().default(''),
    /** Shown with a benefit. */
    icon: text('icon', { enum: sectionIcons }).notNull().default('badge'),
    position: integer('position').notNull(),
    isShown: boolean('is_shown').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('home_sections_one_of_kind').on(table.kind).where(sql`kind not in ('BENEFIT', 'TEXT')`),
    check('home_sections_one_line', areLines('title')),
    check('home_sections_kind_known', oneOf('kind', sectionKinds)),
    check('home_sections_icon_known', oneOf('icon', sectionIcons)),
    check(
      'home_sections_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 120 and length(body) <= 2000`,
    ),
    check('home_sections_not_too_many', sql`position between 1 and 40`),
    check('home_sections_lead_shown', sql`kind <> 'LEAD' or is_shown`),
  ],
);

/** The picture of a section. A new one is a new row, so that browsers may keep each for good. */
export const homePictures = pgTable(
  'home_pictures',
  {
    id: key(),
    sectionId: uuid('section_id')
      .notNull()
      .references(() => homeSections.id, { onDelete: 'cascade' }),
    bytes: bytea('bytes').notNull(),
    /** The type that the first bytes show. Other files have none, and are refused. */
    contentType: text('content_type')
      .notNull()
      .generatedAlwaysAs(
        sql.raw(
          `case when substring(bytes, 1, 4) = '\\x52494646' and substring(bytes, 9, 4) = '\\x57454250' then 'image/webp' when substring(bytes, 1, 3) = '\\xffd8ff' then 'image/jpeg' when substring(bytes, 1, 8) = '\\x89504e470d0a1a0a' then 'image/png' end`,
        ),
      ),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** Empty for a picture that only decorates. */
    alt: text('alt').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('home_pictures_one_of_section').on(table.sectionId),
    check('home_pictures_one_line', areLines('alt')),
    check(
      'home_pictures_sensible',
      sql`length(bytes) between 20 and 400000 and width between 1 and 4000 and height between 1 and 4000 and length(alt) <= 200`,
    ),
  ],
);
