import { expect, it } from 'vitest';
import {
  codesOf,
  coverageWords,
  effectOf,
  isKnownCoverage,
  noteOf,
  primaryCodes,
  secondaryCodes,
  statusInWords,
} from './board-codes.ts';
import { businessTypeWords } from './business-types.ts';

it('every code has an effect or a sentence', () => {
  expect(primaryCodes.filter((code) => effectOf(code) === undefined)).toEqual([]);
  expect(primaryCodes.filter((code) => code !== 'CLEAR' && effectOf(code) !== 'suspended')).toEqual([]);
  expect(secondaryCodes.filter((code) => !noteOf(code)?.words.endsWith('.'))).toEqual([]);
});

it('a status is put into words, and an unknown code stays as it stands', () => {
  expect(statusInWords('CLEAR')).toBe('clear');
  expect(statusInWords('contr  bond susp| Odd Susp')).toBe(
    'suspended: the contractor bond is canceled or missing; Odd Susp',
  );
  expect(statusInWords('WC Susp Pending')).toBe(
    'The board has a suspension for workers’ compensation pending',
  );
  expect(codesOf(' | A |B|')).toEqual(['A', 'B']);
});

it('kinds of coverage and business have words, and unknown ones stay as they stand', () => {
  expect(coverageWords('License does not have current W/C')).toBe('No current coverage on file');
  expect(coverageWords('LICENSE DOES NOT HAVE  CURRENT W/C')).toBe('No current coverage on file');
  expect(coverageWords('Odd')).toBe('Odd');
  expect([isKnownCoverage('EXEMPT'), isKnownCoverage('Odd')]).toEqual([true, false]);
  expect(businessTypeWords('SOLE OWNER')).toBe('Sole owner');
  expect(businessTypeWords('JointVenture')).toBe('Joint venture');
  expect(businessTypeWords('Odd')).toBe('Odd');
});

it.each([
  ['Suspended', 'suspended'],
  ['SUSPENDED - BOND', 'suspended'],
  ['Suspension', 'suspended'],
  ['Susp - Independent Bond', 'suspended'],
  ['Suspension Pending', undefined],
  ['WC Susp-PND', undefined],
  ['Pending Suspension', undefined],
])('the status %s bars as %s', (code, effect) => {
  expect(effectOf(code)).toBe(effect);
});
