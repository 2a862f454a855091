import { submitApplicationInput } from '@namc/inputs/applications';
import { beginSignInInput } from '@namc/inputs/sign-in';
import { expect, it } from 'vitest';
import type { z } from 'zod/mini';
import { personLabels } from '../features/accounts/person-labels.ts';
import { companyLabels } from '../features/applications/answers/step-words.ts';
import { problemSentence } from './problem-words.ts';

/** The sentences that a form shows for these values, in the order of its fields. */
function sentences(schema: z.ZodMiniType, values: object, labels: Record<string, string>): string[] {
  const problems = schema.safeParse(values).error?.issues ?? [];
  return Object.entries(labels).flatMap(([field, label]) =>
    problems.filter(({ path }) => path[0] === field).map(({ message }) => problemSentence(label, message)),
  );
}

const person = { ...companyLabels, ...personLabels, email: 'Email address' };

it('an empty form says what to enter', () => {
  const empty = { company: '', firstName: '', lastName: ' ', email: '' };
  expect(sentences(submitApplicationInput, empty, person)).toEqual([
    'Enter your company name',
    'Enter your first name',
    'Enter your last name',
    'Enter your email address',
  ]);
  expect(
    sentences(
      beginSignInInput,
      { email: '', password: '' },
      { email: 'Email address', password: 'Password' },
    ),
  ).toEqual(['Enter your email address', 'Enter your password']);
});

it('a value of the wrong form says how it has to look', () => {
  const wrong = {
    firstName: 'Ana',
    lastName: 'Reyes',
    email: 'ana@',
    phone: '555',
    zipCode: '9',
    licenseNumber: 'B-2',
    company: 'x'.repeat(300),
  };
  expect(sentences(submitApplicationInput, wrong, person)).toEqual([
    'License number must be up to 8 digits and nothing else',
    'Company name must have at most 200 characters',
    'Enter a ten-digit US phone number, without an extension',
    'Enter a five-digit ZIP code',
    'Enter an email address like name@example.com',
  ]);
});

it('a field with a label of its own is asked for by it', () => {
  expect(problemSentence('Reason', 'is required')).toBe('Enter a reason');
  expect(problemSentence('Code', 'is required')).toBe('Enter a code');
  expect(problemSentence('Address', 'is required')).toBe('Enter an address');
  expect(problemSentence('New password', 'is required')).toBe('Enter a new password');
  expect(problemSentence('Reason for the reset', 'is required')).toBe('Enter a reason for the reset');
  expect(problemSentence('Your answer', 'is required')).toBe('Enter your answer');
});
