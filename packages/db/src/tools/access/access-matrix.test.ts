import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, type Database, openDatabase, type WriteTransaction } from '../../database.ts';
import { type Reach, type Verb, verbs } from '../../engine/access-rules.ts';
import { connect, errorCode } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import { access, publicRegisters } from '../../nouns.ts';
import { loadAccessFixtures } from '../testing/access-fixtures.ts';
import { poster, stranger, uuidOf } from '../testing/sample-rows.ts';
import { testDatabase } from '../testing/test-database.ts';
import { listIdentities } from './matrix.ts';
import { type Identity, reachOf } from './reach.ts';

const portal = testDatabase();
const { rows: rowsOf, foundations } = await loadAccessFixtures();
const person = (name: string) => uuidOf('person', name);
const statuses: Record<string, string> = {
  visitor: 'PENDING',
  applicant: 'PENDING',
  'lapsed member': 'LAPSED',
  'suspended member': 'SUSPENDED',
};
let identities: Identity[] = [];
/** The reason of a refusal, so that a failing cell shows the server's own message. */
const refusals = new Map<string, string>();

beforeAll(async () => {
  identities = await portal.db.read({ kind: 'system', name: 'test' }, listIdentities);
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const people = [...identities.map(({ name }) => name), 'stranger', 'poster'].map((name) => ({
    id: person(name),
    name,
    status: statuses[name] ?? 'ACTIVE',
  }));
  for (const statement of foundations(people)) await superuser.unsafe(statement);
  for (const { id } of people) {
    for (const [table, { insert }] of Object.entries(rowsOf)) {
      if (insert && id !== poster) await superuser.unsafe(insert(id, uuidOf(table, id), id));
    }
  }
  for (const { name, kind } of identities) {
    if (kind === 'staff')
      await superuser`insert into user_roles (user_id, role_code) values (${person(name)}, ${name})`;
  }
  await superuser.end();
});

function actorOf({ name, kind }: Identity): Actor {
  if (kind === 'visitor') return { kind: 'visitor' };
  if (kind === 'system') return { kind: 'system', name: 'test' };
  return { kind: kind === 'staff' ? 'staff' : 'member', userId: person(name) };
}

class Undo extends Error {}

/** True if the asker may run the statement. Every change is rolled back. */
async function attempt(db: Database, actor: Actor, cell: string, statement: string): Promise<boolean> {
  let done = false;
  await db
    .write(actor, async ({ sql }: WriteTransaction) => {
      // One statement of the extended protocol: after a text of the simple one the connection would be closed.
      const result = await sql`${sql.unsafe(statement)}`;
      done = result.count > 0;
      if (!done) refusals.set(cell, 'no row');
      throw new Undo();
    })
    .catch((error) => {
      if (error instanceof Undo) return;
      if (errorCode(error instanceof Refused ? error.cause : error) !== '42501')
        throw new Error(`${cell}: ${statement}`, { cause: error });
      refusals.set(cell, String(error));
    });
  return done;
}

function statementFor(table: string, verb: Verb, about: string, asker: string): string | undefined {
  const rows = rowsOf[table];
  if (!rows) return undefined;
  if (verb === 'select') return `select 1 from ${table} where ${rows.where(about)}`;
  if (verb === 'update') return `update ${table} set ${rows.update} where ${rows.where(about)}`;
  if (verb === 'delete') return `delete from ${table} where ${rows.deletable?.where ?? rows.where(about)}`;
  return (rows.attempt ?? rows.insert)?.(about, uuidOf('fresh', table, about), asker);
}

async function reachInFact(
  db: Database,
  table: string,
  verb: Verb,
  identity: Identity,
): Promise<Reach | 'none'> {
  const asker = identity.kind === 'system' ? '' : person(identity.name);
  const cell = `${identity.name} ${verb} ${table}`;
  const may = async (about: string) => {
    const statement = statementFor(table, verb, about, asker);
    return statement !== undefined && attempt(db, actorOf(identity), cell, statement);
  };
  const others = await may(stranger);
  const own = await may(asker || person('member'));
  // Staff reach everyone's rows. Other tests cover their own rows.
  if (others && (own || identity.kind === 'staff')) return 'all';
  return own ? 'own' : others ? 'all' : 'none';
}

const modes = [
  { name: 'on connections of their own', preparedStatements: true, maxConnections: 4 },
  { name: 'all on one connection, as behind PgBouncer', preparedStatements: false, maxConnections: 1 },
];

describe.each(modes)('each identity reaches what the access model says, $name:', (mode) => {
  it.each(Object.keys(access))('%s', async (table) => {
    const db = openDatabase({ ...portal.urls, ...mode });
    try {
      const expected: string[] = [];
      const found: string[] = [];
      for (const identity of identities) {
        for (const verb of verbs) {
          const cell = `${identity.name} ${verb} ${table}`;
          const fact = await reachInFact(db, table, verb, identity);
          expected.push(`${cell}: ${reachOf(table, verb, identity)}`);
          found.push(`${cell}: ${fact}`);
        }
      }
      const told = found.map((line, at) =>
        line === expected[at] ? line : `${line} (${refusals.get(line.replace(/: .*/, '')) ?? 'granted'})`,
      );
      expect(told).toEqual(expected);
    } finally {
      await db.close();
    }
  });
});

it('the model has a line for every table with personal or changeable rows, and a sample row for each line', async () => {
  const tables = await portal.owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relrowsecurity`;
  const named = Object.keys(access);
  expect(
    tables.map(({ name }) => name).filter((name) => !named.includes(name) && !publicRegisters.includes(name)),
  ).toEqual([]);
  expect(Object.keys(rowsOf).sort()).toEqual([...named].sort());
});
