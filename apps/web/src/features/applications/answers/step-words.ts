import { personLabels } from '../../accounts/person-labels.ts';
import type { AnswerStep } from './step-names.ts';

export const stepTitles: Record<AnswerStep, string> = {
  company: 'Your company',
  membership: 'Your membership',
  you: 'About you',
};

export const companyLabels = { licenseNumber: 'License number', company: 'Company name' } as const;
export const membershipLabels = { tierCode: 'Membership' } as const;
/** In the order of the fields: the summary of errors keeps it. */
export const youLabels = {
  firstName: personLabels.firstName,
  lastName: personLabels.lastName,
  email: 'Email address',
  phone: personLabels.phone,
  city: personLabels.city,
  zipCode: personLabels.zipCode,
  statement: 'Tell us about yourself',
} as const;
