import { addApplication } from '@namc/db/applications/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';

const portal = testDatabase();

it('an applicant who withdraws and sends again without end is told to wait, each act counted', async () => {
  const app = testApp({ db: portal.db });
  const statuses = async (userId: string, names: string[]) => {
    const cookie = await addSignedIn(portal.db, userId);
    const answers: number[] = [];
    for (const name of names) {
      const { status } = await app.request(`/trpc/applications.${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie },
      });
      answers.push(status);
    }
    return answers;
  };
  const { userId } = await addApplication(portal.db);
  const turns = Array.from({ length: 7 }, () => ['withdraw', 'reopen']).flat();
  expect(await statuses(userId, turns)).toEqual([...Array(10).fill(200), ...Array(4).fill(429)]);
  const events = await portal.owner`
    select from account_events where user_id = ${userId} and kind like 'APPLICATION_%'`;
  expect(events).toHaveLength(10);
  // Another account, and another session of the same one.
  const other = await addApplication(portal.db);
  expect(await statuses(other.userId, ['withdraw'])).toEqual([200]);
  expect(await statuses(userId, ['withdraw'])).toEqual([429]);
});
