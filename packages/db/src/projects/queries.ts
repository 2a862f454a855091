import type { ListProjectsInput, SearchProjectsInput } from '@namc/inputs/projects';
import { z } from 'zod';
import type { TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';
import { parseText, toTsquery } from '../engine/text-query.ts';
import { findPlace } from '../places/queries.ts';

export interface ProjectItem {
  id: string;
  ownerId: string;
  title: string;
  category: string;
  status: string;
  budgetMinCents: number | null;
  budgetMaxCents: number | null;
  currency: string;
  deadlineAt: Date | null;
  /** The zone in which the deadline was meant. */
  deadlineTimeZone: string;
  skillsRequired: string[];
  city: string | null;
  state: string | null;
  createdAt: Date;
  /** From the place that was searched around; null without one. */
  meters: number | null;
}

export interface ProjectPage {
  rows: ProjectItem[];
  /** Hand it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

const columns = (sql: TransactionClient) => sql`
  p.id, p.owner_id as "ownerId", p.title, p.category, p.status, p.budget_min_cents as "budgetMinCents",
  p.budget_max_cents as "budgetMaxCents", p.currency, p.deadline_at as "deadlineAt",
  p.deadline_time_zone as "deadlineTimeZone", p.skills_required as "skillsRequired", p.city, p.state,
  p.created_at as "createdAt"`;

const keys = z.tuple([z.string().max(40), z.uuid()]);

/** Projects of one status, newest first; drafts are one's own. */
export async function listProjects({ sql }: Transaction, input: ListProjectsInput): Promise<ProjectPage> {
  const after = readKeyset('projects', keys, input.cursor);
  const rows = await sql<(ProjectItem & { createdKey: string })[]>`
    select ${columns(sql)}, null as meters, p.created_at::text as "createdKey"
    from projects p
    where status = ${input.status}
      ${input.category ? sql`and category = ${input.category}` : sql``}
      ${after ? sql`and (created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by created_at desc, id desc limit ${input.limit + 1}`;
  const page = toPage('projects', rows, input.limit, (row) => [row.createdKey, row.id]);
  return { rows: page.rows.map(({ createdKey: _, ...item }) => item), nextCursor: page.nextCursor };
}

/** Where a search ends: it is for choosing among the best, not for reading to the end. */
const mostFound = 500;

/**
 * Published projects that fit, best first: by distance where there is a place, else by how well the words fit, else
 * the newest. At most 500 are found, a page of them at a time.
 * @throws InvalidInput when the place is unknown.
 */
export async function searchProjects(tx: Transaction, input: SearchProjectsInput): Promise<ProjectPage> {
  const { sql } = tx;
  const [skip = 0] = readKeyset('project search', z.tuple([z.number().int().min(0)]), input.cursor) ?? [];
  const place = input.near === '' ? undefined : await findPlace(tx, input.near);
  if (input.near !== '' && !place) throw new InvalidInput('near', 'is a place that the portal does not know');
  const text = parseText(input.q);
  const rows = await sql<(ProjectItem & { position: number })[]>`
    with found as (
      select id, meters, ordinality as position
      from search_project_ids(
        ${text.parts.length > 0 ? toTsquery(sql, text, 'english') : null},
        ${input.categories.length > 0 ? input.categories : null}::text[],
        array['PUBLISHED', 'BIDDING_OPEN'],
        ${input.skills.length > 0 ? input.skills : null}::text[],
        ${place ? sql`california_albers(ST_SetSRID(ST_MakePoint(${place.longitude}::float8, ${place.latitude}::float8), 4326)::geography)` : null},
        ${input.miles * 1609.344}, ${input.budgetCents ?? null}, ${Math.min(skip + input.limit + 1, mostFound)}
      ) with ordinality
    )
    select ${columns(sql)}, found.meters, found.position
    from found join projects p using (id)
    where found.position > ${skip} order by found.position`;
  const page = toPage('project search', rows, input.limit, (row) => [row.position]);
  return { rows: page.rows.map(({ position: _, ...item }) => item), nextCursor: page.nextCursor };
}

/** Bidding that ends first, from a moment on. */
export async function listClosingProjects(
  { sql }: Transaction,
  input: { from: Date; limit: number },
): Promise<ProjectItem[]> {
  return sql<ProjectItem[]>`
    select ${columns(sql)}, null as meters from projects p
    where status = 'BIDDING_OPEN' and deadline_at > ${input.from}
    order by deadline_at, id limit ${input.limit}`;
}

/** @throws NotFound when it does not exist or is somebody else's draft. */
export async function getProject(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<ProjectItem & { description: string }> {
  const [project] = await sql<(ProjectItem & { description: string })[]>`
    select ${columns(sql)}, null as meters, p.description from projects p where id = ${projectId}`;
  if (!project) throw new NotFound('project', projectId);
  return project;
}
