import { expect, it } from 'vitest';
import { type CoverageFacts, coverageBeside } from './policies.ts';

const policy: CoverageFacts = {
  coverageType: "Workers' Compensation Insurance",
  insurer: 'EXAMPLE CASUALTY',
  effectiveDate: '2026-02-01',
  expirationDate: '2027-02-01',
  cancellationDate: null,
  suspensionDate: null,
};
const beside = (inFile: Partial<CoverageFacts>, inLicense: Partial<CoverageFacts> = {}) =>
  coverageBeside(
    { ...policy, ...inFile },
    { ...policy, ...inLicense },
    { policiesAsOf: '2026-11-18', licensesAsOf: '2026-11-18', today: '2026-11-20' },
  ).inference;
const covered =
  'The license file shows the firm as covered today, and the workers’ comp file shows it as not covered.';
const same = 'The two files differ, and both come to the same today.';

it.each([
  ['a policy that was canceled as of its first day', { cancellationDate: '2026-02-01' }, covered],
  ['a policy that was canceled later', { cancellationDate: '2026-06-01' }, covered],
  ['a policy that began after the cancellation', { cancellationDate: '2026-01-31' }, same],
  ['a policy that ends on the day on which the next begins', { expirationDate: '2026-02-01' }, same],
  ['a policy for which the license was suspended', { suspensionDate: '2026-06-01' }, covered],
  ['a policy that began after a suspension', { suspensionDate: '2026-01-15' }, same],
  ['a policy that ended', { expirationDate: '2026-06-01' }, covered],
  ['no coverage, in capitals', { coverageType: 'LICENSE DOES NOT HAVE CURRENT W/C' }, covered],
  [
    'an exemption, in capitals',
    { coverageType: 'EXEMPT', expirationDate: '2026-06-01' },
    'The workers’ comp file shows the firm as exempt today, and the license file shows it as covered.',
  ],
])('%s beside a policy in force', (_, inFile, expected) => {
  expect(beside(inFile)).toBe(expected);
});

it('an exempt firm is called exempt, never covered', () => {
  const exempt = { coverageType: 'Exempt', effectiveDate: null, expirationDate: null, insurer: null };
  expect(beside({ effectiveDate: '2026-12-01' }, exempt)).toBe(
    'The license file shows the firm as exempt today, and the workers’ comp file shows it as not covered.',
  );
  expect(beside({}, exempt)).toBe(
    'The workers’ comp file shows the firm as covered today, and the license file shows it as exempt.',
  );
  expect(beside(exempt, { cancellationDate: '2026-06-01' })).toBe(
    'The workers’ comp file shows the firm as exempt today, and the license file shows it as not covered.',
  );
  const follows =
    'The exemption in the license file follows the policy in the workers’ comp file, which ended before.';
  const since = { ...exempt, effectiveDate: '2026-06-01' };
  expect(beside({ cancellationDate: '2026-05-30' }, since)).toBe(follows);
  expect(beside({ expirationDate: '2026-06-01' }, since)).toBe(follows);
  expect(beside({ cancellationDate: '2026-07-01' }, since)).not.toBe(follows);
  expect(beside({ cancellationDate: '2026-05-30' }, { ...since, effectiveDate: '2026-12-01' })).not.toBe(
    follows,
  );
  expect(beside({ ...exempt, insurer: 'EXAMPLE CASUALTY' }, exempt)).toBe(same);
});
