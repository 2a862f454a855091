import { expect, it } from 'vitest';
import { openBids } from '../../../bids/factory.ts';
import { addMember } from '../../../members/factory.ts';
import { addProject } from '../../../projects/factory.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { openings } from './openings.ts';

const portal = testDatabase();

it('is bad while bids wait minutes after their deadline, and well once they are open', async () => {
  const found = () => look(openings.name, { db: portal.db, serverUrls: [] });
  const ownerId = await addMember(portal.db);
  await addProject(portal.db, ownerId, { title: 'Fresh', deadlineAt: new Date(Date.now() - 30_000) });
  expect(await found()).toMatchObject({ state: 'ok' });
  await addProject(portal.db, ownerId, { title: 'Waiting', deadlineAt: new Date(Date.now() - 300_000) });
  expect(await found()).toMatchObject({
    state: 'bad',
    says: 'The bids of 1 project wait to be opened.',
    evidence: [{ title: 'Waiting' }],
  });
  await openBids(portal.db);
  expect(await found()).toMatchObject({ state: 'ok' });
});
