import { submitApplicationInput } from '@namc/inputs/applications';
import { z } from 'zod/mini';
import { personLabels } from '../../accounts/person-fields.tsx';
import type { AnswerStep } from './step-names.ts';

export const stepTitles: Record<AnswerStep, string> = {
  company: 'Your company',
  membership: 'Your membership',
  you: 'About you',
};

const you = z.pick(submitApplicationInput, {
  firstName: true,
  lastName: true,
  email: true,
  phone: true,
  city: true,
  zipCode: true,
  skills: true,
  statement: true,
});

export const stepSchemas = {
  company: z.pick(submitApplicationInput, { licenseNumber: true, company: true }),
  membership: z.pick(submitApplicationInput, { tierCode: true }),
  you,
  /** Without the address, which has a change of its own. */
  youWithoutEmail: z.omit(you, { email: true }),
};

export const companyLabels = { licenseNumber: 'License number', company: 'Company' } as const;
export const membershipLabels = { tierCode: 'Membership' } as const;
export const youLabels = { ...personLabels, email: 'Email address', statement: 'About you' } as const;
