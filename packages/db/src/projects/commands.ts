import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import { cutText } from '@namc/inputs/cut-text';
import type { SaveProjectInput } from '@namc/inputs/project-drafts';
import type {
  CancelProjectInput,
  ChangeProjectStatusInput,
  CreateProjectInput,
  ExtendBiddingInput,
  ProjectFileInput,
  PublishProjectInput,
} from '@namc/inputs/projects';
import { and, eq, exists, ne, type SQL, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { recordIfStaff } from '../audit/commands.ts';
import { companyPeople } from '../companies/tables.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { giveFile } from '../files/commands.ts';
import { files } from '../files/tables.ts';
import { findPlace } from '../places/queries.ts';
import { getProject } from './queries/list.ts';
import { projects } from './tables.ts';

type Facts = PgUpdateSetSource<typeof projects>;

/** @throws NotFound for another member's project, and for one that does not meet the condition. */
async function change(
  { orm }: WriteTransaction,
  projectId: string,
  facts: Facts,
  condition?: SQL,
): Promise<void> {
  const { count } = await orm
    .update(projects)
    .set(facts)
    .where(and(eq(projects.id, projectId), condition));
  if (count === 0) throw new NotFound('project', projectId);
}

/** Keeps what staff did with a project, and why. */
const keepAct = (
  tx: WriteTransaction,
  verb: 'extend' | 'close' | 'cancel' | 'publish',
  targetId: string,
  { reason, ...details }: Record<string, string> = {},
): Promise<void> =>
  recordIfStaff(
    tx,
    { action: `projects.${verb}`, targetTable: 'projects', targetId, ...(reason && { reason }) },
    details,
  );

/** The instant at which the clocks of a zone show this time. */
const instantOf = (clockTime: string | undefined, zone: string) =>
  clockTime === undefined ? null : sql`${clockTime}::timestamp at time zone ${zone}::text`;
export const toCents = (dollars: string | undefined) =>
  dollars === undefined ? null : Math.round(Number(dollars) * 100);

/**
 * Begins a draft for the first company of the acting member, and returns its id. Staff begin theirs without one, on behalf of an
 * agency. @throws Refused for everybody but active members.
 */
export async function createProject(tx: WriteTransaction, { title }: CreateProjectInput): Promise<string> {
  const ownerId = actingUser(tx);
  const [firm] = await tx.orm
    .select({ companyId: companyPeople.companyId })
    .from(companyPeople)
    .where(eq(companyPeople.userId, ownerId))
    .orderBy(companyPeople.since, companyPeople.id)
    .limit(1);
  const [row] = await tx.orm
    .insert(projects)
    .values({
      ownerId,
      title,
      description: '',
      category: 'COMMERCIAL',
      companyId: (tx.actor.kind === 'member' && firm?.companyId) || null,
    })
    .returning({ id: projects.id });
  if (!row) throw new TypeError('An insert returns its row.');
  return row.id;
}

/** Begins a draft with the terms of one of the acting member's projects, without its dates and files, and returns its id. @throws NotFound */
export async function copyProject(
  tx: WriteTransaction,
  { projectId }: { projectId: string },
): Promise<string> {
  const old = await getProject(tx, { projectId });
  if (!old.isOwn) throw new NotFound('project', projectId);
  const where = old.zipCode ?? old.city;
  const [row] = await tx.orm
    .insert(projects)
    .values({
      ownerId: actingUser(tx),
      title: cutText(`Copy of ${old.title}`, 200).trimEnd(),
      description: old.description,
      category: old.category,
      companyId: old.companyId,
      agency: old.agency,
      skillsRequired: old.skillsRequired,
      budgetMinCents: old.budgetMinCents,
      budgetMaxCents: old.budgetMaxCents,
      deadlineTimeZone: old.deadlineTimeZone,
      street: old.street,
      city: old.city,
      state: old.state,
      zipCode: old.zipCode,
      coordinates: (where && (await findPlace(tx, where))) || null,
      isPublicWorks: old.isPublicWorks,
      needsDirRegistration: old.needsDirRegistration,
      goals: old.goals,
      naicsCodes: old.naicsCodes,
      contactName: old.contactName,
      contactEmail: old.contactEmail,
      contactPhone: old.contactPhone,
    })
    .returning({ id: projects.id });
  if (!row) throw new TypeError('An insert returns its row.');
  return row.id;
}

/** `stale` if somebody, or another page of the same person, saved since: nothing is written then. */
export type SaveOutcome = { outcome: 'saved'; version: number; at: Date } | { outcome: 'stale' };

/**
 * Saves what the poster says of a project.
 * @throws Refused for what contradicts itself, for changed terms of a project with bids, and after the bidding. @throws NotFound
 */
export async function saveProject(tx: WriteTransaction, input: SaveProjectInput): Promise<SaveOutcome> {
  const { projectId, version, timeZone, city, zipCode, isPublicWorks } = input;
  const where = zipCode ?? city;
  const isOwn = and(eq(projects.id, projectId), eq(projects.ownerId, actingUser(tx)));
  const [saved] = await tx.orm
    .update(projects)
    .set({
      title: input.title,
      description: input.description,
      category: input.category,
      skillsRequired: input.skills,
      companyId: input.companyId ?? null,
      agency: input.agency || null,
      street: input.street || null,
      city: city || null,
      state: where ? 'CA' : null,
      zipCode: zipCode ?? null,
      coordinates: (where && (await findPlace(tx, where))) || null,
      budgetMinCents: toCents(input.budgetMin),
      budgetMaxCents: toCents(input.budgetMax),
      deadlineTimeZone: timeZone,
      deadlineAt: instantOf(input.deadline, timeZone),
      questionsUntil: instantOf(input.questionsUntil, timeZone),
      siteWalkAt: instantOf(input.siteWalk, timeZone),
      siteWalkPlace: input.siteWalkPlace || null,
      isSiteWalkMandatory: input.isSiteWalkMandatory && input.siteWalk !== undefined,
      isPublicWorks,
      needsDirRegistration: isPublicWorks && input.needsDirRegistration,
      goals: Object.fromEntries(input.goals.map(({ kind, percent }) => [kind, percent])),
      naicsCodes: input.naicsCodes === '' ? [] : input.naicsCodes.split(', '),
      contactName: input.contactName || null,
      contactEmail: input.contactEmail ?? null,
      contactPhone: input.contactPhone ?? null,
    })
    .where(and(isOwn, eq(projects.version, version)))
    .returning({ version: projects.version, at: projects.updatedAt });
  if (saved) return { outcome: 'saved', ...saved };
  const [other] = await tx.orm.select({ id: projects.id }).from(projects).where(isOwn);
  if (!other) throw new NotFound('project', projectId);
  return { outcome: 'stale' };
}

/** Announces a project, or opens it for bids. @throws Refused for what is lacking, and for a deadline that has passed. @throws NotFound */
export async function publishProject(
  tx: WriteTransaction,
  { projectId, status }: PublishProjectInput,
): Promise<void> {
  await change(tx, projectId, { status });
  await keepAct(tx, 'publish', projectId);
}

/**
 * Moves a project to its next status.
 * @throws Refused if a project cannot go from its status to this one, NotFound for another member's project.
 */
export function changeProjectStatus(
  tx: WriteTransaction,
  { projectId, status }: ChangeProjectStatusInput,
): Promise<void> {
  return change(tx, projectId, { status });
}

/** Ends the bidding before the deadline. @throws Refused for a project with bids, and for one that is not open. @throws NotFound */
export async function closeBidding(
  tx: WriteTransaction,
  { projectId }: { projectId: string },
): Promise<void> {
  await change(tx, projectId, { status: 'CLOSED' });
  await keepAct(tx, 'close', projectId);
}

/** Cancels a project for a reason, which every bidder is told. @throws Refused for one that is awarded, canceled, or a draft. @throws NotFound */
export async function cancelProject(
  tx: WriteTransaction,
  { projectId, reason }: CancelProjectInput,
): Promise<void> {
  await change(tx, projectId, { status: 'CANCELLED', cancelReason: reason });
  await keepAct(tx, 'cancel', projectId, { reason });
}

/** Removes a draft of the acting person’s and its files. @throws NotFound also for a project that is no draft. */
export async function discardProject(
  { orm }: WriteTransaction,
  { projectId }: { projectId: string },
): Promise<void> {
  const { count } = await orm
    .delete(projects)
    .where(and(eq(projects.id, projectId), eq(projects.status, 'DRAFT')));
  if (count === 0) throw new NotFound('project', projectId);
}

/**
 * Moves the bidding deadline to a later time on the clocks of the project’s zone, for everybody. In the same transaction every
 * bidder gets a notice.
 * @throws Refused for an earlier deadline of a project with bids, in the last minute before its deadline, and after it; InvalidInput
 * for a time that the clocks skip; NotFound for another member's project, and for a draft, whose poster saves the deadline with it.
 */
export async function extendBidding(
  tx: WriteTransaction,
  { projectId, deadline }: ExtendBiddingInput,
): Promise<void> {
  const [project] = await tx.orm
    .select({ zone: projects.deadlineTimeZone })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (project && instantsOf(deadline, project.zone).length === 0)
    throw new InvalidInput('deadline', noSuchTime);
  const deadlineAt = sql`${deadline}::timestamp at time zone ${projects.deadlineTimeZone}`;
  await change(tx, projectId, { deadlineAt }, ne(projects.status, 'DRAFT'));
  await keepAct(tx, 'extend', projectId, { deadline });
}

const kind = 'PROJECT_FILE';

/**
 * Adds an uploaded file to a project, or a newer version of one. Every bidder gets a notice.
 * @throws NotFound for everybody but the owner. @throws Refused after the bidding, and as `giveFile`.
 */
export async function addProjectFile(
  tx: WriteTransaction,
  { projectId, fileId, replacesId }: ProjectFileInput,
): Promise<void> {
  const own = tx.orm
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.id, projectId), eq(projects.ownerId, actingUser(tx))));
  await giveFile(tx, { fileId, kind, ownerId: projectId, ...(replacesId && { replacesId }) }, exists(own));
}

/** Removes a file of a draft. @throws Refused for a file of a published project. @throws NotFound for everybody but the owner. */
export async function removeProjectFile(
  { orm }: WriteTransaction,
  { projectId, fileId }: ProjectFileInput,
): Promise<void> {
  const { count } = await orm
    .delete(files)
    .where(and(eq(files.id, fileId), eq(files.ownerId, projectId), eq(files.kind, kind)));
  if (count === 0) throw new NotFound('file', fileId);
}
