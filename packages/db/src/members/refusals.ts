import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  users_email_key: 'An account with this email address already exists.',
  users_license_of_one_member: 'This license belongs to another member.',
  users_license_number_california_contractors_license_number_fk:
    'The license board’s file has no license with this number.',
};
