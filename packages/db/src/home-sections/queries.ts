import type { GetHomePictureInput } from '@namc/inputs/home-sections';
import {
  type ContractorListItem,
  listColumns,
  listShape,
  toListItem,
} from '../contractors/queries/list-items.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { homePictures, homeSections } from './tables.ts';

const section = pick(homeSections, ['id', 'kind', 'title', 'body', 'icon', 'isShown', 'updatedAt'], 's');
const picture = optional(
  pick(
    homePictures,
    { pictureId: 'id', pictureWidth: 'width', pictureHeight: 'height', pictureAlt: 'alt' },
    'p',
  ),
);

export type HomeSection = RowOf<typeof section> & RowOf<typeof picture>;

/** Every section of the public home page, hidden ones included, in order. For staff who write it. */
export async function listHomeSections({ sql }: Transaction): Promise<HomeSection[]> {
  return rowsOf(sql, section, picture)`
    select ${section(sql)}, ${picture(sql)}
    from home_sections s left join home_pictures p on p.section_id = s.id order by s.position, s.id`;
}

const figures = computed({
  /** Active members. */
  members: 'number',
  /** Classifications that the licenses of active members hold. */
  trades: 'number',
  /** California counties in which their licenses are. */
  counties: 'number',
});

/** Active members whose license is in the county. */
const inCounty = computed({ county: 'string', members: 'number' });

export type HomeFigures = RowOf<typeof figures>;

/** A firm among the newest members, as the register shows it to everybody. */
export type NewestMember = Pick<ContractorListItem, 'licenseNumber' | 'name' | 'city' | 'county'>;

export interface HomePage {
  sections: HomeSection[];
  figures: HomeFigures;
  /** The counties with members, those with the most first. */
  byCounty: RowOf<typeof inCounty>[];
  newest: NewestMember[];
}

const newestShown = 6;

/**
 * The public home page: the shown sections in order, figures of the association, its members by county, and the newest members who are listed
 * and whose license the register shows as a member’s. For everybody.
 */
export async function getHomePage({ sql }: Transaction): Promise<HomePage> {
  // They leave for the server together.
  const [sections, [counted], byCounty, newest] = await Promise.all([
    rowsOf(sql, section, picture)`
      select ${section(sql)}, ${picture(sql)}
      from home_sections s left join home_pictures p on p.section_id = s.id
      where s.is_shown order by s.position, s.id`,
    rowsOf(sql, figures)`
      select members, trades, counties from association_figures()`,
    rowsOf(sql, inCounty)`select county, members from members_by_county()`,
    rowsOf(sql, listShape)`
      select ${listColumns(sql)}
      from licenses_of_newest_members(${newestShown}) with ordinality as newest (license_number, place)
      join california_contractors using (license_number)
      where is_namc_member order by newest.place`,
  ]);
  if (!counted) throw new TypeError('The statement returns one row.');
  const today = californiaDay(new Date());
  return {
    sections: [...sections],
    figures: counted,
    byCounty: [...byCounty],
    newest: newest.map((row) => {
      const { licenseNumber, name, city, county } = toListItem(row, today, null);
      return { licenseNumber, name, city, county };
    }),
  };
}

const file = pick(homePictures, ['bytes', 'contentType']);

export type HomePicture = RowOf<typeof file>;

/** A picture of a section that the actor may see. @throws NotFound */
export async function getHomePicture(
  { sql }: Transaction,
  { pictureId }: GetHomePictureInput,
): Promise<HomePicture> {
  const [row] = await rowsOf(sql, file)`select ${file(sql)} from home_pictures where id = ${pictureId}`;
  if (!row) throw new NotFound('picture', pictureId);
  return row;
}
