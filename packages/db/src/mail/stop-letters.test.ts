import { projectFilters } from '@namc/inputs/projects';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { followProject } from '../project-follows/commands.ts';
import { chooseMatchLetters } from '../project-matches/commands/own.ts';
import { addProject } from '../projects/factory.ts';
import { saveProjectSearch } from '../saved-searches/commands.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { resumeLetters, stopLetters } from './commands.ts';
import { findLettersOfKey } from './queries.ts';

const portal = testDatabase();
const visitor: Actor = { kind: 'visitor' };

let person: string;
let member: Actor;
let staff: Actor;
beforeAll(async () => {
  person = await addMember(portal.db);
  member = { kind: 'member', userId: person };
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
});

const keyOf = async (table: string): Promise<string> => {
  const [row] = await portal.owner.unsafe<{ key: string }[]>(
    `select unsubscribe_key as key from ${table} where user_id = '${person}'`,
  );
  return row?.key ?? '';
};
const find = (key: string, actor: Actor = visitor) =>
  portal.db.read(actor, (tx) => findLettersOfKey(tx, { key }), { freshness: 'latest' });
const stop = (key: string, actor: Actor = visitor) =>
  portal.db.write(actor, (tx) => stopLetters(tx, { keys: [key] }));
const resume = (key: string, notify: 'AT_ONCE' | 'DAILY' = 'DAILY') =>
  portal.db.write(visitor, (tx) => resumeLetters(tx, { key, notify }));

describe('the key of a letter', () => {
  it('tells about a search by name, with no more of the address than its first letter, and brings the letters back', async () => {
    await portal.db.write(member, (tx) =>
      saveProjectSearch(tx, {
        name: 'Piers',
        filters: projectFilters.parse({ q: 'pier' }),
        notify: 'AT_ONCE',
      }),
    );
    const key = await keyOf('saved_searches');
    const search = { subject: 'SEARCH', name: 'Piers', address: `${person[0]}…@example.org` };
    expect(await find(key)).toMatchObject({ ...search, notify: 'AT_ONCE', isStopped: false });
    await Promise.all([stop(key), stop(key)]);
    expect(await find(key)).toMatchObject({ ...search, notify: 'OFF', isStopped: true });
    await resume(key, 'AT_ONCE');
    expect(await find(key)).toMatchObject({ notify: 'AT_ONCE', isStopped: false });
    // Letters that were not stopped keep their times.
    await resume(key);
    expect(await find(key)).toMatchObject({ notify: 'AT_ONCE' });
  });

  it('ends and brings back letters about projects for a firm, also in the browser of somebody who is staff', async () => {
    await portal.db.write(member, (tx) => chooseMatchLetters(tx, { notify: 'WEEKLY' }));
    const key = await keyOf('match_choices');
    expect(await find(key, staff)).toMatchObject({ subject: 'MATCHES', name: null, notify: 'WEEKLY' });
    await stop(key, staff);
    expect(await find(key)).toMatchObject({ isStopped: true });
    await resume(key);
    expect(await find(key)).toMatchObject({ notify: 'DAILY', isStopped: false });
  });

  it('stands for nothing once the project is no longer followed, and brings no following back', async () => {
    const projectId = await addProject(portal.db, await addMember(portal.db), { title: 'Breakwater' });
    await portal.db.write(member, (tx) => followProject(tx, { projectId }));
    const key = await keyOf('project_follows');
    expect(await find(key)).toMatchObject({ subject: 'PROJECT', name: 'Breakwater', projectId });
    await stop(key);
    await resume(key);
    expect(await find(key)).toBeUndefined();
    expect(await portal.owner`select from project_follows where user_id = ${person}`).toHaveLength(0);
  });
});
