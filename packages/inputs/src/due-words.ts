import { memberInWords } from './barred-members.ts';
import { dayWords } from './day-words.ts';
import { forClass, nobodyQualifies, readDeparture } from './departures.ts';

interface WordsOfDay {
  label: string;
  sentence: (before: string, after: string, change: { after: string | null }) => string;
  isAboutStanding?: true;
  isSaid?: true;
}

/** The words for the day on which what the file announced takes effect. */
const wordsOfDay = (kind: string, label: string, what: string): Record<string, WordsOfDay> => ({
  [kind]: {
    label,
    sentence: (_before, after) => `${what} takes effect on ${after}`,
    isAboutStanding: true,
  },
});

/** The words for the day on which a person leaves. */
const departure: Omit<WordsOfDay, 'label'> = {
  sentence: (_before, _after, { after }) =>
    `${nobodyQualifies(readDeparture(after ?? ''))}, according to the board’s personnel file`,
  isAboutStanding: true,
  isSaid: true,
};

/** What happens on a day ahead, by the finding's code, as the beginning of a clause that ends with the day. */
const ahead: Record<string, string> = {
  expiration: 'the license expires',
  'coverage-ends': 'the workers’ compensation policy ends',
  'exemption-ends': 'the exemption from workers’ compensation ends for every class',
  'pending-suspension': 'a suspension that the board announced begins',
  'workers-comp-suspension': 'the board will suspend the license for workers’ compensation',
  'workers-comp-canceled': 'the workers’ compensation policy will be canceled',
  'policy-canceled': 'the workers’ compensation policy will be canceled',
  'contractor-bond-canceled': 'the contractor bond will be canceled',
  'worker-bond-canceled': 'the LLC worker bond will be canceled',
  'disciplinary-bond-canceled': 'the disciplinary bond will be canceled',
  'qualifier-bond-canceled': 'the qualifier’s bond will be canceled',
  'no-qualifier': 'the time to name another qualifier ends',
  'class-not-qualified': 'the time to name another qualifier of a class ends',
  'pending-class-removal': 'the board will remove a class',
  'pending-class-replacement': 'the board will replace a class',
  'qualifier-leaves': 'the last qualifier leaves',
  'class-qualifier-leaves': 'the last qualifier of a class leaves',
  inactivation: 'the license becomes inactive',
};

/** True for a finding that an owner hears of ahead. */
export const isToldAhead = (code: string): boolean => Object.hasOwn(ahead, code);

/** The words for `dueKinds`: a date that is near or has come. */
export const dueWords: Record<string, WordsOfDay> = {
  own_day_ahead: {
    label: 'Day ahead',
    sentence: (_before, _after, { after }) => {
      const [code = '', day = ''] = (after ?? '').split(' ');
      return `${ahead[code] ?? 'a date of the license comes'} on ${dayWords(day)}`;
    },
    isAboutStanding: true,
    isSaid: true,
  },
  expires_soon: { label: 'Expires', sentence: (_before, after) => `the license expires on ${after}` },
  ...wordsOfDay(
    'bond_cancellation_due',
    'Contractor bond canceled',
    'the cancellation of the contractor bond',
  ),
  ...wordsOfDay(
    'worker_bond_cancellation_due',
    'LLC worker bond canceled',
    'the cancellation of the LLC worker bond',
  ),
  ...wordsOfDay(
    'disciplinary_bond_cancellation_due',
    'Disciplinary bond canceled',
    'the cancellation of the disciplinary bond',
  ),
  ...wordsOfDay(
    'qualifier_bond_cancellation_due',
    'Qualifier’s bond canceled',
    'the cancellation of the qualifier’s bond',
  ),
  ...wordsOfDay(
    'workers_comp_cancellation_due',
    'Workers’ compensation canceled',
    'the cancellation of the workers’ compensation policy',
  ),
  ...wordsOfDay(
    'policy_cancellation_due',
    'Workers’ compensation canceled',
    'according to the board’s workers’ comp file, the cancellation of the workers’ compensation policy',
  ),
  ...wordsOfDay(
    'workers_comp_suspension_due',
    'Suspended for workers’ compensation',
    'the suspension for workers’ compensation that the board announced',
  ),
  ...wordsOfDay(
    'pending_class_removal_due',
    'Pending removal of a class',
    'the removal of a class that the board announced',
  ),
  ...wordsOfDay(
    'pending_class_replacement_due',
    'Pending replacement of a class',
    'the replacement of a class that the board announced',
  ),
  qualifier_departure_due: { label: 'Qualifier', ...departure },
  no_qualifier_due: {
    label: 'Qualifier',
    sentence: (_before, after) => `the 90 days for another person to qualify the license end on ${after}`,
    isAboutStanding: true,
    isSaid: true,
  },
  qualifier_class_departure_due: { label: 'Qualifier of a class', ...departure },
  qualifier_class_due: {
    label: 'Qualifier of a class',
    sentence: (_before, _after, { after }) => {
      const ended = readDeparture(after ?? '');
      return `the 90 days for another person to qualify the license${forClass(ended)} end on ${dayWords(ended.from)}`;
    },
    isAboutStanding: true,
    isSaid: true,
  },
  ...wordsOfDay('pending_suspension_due', 'Pending suspension', 'the suspension that the board announced'),
  ...wordsOfDay('inactivation_due', 'Inactive', 'the inactive time that the board’s file announced'),
  ...wordsOfDay(
    'reactivation_due',
    'Active again',
    'the end of the inactive time that the board’s file announced',
  ),
  member_barred_due: {
    label: 'Member of the joint venture',
    sentence: (_before, _after, { after }) => {
      const [licenseNumber = '', from = '', kind = ''] = (after ?? '').split(' ');
      return `a member of this joint venture may be barred from work starting ${dayWords(from)}: ${memberInWords({ licenseNumber, kind })}, according to the board’s files`;
    },
    isAboutStanding: true,
    isSaid: true,
  },
  ...wordsOfDay('issue_due', 'Issued', 'the issue of the license that the board’s file announced'),
};
