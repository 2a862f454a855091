import { timelineKinds } from '@namc/inputs/member-lists';
import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../engine/actors.ts';
import { grantRole } from '../../roles/commands.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { suspendMember } from '../commands.ts';
import { addMember } from '../factory.ts';
import { listTimeline, type TimelineEntry } from './timeline.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let administrator: Actor;
let auditor: Actor;
let userId = '';

beforeAll(async () => {
  const staff = (role: string): Promise<string> =>
    addMember(portal.db, { firstName: 'Ana', lastName: 'Reyes', roles: [role] });
  administrator = { kind: 'staff', userId: await staff('administrator') };
  auditor = { kind: 'staff', userId: await staff('auditor') };
  userId = await addMember(portal.db, { city: 'Oakland' });
  await portal.db.write(
    { kind: 'member', userId },
    ({ sql }) => sql`update users set city = 'Fresno', phone = '510-555-0101' where id = ${userId}`,
  );
  await portal.db.write(administrator, (tx) =>
    grantRole(tx, { userId, roleCode: 'support', reason: 'Helps.' }),
  );
  await portal.db.write(system, async ({ sql }) => {
    await sql`insert into account_events (user_id, kind, address) values (${userId}, 'SIGNED_IN', '10.0.0.7')`;
    await sql`insert into memberships (user_id, tier_code, starts_on, ends_on)
              values (${userId}, 'REGULAR', '2026-01-01', '2026-12-31')`;
  });
  await portal.db.write(administrator, (tx) => suspendMember(tx, { userId, reason: 'Unpaid.' }));
});

const timeline = (actor: Actor, more: object = {}) =>
  portal.db.read(actor, (tx) => listTimeline(tx, { userId, limit: 100, ...more }));
const shown = ({ what, byName, columns }: TimelineEntry) =>
  [what, columns.sort().join('+'), byName].filter(Boolean).join(', ');

it('shows each change, and its author if it was somebody else', async () => {
  const { rows } = await timeline(auditor, { kind: 'change' });
  expect(rows.map(shown).reverse()).toEqual([
    expect.stringContaining('INSERT users'),
    'UPDATE users, city+phone',
    expect.stringMatching(/^INSERT user_roles, .*, Ana Reyes$/),
    expect.stringMatching(/^INSERT memberships, .*, system:test$/),
    'UPDATE users, status, Ana Reyes',
  ]);
});

it('holds one kind of entry if a kind is given, and all kinds otherwise', async () => {
  const all = (await timeline(auditor)).rows;
  for (const kind of timelineKinds) {
    const { rows } = await timeline(auditor, { kind });
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set([kind]));
    expect(all.filter((row) => row.kind === kind).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  }
});

it('has each entry once and in order across pages', async () => {
  const whole = (await timeline(auditor)).rows.map(({ id }) => id);
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await timeline(auditor, { limit: 2, cursor });
    paged.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(whole);
});

it('hides the trail from staff who may not read it', async () => {
  const support: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
  const { rows } = await timeline(support);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['event', 'mail']));
});
