import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import { cutText } from '@namc/inputs/cut-text';
import {
  type AddToOutreachInput,
  type GetOutreachInput,
  type InviteInput,
  invitationOutcomes,
  type LogContactInput,
  mostOutreach,
  type OpenClaimInput,
  type OutreachFirmInput,
  type SetOutreachEmailInput,
} from '@namc/inputs/outreach';
import { asOneLine } from '@namc/inputs/text';
import { eq, sql } from 'drizzle-orm';
import { getContractorSnapshot } from '../contractors/queries/counties.ts';
import { titleCase } from '../contractors/queries/title-case.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { actingUser } from '../engine/acting-user.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { getProject } from '../projects/queries/list.ts';
import { projects } from '../projects/tables.ts';
import { wordsOfInvitation } from './letters.ts';
import { getOutreach, listOutreach, previewInvitation } from './queries/list.ts';
import { listOutreachCertifications, listOutreachSearches } from './queries/records.ts';
import { type OutreachSnapshot, outreachContacts, outreachRecords, projectOutreach } from './tables.ts';

/**
 * Adds firms to the outreach list of a project, and returns the number of those that were not on it yet. @throws Refused for a project
 * that the acting person does not manage, for a license that no file holds, and beyond 500 firms. @throws NotFound
 */
export async function addToOutreach(
  tx: WriteTransaction,
  { projectId, licenseNumbers, criteria }: AddToOutreachInput,
): Promise<number> {
  const addedBy = actingUser(tx);
  const [project] = await tx.orm.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId));
  if (!project) throw new NotFound('project', projectId);
  // In one order, so that two people who add the same firms at once do not wait for each other.
  const rows = [...licenseNumbers]
    .sort()
    .map((licenseNumber) => ({ projectId, licenseNumber, criteria, addedBy }));
  const added = await tx.orm
    .insert(projectOutreach)
    .values(rows)
    .onConflictDoNothing({ target: [projectOutreach.projectId, projectOutreach.licenseNumber] })
    .returning({ id: projectOutreach.id });
  return added.length;
}

/** Takes a firm that nobody has contacted off the list. @throws Refused for one that somebody has. @throws NotFound */
export async function removeFromOutreach(
  { orm }: WriteTransaction,
  { outreachId }: OutreachFirmInput,
): Promise<void> {
  const { count } = await orm.delete(projectOutreach).where(eq(projectOutreach.id, outreachId));
  if (count === 0) throw new NotFound('firm on the list', outreachId);
}

/**
 * Logs a contact with a firm on the list, or the correction of one. Nobody changes it afterwards. @throws Refused for a contact in the
 * future, for a follow-up before it, and for a second correction of the same contact. @throws InvalidInput for a time that the clocks
 * skip. @throws NotFound
 */
export async function logContact(
  tx: WriteTransaction,
  { outreachId, contacted, ...said }: LogContactInput,
): Promise<void> {
  const [listed] = await tx.orm
    .select({ projectId: projectOutreach.projectId, zone: projects.deadlineTimeZone })
    .from(projectOutreach)
    .innerJoin(projects, eq(projects.id, projectOutreach.projectId))
    .where(eq(projectOutreach.id, outreachId));
  if (!listed) throw new NotFound('firm on the list', outreachId);
  const { projectId, zone } = listed;
  if (instantsOf(contacted, zone).length === 0) throw new InvalidInput('contacted', noSuchTime);
  await tx.orm.insert(outreachContacts).values({
    ...said,
    outreachId,
    projectId,
    contactedAt: sql`${contacted}::timestamp at time zone ${zone}::text`,
    authorId: actingUser(tx),
  });
}

/** Keeps the address for invitations to a firm on the list, or forgets it. @throws NotFound */
export async function setOutreachEmail(
  { orm }: WriteTransaction,
  { outreachId, email }: SetOutreachEmailInput,
): Promise<void> {
  const { count } = await orm
    .update(projectOutreach)
    .set({ email: email ?? null })
    .where(eq(projectOutreach.id, outreachId));
  if (count === 0) throw new NotFound('firm on the list', outreachId);
}

const invited = computed({
  outreachId: 'string',
  outcome: anyOf(invitationOutcomes),
});
export type InvitationOutcome = RowOf<typeof invited>;

/**
 * Emails firms on the list an invitation to bid, logs each one that is sent as a contact, and returns the outcome for each firm. An
 * address gets one for a project, and none after its owner has stopped them. `mostInvitations` leave for a project, and of a person, in 24 hours.
 * @throws Refused for a project that takes no bids. @throws NotFound for a project that the acting person does not manage.
 */
export async function invite(
  tx: WriteTransaction,
  { projectId, outreachIds, portal }: InviteInput & { portal: string },
): Promise<InvitationOutcome[]> {
  const facts = await previewInvitation(tx, { projectId });
  const said = facts ? wordsOfInvitation(facts) : '';
  return rowsOf(tx.sql, invited)`
    select outreach_id as "outreachId", outcome
    from send_invitations(${projectId}, ${outreachIds}::uuid[], ${facts && JSON.stringify(facts)}::text::jsonb, ${said}, ${portal})`;
}

const claimed = computed({
  licenseNumber: 'string',
  firm: 'string',
  projectId: 'string',
  title: 'string',
  askedBy: 'string',
});
export type Claim = RowOf<typeof claimed>;

/**
 * The license and the project of a personal link, and a note on the outreach list that it was opened. Null for a link that is unknown or
 * too old. It gives no right: staff decide on the application as on every other.
 */
export async function openClaim({ sql }: WriteTransaction, { claim }: OpenClaimInput): Promise<Claim | null> {
  const [row] = await rowsOf(sql, claimed)`
    select license_number as "licenseNumber", firm, project_id as "projectId", title, asked_by as "askedBy"
    from open_claim(${hashSecret(claim)})`;
  return row ? { ...row, firm: titleCase(row.firm) } : null;
}

/** Notes that somebody with a personal link has applied with the license of the link. For the system. */
export async function noteClaim(
  { sql }: WriteTransaction,
  { claim, licenseNumber }: { claim: string; licenseNumber: string },
): Promise<void> {
  await sql`select note_claim(${hashSecret(claim)}, ${licenseNumber})`;
}

const returned = computed({ recipient: 'string | null' });

/**
 * Notes that a mail of the portal came back, with the words of the mail server, and returns the address; undefined for a mail that the
 * portal did not send or has forgotten. An invitation that came back counts as no contact. For the system.
 */
export async function noteReturnedMail(
  { sql }: WriteTransaction,
  { messageId, why }: { messageId: string; why: string },
): Promise<string | undefined> {
  const words = cutText(asOneLine(why).replace(/\s+/g, ' '), 400).trim() || 'The mail server gave no reason.';
  const [row] = await rowsOf(sql, returned)`select note_returned_mail(${messageId}, ${words}) as recipient`;
  return row?.recipient ?? undefined;
}

/**
 * Makes the record of a project’s outreach as it is now, with standings and certifications as of the day of the deadline, and returns its
 * id. Nobody changes it afterwards. @throws NotFound for a project that the acting person does not manage.
 */
export async function makeOutreachRecord(
  tx: WriteTransaction,
  { projectId }: GetOutreachInput,
): Promise<string> {
  await getOutreach(tx, { projectId });
  const [record] = await tx.orm
    .insert(outreachRecords)
    .values({ projectId, snapshot: await snapshotOf(tx, projectId), madeBy: actingUser(tx) })
    .returning({ id: outreachRecords.id });
  if (!record) throw new TypeError('An insert returns its row.');
  return record.id;
}

async function snapshotOf(tx: WriteTransaction, projectId: string): Promise<OutreachSnapshot> {
  const project = await getProject(tx, { projectId });
  const { title, firm, agency, city, state, deadlineAt, deadlineTimeZone, skillsRequired, naicsCodes } =
    project;
  const openingDay = californiaDay(deadlineAt ?? new Date());
  const certificates = await listOutreachCertifications(tx, { projectId, on: openingDay });
  // In one page: between two pages, a contact that somebody logs meanwhile would move a firm.
  const { rows: firms } = await listOutreach(tx, {
    projectId,
    part: 'all',
    limit: mostOutreach,
    on: openingDay,
  });
  return {
    madeOn: californiaDay(new Date()),
    openingDay,
    fileDate: (await getContractorSnapshot(tx)).asOf,
    project: {
      title,
      firm,
      agency,
      city,
      state,
      deadlineAt: deadlineAt?.toISOString() ?? null,
      timeZone: deadlineTimeZone,
      skills: skillsRequired,
      naicsCodes,
    },
    searches: (await listOutreachSearches(tx, { projectId })).map(({ criteria }) => criteria),
    firms: firms
      .map(({ licenseNumber, firm: listed, contacts }) => ({
        licenseNumber,
        name: listed?.name ?? null,
        doingBusinessAs: listed?.doingBusinessAs ?? [],
        city: listed?.city ?? null,
        classifications: listed?.classifications ?? [],
        isNamcMember: listed?.isNamcMember ?? false,
        distance: listed?.distance ?? null,
        standing: listed && { short: listed.standing.short, note: listed.standing.note },
        certifications: certificates
          .filter((one) => one.licenseNumber === licenseNumber)
          .map(({ licenseNumber: _, ...one }) => one),
        contacts: contacts.map((contact) => ({
          channel: contact.channel,
          contactedAt: contact.contactedAt.toISOString(),
          author: contact.author,
          answer: contact.answer,
          said: contact.said,
          rejection: contact.rejection,
          followUpOn: contact.followUpOn,
          isCorrected: contact.isCorrected,
          returnedWhy: contact.returnedWhy,
        })),
      }))
      .sort(
        (one, other) =>
          (one.name ?? '').localeCompare(other.name ?? '') ||
          one.licenseNumber.localeCompare(other.licenseNumber),
      ),
  };
}
