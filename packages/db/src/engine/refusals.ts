import { errorCode } from './connection.ts';
import { Refused } from './errors.ts';

/** What a rule of a trigger raises; its message is written for the person who asked. */
const ruleBroken = 'NAMC1';

/** Constraints that somebody's ordinary act can meet, in words for that person. The others are defects. */
const constraintWords: Record<string, string> = {
  users_email_key: 'There is an account with this e-mail address already.',
  users_license_of_one_member: 'This license belongs to another member.',
  users_license_number_california_contractors_license_number_fk:
    'The license board’s file has no license with this number.',
  user_roles_once: 'This person has the role already.',
  project_applications_one_live: 'You already have a bid on this project.',
  project_applications_one_awarded: 'This project is already awarded to another bid.',
  projects_bidding_has_deadline: 'Bidding needs a deadline.',
  projects_budget_in_order: 'The budget’s lower end is above its upper end.',
  event_registrations_one_live: 'You are registered for this event already.',
  events_never_oversold: 'The event has fewer seats than people registered.',
  events_end_after_start: 'The event ends before it starts.',
  messages_to_another: 'A message goes to somebody else.',
  course_enrollments_once: 'You are enrolled in this course already.',
  course_modules_position_once: 'Two modules of a course cannot have the same place.',
  memberships_one_active: 'This member has an active membership already.',
  memberships_no_overlap: 'This term overlaps another term of the same member.',
  payments_idempotency_key_unique: 'This payment is recorded already.',
  payments_provider_reference_once: 'A payment with this reference is recorded already.',
  payments_refunds_within: 'More cannot be refunded than was paid.',
  payments_refunds_of_paid: 'Only a payment that was made can be refunded.',
  payment_refunds_idempotency_key_unique: 'This refund is recorded already.',
};

/** The constraint that a statement broke, by its name; undefined for any other error. */
export function brokenConstraint(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('constraint_name' in error)) return undefined;
  return typeof error.constraint_name === 'string' ? error.constraint_name : undefined;
}

/** What the database's rules say no to, as the error that other layers know. */
export function readRefusal(error: unknown): Refused | undefined {
  if (errorCode(error) === ruleBroken) {
    return new Refused(error instanceof Error ? error.message : String(error), { cause: error });
  }
  // A policy's own words name a table, and say nothing to a person.
  if (errorCode(error) === '42501' && String(error).includes('row-level security')) {
    return new Refused('You may not do this.', { cause: error });
  }
  const words = constraintWords[brokenConstraint(error) ?? ''];
  return words === undefined ? undefined : new Refused(words, { cause: error });
}

/** Whether a row was refused because no partition takes it. */
export function lacksPartition(error: unknown): boolean {
  return errorCode(error) === '23514' && String(error).includes('no partition of relation');
}
