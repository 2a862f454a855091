import { expect, it } from 'vitest';
import { remindOwner } from '../certifications/commands.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { noteDueDates } from './commands/due-dates.ts';
import { tellFollower } from './commands/tell.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const origin = 'https://portal.example.org';

/** A member who owns a company with a license and two certifications, all of which end in a week. */
async function ownerOfPapers(licenseNumber: string): Promise<string> {
  const [{ day }] = await portal.owner<[{ day: string }]>`
    select ((now() at time zone 'America/Los_Angeles')::date + 7)::text as day`;
  await addContractors(portal.owner, [{ licenseNumber, expirationDate: day }]);
  const userId = await addMember(portal.db, { company: 'Pinyon Paving', licenseNumber });
  await portal.owner`
    insert into certifications (company_id, kind, number, expires_on)
    select company_id, kind, number, ${day}::date from company_people, (values ('SB', '1'), ('DBE', '2')) held (kind, number)
    where user_id = ${userId}`;
  return userId;
}

const tell = (userId: string) =>
  portal.db.write(system, (tx) => tellFollower(tx, { userId, isWeekly: false, origin }));
const remind = (userId: string) => portal.db.write(system, (tx) => remindOwner(tx, { userId, origin }));
const lettersTo = (userId: string) => portal.owner<{ id: string; template: string; subject: string }[]>`
  select id, template, subject from mails where user_id = ${userId} order by id`;
const textOf = async (mailId: string) =>
  (
    await portal.db.write(system, (tx) =>
      prepareMail(tx, { mailId, makeLink: () => Promise.reject(new Error('no link')) }),
    )
  )?.text ?? '';

it('an owner hears of a license and of certifications that end on one day in one letter, whoever runs twice', async () => {
  const userId = await ownerOfPapers('3100001');
  await portal.db.write(system, noteDueDates);
  await Promise.all([tell(userId), tell(userId)]);
  await Promise.all([remind(userId), remind(userId)]);
  await portal.db.write(system, noteDueDates);
  await tell(userId);
  const letters = await lettersTo(userId);
  expect(letters.map(({ template }) => template)).toEqual(['own-license']);
  expect(letters[0]?.subject).toContain(', and certifications that end soon');
  const text = await textOf(letters[0]?.id ?? '');
  expect(text).toContain('The license expires on');
  expect(text).toMatch(/number 1: good through[\s\S]*number 2: good through/);
});

it('a certification that was renewed before the letter left is not in it, and the license is', async () => {
  const userId = await ownerOfPapers('3100002');
  await portal.db.write(system, noteDueDates);
  await tell(userId);
  await portal.owner`
    delete from certifications where company_id in (select company_id from company_people where user_id = ${userId})`;
  const [letter] = await lettersTo(userId);
  const text = await textOf(letter?.id ?? '');
  expect(text.replace(/\s+/g, ' ')).toContain('license expires on');
  expect(text).not.toContain('certifications of your company');
});

it('without news of a license the certifications are one letter of their own', async () => {
  const userId = await ownerOfPapers('3100003');
  await portal.owner`
    update california_contractors set expiration_date = '2090-01-01' where license_number = '3100003'`;
  await portal.db.write(system, noteDueDates);
  await tell(userId);
  await Promise.all([remind(userId), remind(userId)]);
  expect((await lettersTo(userId)).map(({ template }) => template)).toEqual(['certifications-ending']);
});
