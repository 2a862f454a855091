import { addBid } from '@namc/db/bids/factory';
import { addMember } from '@namc/db/members/factory';
import { addProject } from '@namc/db/projects/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { testBidKeys, testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startOpening } from './jobs.ts';

const portal = testDatabase();
const start = () => startOpening(portal.db, { keys: testKeys, ring: testBidKeys }, pino({ level: 'silent' }));

it('the worker opens bids within seconds of the deadline, also of one that passed while it was away, and seals the others', async () => {
  const ownerId = await addMember(portal.db);
  const [missed, sealed] = [
    await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() - 3_600_000) }),
    await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() + 3_600_000) }),
  ];
  const bidId = await addBid(portal.db, sealed, await addMember(portal.db));
  const isOpen = async (projectId: string) =>
    (await portal.owner`select opened_at is not null as open from projects where id = ${projectId}`)[0]?.open;
  const stop = start();
  await expect.poll(() => isOpen(missed), { timeout: 15_000 }).toBe(true);
  await expect
    .poll(
      async () =>
        (await portal.owner`select message is null as sealed from bid_contents where bid_id = ${bidId}`)[0]
          ?.sealed,
      { timeout: 15_000 },
    )
    .toBe(true);
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() + interval '1 second' where id = '${sealed}';
    alter table projects enable trigger user`);
  await expect.poll(() => isOpen(sealed), { timeout: 15_000 }).toBe(true);
  await stop();
  const late = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() - 1_000) });
  expect(await isOpen(late)).toBe(false);
  const again = start();
  await expect.poll(() => isOpen(late), { timeout: 15_000 }).toBe(true);
  await again();
});
