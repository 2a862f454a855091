import type {
  AddHomeSectionInput,
  ChangeHomeSectionInput,
  MoveHomeSectionInput,
  RemoveHomePictureInput,
  RemoveHomeSectionInput,
  SetHomePictureInput,
  ShowHomeSectionInput,
} from '@namc/inputs/home-sections';
import { and, eq, sql as text } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { errorCode } from '../engine/connection.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { homePictures, homeSections } from './tables.ts';

type Act = 'add' | 'change' | 'show' | 'hide' | 'move' | 'remove' | 'picture' | 'no_picture';

const recorded = (tx: WriteTransaction, act: Act, sectionId: string, title?: string) =>
  recordAdminAction(
    tx,
    { action: `home_sections.${act}`, targetTable: 'home_sections', targetId: sectionId },
    title === undefined ? {} : { title },
  );

const titleOf = async ({ orm }: WriteTransaction, sectionId: string) => {
  const [row] = await orm
    .select({ title: homeSections.title })
    .from(homeSections)
    .where(eq(homeSections.id, sectionId));
  if (!row) throw new NotFound('section', sectionId);
  return row.title;
};

/** Adds a section at the end of the public home page, and returns its id. @throws Refused when the page is full. */
export async function addHomeSection(tx: WriteTransaction, section: AddHomeSectionInput): Promise<string> {
  const position = text`(select coalesce(max(position), 0) + 1 from home_sections)`;
  const [row] = await tx.orm
    .insert(homeSections)
    .values({ ...section, position })
    .returning({ id: homeSections.id });
  if (!row) throw new TypeError('An insert returns its row.');
  await recorded(tx, 'add', row.id, section.title);
  return row.id;
}

/**
 * Changes the words of a section.
 * @throws Refused when somebody else has changed it since. @throws NotFound
 */
export async function changeHomeSection(
  tx: WriteTransaction,
  { sectionId, seenAt, ...words }: ChangeHomeSectionInput,
): Promise<void> {
  const { count } = await tx.orm
    .update(homeSections)
    .set(words)
    .where(
      and(
        eq(homeSections.id, sectionId),
        // A page knows times to the millisecond.
        eq(text`date_trunc('milliseconds', ${homeSections.updatedAt})`, text`${seenAt}::timestamptz`),
      ),
    );
  if (count === 0) {
    await titleOf(tx, sectionId);
    throw new Refused('Someone else changed this section. Reload the page to see their words.');
  }
  await recorded(tx, 'change', sectionId, words.title);
}

/** Shows a section to visitors, or hides it. @throws Refused for hiding the first words. @throws NotFound */
export async function showHomeSection(
  tx: WriteTransaction,
  { sectionId, isShown }: ShowHomeSectionInput,
): Promise<void> {
  const title = await titleOf(tx, sectionId);
  await tx.orm.update(homeSections).set({ isShown }).where(eq(homeSections.id, sectionId));
  await recorded(tx, isShown ? 'show' : 'hide', sectionId, title);
}

/** Moves a section by one place. At its end of the page it stays. @throws NotFound */
export async function moveHomeSection(
  tx: WriteTransaction,
  { sectionId, toward }: MoveHomeSectionInput,
): Promise<void> {
  const title = await titleOf(tx, sectionId);
  // Everybody’s place is written anew, so that two moves at once leave one order.
  await tx.sql`
    with held as (select id, position from home_sections order by id for update),
    ranked as (select id, row_number() over (order by position, id) as place from held),
    moved as (
      select id, row_number() over (
        order by place + case when id = ${sectionId} then ${toward === 'top' ? -1.5 : 1.5}::float8 else 0 end) as place
      from ranked
    )
    update home_sections s set position = moved.place from moved where moved.id = s.id and s.position <> moved.place`;
  await recorded(tx, 'move', sectionId, title);
}

/** Removes a section that staff have added, with its picture. @throws NotFound also for one that always exists. */
export async function removeHomeSection(
  tx: WriteTransaction,
  { sectionId }: RemoveHomeSectionInput,
): Promise<void> {
  const [row] = await tx.orm
    .delete(homeSections)
    .where(eq(homeSections.id, sectionId))
    .returning({ title: homeSections.title });
  if (!row) throw new NotFound('section', sectionId);
  await recorded(tx, 'remove', sectionId, row.title);
}

/**
 * Puts a picture beside a section, in place of the one before: a WebP, JPEG or PNG file of at most 400,000 bytes.
 * @throws Refused for any other file. @throws NotFound
 */
export async function setHomePicture(
  tx: WriteTransaction,
  { sectionId, bytes, ...picture }: SetHomePictureInput & { bytes: Buffer },
): Promise<void> {
  const title = await titleOf(tx, sectionId);
  await tx.orm.delete(homePictures).where(eq(homePictures.sectionId, sectionId));
  await tx.orm
    .insert(homePictures)
    .values({ sectionId, bytes, ...picture })
    .catch((error: unknown) => {
      // The type is made of the first bytes. Other files have none.
      if (errorCode(error) !== '23502') throw error;
      throw new Refused('Choose a picture in the form WebP, JPEG or PNG.', { cause: error });
    });
  await recorded(tx, 'picture', sectionId, title);
}

/** Takes the picture of a section away. @throws NotFound when it has none. */
export async function removeHomePicture(
  tx: WriteTransaction,
  { sectionId }: RemoveHomePictureInput,
): Promise<void> {
  const { count } = await tx.orm.delete(homePictures).where(eq(homePictures.sectionId, sectionId));
  if (count === 0) throw new NotFound('picture', sectionId);
  await recorded(tx, 'no_picture', sectionId, await titleOf(tx, sectionId));
}
