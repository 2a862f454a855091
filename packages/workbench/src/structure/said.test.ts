import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { top } from '../top.ts';
import { isTest, listFiles } from './source-files.ts';

/** Everything that people read, as one text in which a sentence has no line breaks. Words in markup end at its marks. */
const said = listFiles(top, ['apps/web/src', 'apps/api/src', 'packages/inputs/src', 'packages/db/src'])
  .filter((path) => /\.tsx?$/.test(path) && !isTest(path))
  .map((path) => readFileSync(join(top, path), 'utf8').replaceAll("{' '}", ' ').replace(/\s+/g, ' '))
  .join('\n');

/** Sentences that people misunderstood while they were worded otherwise, in the order of a person's way. */
it.each([
  ['a visitor', 'Don’t know your license number? Search by company name'],
  ['a visitor', 'Your CSLB license number, if you have one.'],
  ['a visitor', 'A member already uses this license. If it’s yours, <ContactWays /> before you apply.'],
  ['a visitor', 'Other services you offer'],
  ['a visitor', 'The trades on your license are added automatically.'],
  ['a visitor', 'We’ll use this to tell you about work near you.'],
  ['a visitor', 'Click the link in that email to confirm your address'],
  [
    'a visitor',
    'Try removing a filter or widening the distance. We list only current and renewable licenses.',
  ],
  ['a visitor', 'Any of these trades'],
  ['a visitor', 'All of these trades'],
  ['a visitor', 'As of (leave blank for today)'],
  ['a visitor', 'Northern California first, and the largest counties before the others'],
  ['a visitor', 'I’m a student, not in business yet'],
  ['an applicant', 'We’ll pick up your application again once you reply.'],
  ['a member', 'You can renew without a gap through'],
  ['a member', 'You’re all caught up.'],
  ['a member', 'Off. Turn it on so that a stolen password isn’t enough to get in.'],
  ['a member', 'I’ve saved these codes'],
  ['a member', '(this device)'],
  ['a member', 'You have no recovery codes. Make new ones, so that you can sign in without your phone.'],
  ['a member', 'This link works once and expires in one hour.'],
  ['a member', 'The change takes effect when you click the link we sent there.'],
  ['a member', 'Your account has been reinstated'],
  ['a member', 'If this wasn’t you, choose a new password right away:'],
  ['staff', 'You no longer have a staff role.'],
  ['staff', 'Waiting for applicant'],
  ['staff', 'We’ll email this to the applicant and put the application on hold until they reply.'],
  ['staff', 'not sent, because this portal sends no email'],
  ['staff', 'Kind of record'],
  ['staff', 'Record ID'],
  ['staff', 'Room for new records'],
  ['staff', 'Clean up expired data'],
  ['staff', 'Background jobs'],
  ['staff', 'Invite to join by email'],
  ['staff', 'Nothing needs your attention.'],
  ['staff', 'Staff only'],
  ['everybody', 'National Association of Minority Contractors, Northern California'],
  ['whoever starts the portal', 'Making the tables, in '],
])('%s reads “%s”', (_reader, sentence) => {
  // The whole text would say nothing about a sentence that is missing.
  expect(said.includes(sentence)).toBe(true);
});
