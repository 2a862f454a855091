import type { ListOutreachInput, OutreachPart } from '@namc/inputs/outreach';
import type { InvitationFacts } from '@namc/inputs/outreach-words';
import { streetWords } from '@namc/inputs/street';
import { z } from 'zod';
import {
  type ContractorListItem,
  listColumns,
  listShape,
  toListItem,
} from '../../contractors/queries/list-items.ts';
import { californiaDay } from '../../contractors/standing/california-day.ts';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, json, orNull, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { ranked, rankedPages } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { mailStatuses } from '../../mail/tables.ts';
import { outreachContacts, projectOutreach } from '../tables.ts';

/**
 * The last contact with each firm of a project, without those that a later row corrects, and without invitations that came back: they
 * reached nobody.
 */
const lastContacts = (sql: Transaction['sql'], projectId: string) => sql`
  select distinct on (c.outreach_id) c.outreach_id, c.answer, c.contacted_at, c.follow_up_on,
    c.follow_up_on <= (now() at time zone p.deadline_time_zone)::date as is_due
  from outreach_contacts c join projects p on p.id = c.project_id
  where c.project_id = ${projectId} and not exists (select from outreach_contacts n where n.corrects_id = c.id)
    and c.id <> all (array(select contact_id from returned_contacts(${projectId})))
  order by c.outreach_id, c.contacted_at desc, c.id desc`;

const figures = computed({
  firms: 'number',
  contacted: 'number',
  /** The firms whose follow-up is due today or before. */
  due: 'number',
  interested: 'number',
  quoted: 'number',
  /** The invitations that may still leave now. */
  invitationsLeft: 'number',
  /** The time of the next one; null while some are left. */
  nextInvitationAt: 'Date | null',
});
export type OutreachFigures = RowOf<typeof figures>;

/**
 * The figures of a project’s outreach, by the last contact with each firm, for its poster, and for staff who act as such where it is
 * published. @throws NotFound for everybody else.
 */
export async function getOutreach(
  { sql, actor }: Transaction,
  { projectId }: { projectId: string },
): Promise<OutreachFigures> {
  const manages =
    actor.kind === 'member'
      ? sql`p.owner_id = current_user_id()`
      : sql`holds_permission('projects.manage') and p.status <> 'DRAFT'`;
  const [row] = await rowsOf(sql, figures)`
    with last as (${lastContacts(sql, projectId)})
    select count(o.id) as firms, count(l.outreach_id) as contacted, count(*) filter (where l.is_due) as due,
      count(*) filter (where l.answer = 'INTERESTED') as interested, count(*) filter (where l.answer = 'QUOTED') as quoted,
      max(r.room) as "invitationsLeft", max(r.next_at) as "nextInvitationAt"
    from projects p left join room_for_invitations(p.id) r on true left join project_outreach o on o.project_id = p.id left join last l on l.outreach_id = o.id
    where p.id = ${projectId} and ${manages}
    group by p.id`;
  if (!row) throw new NotFound('project', projectId);
  return row;
}

const isPart = (sql: Transaction['sql'], part: OutreachPart) =>
  part === 'all' ? sql`true` : part === 'due' ? sql`last.is_due` : sql`last.outreach_id is null`;

const listed = pick(projectOutreach, ['id', 'licenseNumber', 'addedAt', 'email'], 'o');
const turn = computed({ isDue: 'boolean' });
const contact = pick(
  outreachContacts,
  [
    'id',
    'outreachId',
    'channel',
    'contactedAt',
    'said',
    'followUpOn',
    'answer',
    'rejection',
    'correctsId',
    'recordedAt',
  ],
  'c',
);
const authorship = computed({
  /** Null once the account is closed. */
  author: 'string | null',
  /** True for a row that a later one corrects. */
  isCorrected: 'boolean',
  /** The mail server’s words for an invitation that came back. */
  returnedWhy: 'string | null',
  returnedAt: 'Date | null',
});
const distance = computed({ meters: 'number | null' });

export type OutreachContact = RowOf<typeof contact> & RowOf<typeof authorship>;

/** A firm on the list, with its contacts, the latest first. */
export interface OutreachFirm extends RowOf<typeof listed>, RowOf<typeof turn> {
  /** The board’s record with the distance from the project’s place. Null for a license that no file holds any more. */
  firm: ContractorListItem | null;
  contacts: OutreachContact[];
  /** True if the owner of the address wants no invitations. */
  isStopped: boolean;
  /** True if the address got an invitation for the project, as the address of this firm or of another. */
  wasInvited: boolean;
  /** The last one to the firm. */
  invitation: OutreachInvitation | null;
}

/**
 * One page of a project’s outreach list, for those who manage the project: the follow-ups that are due, then the firms that nobody has
 * contacted, then the others, the latest contact last. @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listOutreach(
  tx: Transaction,
  input: ListOutreachInput & {
    /** The day for which the standings hold. Default: today in California. */
    on?: string;
  },
): Promise<Page<OutreachFirm>> {
  const { sql } = tx;
  const { projectId, part } = input;
  const pages = rankedPages(`outreach, ${part}`, input);
  const page = pages.page(
    await rowsOf(sql, listed, turn, ranked)`
      with last as (${lastContacts(sql, projectId)}), places as (
        select o.id, coalesce(last.is_due, false) as is_due, row_number() over (
          order by coalesce(last.is_due, false) desc, case when last.is_due then last.follow_up_on end,
            last.contacted_at nulls first, o.id) as position
        from project_outreach o left join last on last.outreach_id = o.id
        where o.project_id = ${projectId} and ${isPart(sql, part)} order by position limit ${pages.limit}
      )
      select ${listed(sql)}, places.is_due as "isDue", places.position
      from places join project_outreach o using (id) where places.position > ${pages.skip} order by places.position`,
  );
  const [invitations, invited, firms, contacts] = [
    await readInvitations(tx, projectId),
    await readInvited(tx, projectId),
    await readFirms(
      tx,
      projectId,
      page.rows.map(({ licenseNumber }) => licenseNumber),
      input.on ?? californiaDay(new Date()),
    ),
    await readContacts(
      tx,
      projectId,
      page.rows.map(({ id }) => id),
    ),
  ];
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map((row) => ({
      ...row,
      firm: firms.get(row.licenseNumber) ?? null,
      contacts: contacts.filter(({ outreachId }) => outreachId === row.id),
      wasInvited: invited.has(row.id),
      ...(invitations.get(row.id) ?? { isStopped: false, invitation: null }),
    })),
  };
}

async function readFirms(
  { sql }: Transaction,
  projectId: string,
  licenseNumbers: string[],
  on: string,
): Promise<Map<string, ContractorListItem>> {
  const rows = await rowsOf(sql, listShape, distance)`
    select ${listColumns(sql)}, ST_Distance(location, (select coordinates from projects where id = ${projectId})) as meters
    from california_contractors where license_number = any (${licenseNumbers}::text[])`;
  return new Map(rows.map((row) => [row.licenseNumber, toListItem(row, on, row.meters)]));
}

async function readContacts(
  { sql }: Transaction,
  projectId: string,
  outreachIds: string[],
): Promise<OutreachContact[]> {
  return rowsOf(sql, contact, authorship)`
    select ${contact(sql)}, a.name as author,
      exists (select from outreach_contacts n where n.corrects_id = c.id) as "isCorrected",
      r.returned_why as "returnedWhy", r.returned_at as "returnedAt"
    from outreach_contacts c left join authors_of_outreach(${projectId}) a on a.user_id = c.author_id
    left join returned_contacts(${projectId}) r on r.contact_id = c.id
    where c.outreach_id = any (${outreachIds}::uuid[]) order by c.contacted_at desc, c.id desc`;
}

const answered = computed({
  outreachId: 'string',
  isStopped: 'boolean',
  email: 'string | null',
  invitedAt: 'Date | null',
  delivery: orNull(anyOf(mailStatuses)),
  openedAt: 'Date | null',
  appliedAt: 'Date | null',
  returnedAt: 'Date | null',
});

/** An invitation by email to a firm on a list. */
export interface OutreachInvitation {
  email: string;
  invitedAt: Date;
  /** FAILED: the mail server did not take it. DROPPED: it did not leave. Null once the mail is forgotten, after a year. */
  delivery: (typeof mailStatuses)[number] | null;
  openedAt: Date | null;
  appliedAt: Date | null;
  /** The time at which the portal learned that the mail had come back. */
  returnedAt: Date | null;
}

async function readInvitations({ sql }: Transaction, projectId: string) {
  const rows = await rowsOf(sql, answered)`
    select i.outreach_id as "outreachId", i.is_stopped as "isStopped", i.email, i.invited_at as "invitedAt", i.delivery,
      i.opened_at as "openedAt", i.applied_at as "appliedAt", r.returned_at as "returnedAt"
    from invitations_of_outreach(${projectId}) i left join returned_contacts(${projectId}) r on r.email = i.email`;
  return new Map(
    rows.map(({ outreachId, isStopped, email, invitedAt, ...more }) => [
      outreachId,
      { isStopped, invitation: email && invitedAt ? { email, invitedAt, ...more } : null },
    ]),
  );
}

const taken = computed({ invited: 'string[]' });

/** The firms on the list whose address was invited. */
async function readInvited({ sql }: Transaction, projectId: string): Promise<Set<string>> {
  const [row] = await rowsOf(sql, taken)`select invited::text[] from room_for_invitations(${projectId})`;
  return new Set(row?.invited);
}

const factsOfInvitation = z.object({
  projectId: z.string(),
  title: z.string(),
  trades: z.array(z.string()),
  place: z.nullable(z.string()),
  deadline: z.nullable(z.string()),
  askedBy: z.string(),
});
const named = computed({ facts: orNull(json(factsOfInvitation)) });

/**
 * The facts that the next invitation to bid on the project would name; null for one that takes no bids now. @throws NotFound for a project
 * that the acting person does not manage.
 */
export async function previewInvitation(
  tx: Transaction,
  { projectId }: { projectId: string },
): Promise<InvitationFacts | null> {
  await getOutreach(tx, { projectId });
  const [row] = await rowsOf(tx.sql, named)`select preview_invitation(${projectId}) as facts`;
  return row?.facts ?? null;
}

const number = pick(projectOutreach, ['licenseNumber'], 'o');

/** The license numbers on a project’s outreach list, for those who manage the project. */
export async function listOutreachLicenses(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<string[]> {
  const rows = await rowsOf(sql, number)`
    select ${number(sql)} from project_outreach o where o.project_id = ${projectId} order by o.license_number`;
  return rows.map(({ licenseNumber }) => licenseNumber);
}

const place = computed({ mailingAddress: 'string | null' });

/** A firm as a phone sheet or a label shows it. */
export type OutreachAddress = Pick<
  ContractorListItem,
  | 'licenseNumber'
  | 'name'
  | 'doingBusinessAs'
  | 'classifications'
  | 'isNamcMember'
  | 'phone'
  | 'city'
  | 'state'
> &
  RowOf<typeof place> & { zipCode: string | null };

/**
 * The firms of a part of a project’s outreach list by city and name, for those who manage the project. The mailing address is null where
 * the reader may not see it, as on the page of a license.
 */
export async function listOutreachAddresses(
  { sql }: Transaction,
  { projectId, part }: { projectId: string; part: OutreachPart },
): Promise<OutreachAddress[]> {
  const rows = await rowsOf(sql, listShape, place)`
    with last as (${lastContacts(sql, projectId)}), wanted as (
      select o.license_number from project_outreach o left join last on last.outreach_id = o.id
      where o.project_id = ${projectId} and ${isPart(sql, part)}
    )
    select ${listColumns(sql)}, mailing_address_of(license_number) as "mailingAddress"
    from wanted join california_contractors using (license_number)`;
  const today = californiaDay(new Date());
  return rows
    .map((row) => {
      const { licenseNumber, name, doingBusinessAs, classifications, isNamcMember, phone, city, state } =
        toListItem(row, today, null);
      const { mailingAddress, zipCode } = row;
      return {
        licenseNumber,
        name,
        doingBusinessAs,
        classifications,
        isNamcMember,
        phone,
        city,
        state,
        mailingAddress: mailingAddress && streetWords(mailingAddress),
        zipCode,
      };
    })
    .sort(
      (one, other) =>
        (one.city ?? '').localeCompare(other.city ?? '') ||
        one.name.localeCompare(other.name) ||
        one.licenseNumber.localeCompare(other.licenseNumber),
    );
}
