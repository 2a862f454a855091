import { expect, it } from 'vitest';
import {
  actionWords,
  changesInWords,
  detailsInWords,
  inText,
  sentenceOfAction,
  sentenceOfChange,
} from './audit-words.ts';

const names = { who: 'Denise Okafor', whom: 'Ana Reyes' };

it.each([
  ['applications.approve', true, 'Denise Okafor approved Ana Reyes’s application'],
  ['members.suspend', true, 'Denise Okafor suspended Ana Reyes’s account'],
  ['members.suspend', false, 'Denise Okafor suspended an account'],
  ['roles.grant', false, 'Denise Okafor assigned a role to somebody'],
  ['audit.download', false, 'Denise Okafor downloaded the audit trail'],
  ['bids.lose', true, 'Denise Okafor did “bids.lose” for Ana Reyes'],
])('the act %s reads as a sentence (a person concerned: %s)', (action, hasWhom, sentence) => {
  expect(inText(sentenceOfAction(action, hasWhom), names)).toBe(sentence);
});

it('every act with words has a sentence that names who did it', () => {
  for (const action of Object.keys(actionWords)) {
    expect(inText(sentenceOfAction(action, true), names), action).toMatch(/^Denise Okafor (?!did “)/);
  }
});

it('a changed row reads as a sentence', () => {
  const changes = { status: ['ACTIVE', 'LAPSED'], ends_on: [null, '2027-01-31'] } as const;
  const membership = { tableName: 'memberships', changes };
  const text = (operation: 'INSERT' | 'UPDATE' | 'DELETE', whom: 'other' | 'self' | 'nobody') =>
    inText(sentenceOfChange({ ...membership, operation }, whom), names);
  expect(text('UPDATE', 'other')).toBe('Denise Okafor changed Ana Reyes’s membership: status, ends on');
  expect(text('INSERT', 'self')).toBe('Denise Okafor added their own membership');
  expect(text('DELETE', 'nobody')).toBe('Denise Okafor removed a membership');
  expect(
    inText(sentenceOfChange({ tableName: 'users', operation: 'INSERT', changes }, 'nobody'), {
      ...names,
      who: 'the portal: seed',
    }),
  ).toBe('The portal: seed added an account');
});

it('values are told before and after, and a secret is not', () => {
  const secret = `kept out ${'a'.repeat(64)}`;
  expect(changesInWords({ city: [null, 'Oakland'], password_hash: ['kept out', secret] })).toBe(
    'city: (blank) → Oakland; password hash: changed, the values are not kept',
  );
  expect(detailsInWords({ role_code: 'auditor', is_new: true })).toBe('role code: auditor; is new: yes');
});
