import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, type Database, openDatabase, systemActor, type Transaction } from '@namc/db';
import { noteMatches } from '@namc/db/project-matches/commands/note';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { recordStatements, type SentStatement } from '@namc/db/testing/recorded-statements';
import { buildTemplate } from '@namc/db/testing/template';
import { top } from '../../top.ts';
import { fillContractors } from '../contractors/fill.ts';
import { startServer } from '../contractors/server.ts';
import { type Latencies, measureLatencies } from '../measure/latencies.ts';
import { pgbench, searchSettings } from '../measure/pgbench.ts';
import { fillProjects } from './fill.ts';
import { type ProjectForm, projectForms } from './forms.ts';

export interface ProjectOptions {
  contractors: number;
  members: number;
  projects: number;
  requests: number;
  /** The forms whose names begin with one of these. */
  only: string[];
}

/** `pgbench` sends the statement alone, and `http` the request of a page. `floor` is the least that a procedure takes. */
export type ProjectWay = 'pgbench' | 'http' | 'floor' | 'transaction';

export interface ProjectFigure {
  name: string;
  way: ProjectWay;
  clients: number;
  latencies: Latencies;
}

/** Thrown to leave a transaction without a trace. */
class Enough extends Error {}

/**
 * Measures what a member asks of the projects: each main statement in pgbench under the same role, settings and policies, and the
 * request through HTTP, with 1 and 8 clients. The matching of a project with all members, and of a member with all projects, is one
 * transaction that is undone.
 */
export async function measureProjects(
  { contractors, members, projects, requests, only }: ProjectOptions,
  tell: (figure: ProjectFigure) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
  const cluster = await startCluster({ shared_buffers: '1GB', max_wal_size: '4GB' });
  try {
    const database = await buildTemplate(cluster);
    await fillContractors(cluster.importUrl(database), folder, contractors);
    await fillProjects(cluster.superuserUrl(database), { members, projects });
    const urls = cluster.urls(database);
    const db = openDatabase({ ...urls, maxConnections: 8 });
    const userId = await findReader(db);
    const actor: Actor = { kind: 'member', userId };
    const cookie = await addSignedIn(db, userId);
    const forms = projectForms.filter(({ name }) => only.some((beginning) => name.startsWith(beginning)));
    const statements = new Map<ProjectForm, SentStatement>();
    for (const form of forms) statements.set(form, await mainStatement(db, actor, form));
    for (const [name, subject] of await matchings(db, userId))
      tell({
        name,
        way: 'transaction',
        clients: 1,
        latencies: await measureLatencies(1, Math.ceil(requests / 10), () => matchOnce(db, subject)),
      });
    await db.close();
    const api = await startServer(urls, top);
    const session = {
      url: urls.url,
      settings: { ...searchSettings, 'app.current_user_id': userId, 'app.actor': 'member' },
    };
    try {
      for (const clients of [1, 8]) {
        const floor = () => api.ask('settings.getContact', {}, { cookie });
        const latencies = await measureLatencies(clients, requests, floor);
        tell({ name: 'the least procedure', way: 'floor', clients, latencies });
      }
      for (const form of forms) {
        const statement = statements.get(form);
        if (!statement) continue;
        const { name, procedure, input } = form;
        for (const clients of [1, 8]) {
          const alone = await pgbench(cluster, session, statement, clients, requests, folder);
          tell({ name, way: 'pgbench', clients, latencies: alone });
          const ask = () => api.ask(procedure, input, { cookie });
          tell({ name, way: 'http', clients, latencies: await measureLatencies(clients, requests, ask) });
        }
      }
    } finally {
      await api.stop();
    }
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An active member whose firm has a license in good standing with a class that many projects ask for. */
async function findReader(db: Database): Promise<string> {
  const [reader] = await db.read(
    systemActor('bench'),
    ({ sql }) => sql<{ userId: string }[]>`
      select m.user_id as "userId"
      from company_people m join users u on u.id = m.user_id join companies c on c.id = m.company_id
        join california_contractors l on l.license_number = c.license_number
      where u.status = 'ACTIVE' and m.role = 'OWNER' and l.primary_status = 'CLEAR'
        and exists (select from memberships t where t.user_id = u.id and t.ends_on > current_date)
      order by not l.classifications && '{A,B,C-10}', u.id limit 1`,
  );
  if (!reader) throw new Error('No member can bid on anything.');
  return reader.userId;
}

/** The last statement of a form. Those before it look up places. */
const mainStatement = (db: Database, actor: Actor, { name, run }: ProjectForm): Promise<SentStatement> =>
  db.read(actor, async (tx) => {
    const record = recordStatements(tx);
    await run(record.tx);
    const statement = record.sent().at(-1);
    if (!statement) throw new Error(`${name} sends no statement.`);
    return statement;
  });

type Subject = Parameters<typeof noteMatches>[1];

/** A new project with all members, and a changed member with all open projects. */
async function matchings(db: Database, userId: string): Promise<[name: string, subject: Subject][]> {
  const [open] = await db.read(
    systemActor('bench'),
    ({ sql }) => sql<{ projectId: string }[]>`
      select id as "projectId" from projects
      where status = 'BIDDING_OPEN' and deadline_at > now() and skills_required && '{A,B}' order by id limit 1`,
  );
  return [
    ['match a project with all members', { projectId: open?.projectId }],
    ['match a member with all projects', { userIds: [userId] }],
  ];
}

async function matchOnce(db: Database, subject: Subject): Promise<void> {
  const match = async (tx: Parameters<typeof noteMatches>[0] & Transaction) => {
    await noteMatches(tx, subject);
    throw new Enough();
  };
  await db.write(systemActor('bench'), match).catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
}
