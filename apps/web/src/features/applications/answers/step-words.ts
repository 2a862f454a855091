import { personLabels } from '../../accounts/person-labels.ts';
import type { AnswerStep } from './step-names.ts';

export const stepTitles: Record<AnswerStep, string> = {
  company: 'Your company',
  membership: 'Your membership',
  you: 'About you',
};

export const companyLabels = { licenseNumber: 'License number', company: 'Company name' } as const;
export const membershipLabels = { tierCode: 'Membership' } as const;
export const youLabels = {
  ...personLabels,
  email: 'Email address',
  statement: 'Tell us about yourself',
} as const;
