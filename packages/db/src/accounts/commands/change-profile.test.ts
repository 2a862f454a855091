import { changeProfileInput } from '@namc/inputs/profile';
import { expect, it } from 'vitest';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { getProfile } from '../queries.ts';
import { changeProfile } from './change-profile.ts';

const testing = testDatabase();
const wanted = changeProfileInput.parse({
  firstName: 'Ana',
  lastName: 'Reyes',
  phone: '(415) 555-0123',
  city: 'Oakland',
  skills: ['estimating', 'scheduling'],
});
const change = (userId: string, input = wanted) =>
  testing.db.write({ kind: 'member', userId }, (tx) => changeProfile(tx, input));

it('a member changes what others and searches know about them, and nothing of anybody else', async () => {
  const userId = await addMember(testing.db, { firstName: 'Old', licenseNumber: null });
  const other = await addMember(testing.db, { firstName: 'Other' });
  await testing.owner`insert into user_skills (user_id, skill_code) values (${userId}, 'C-10'), (${userId}, 'bim')`;
  await change(userId);
  expect(await testing.db.read({ kind: 'member', userId }, getProfile)).toMatchObject({
    firstName: 'Ana',
    phone: '+14155550123',
    skills: ['estimating', 'scheduling'],
  });
  // The classifications of the license are the board's word.
  const kept = await testing.owner`select from user_skills where user_id = ${userId} and skill_code = 'C-10'`;
  expect(kept).toHaveLength(1);
  expect(await testing.db.read({ kind: 'member', userId: other }, getProfile)).toMatchObject({
    firstName: 'Other',
  });
});

it('an applicant changes the application instead, and a suspended member nothing', async () => {
  for (const status of ['PENDING', 'SUSPENDED'] as const) {
    const userId = await addMember(testing.db, { status, firstName: 'Old' });
    await expect(change(userId)).rejects.toThrow('Change these details in your application.');
    const [row] = await testing.owner`select first_name from users where id = ${userId}`;
    expect(row?.first_name).toBe('Old');
  }
});
