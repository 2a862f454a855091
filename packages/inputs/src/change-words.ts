import { doubted, isInferredKind, memberInWords, readBarredMember } from './barred-members.ts';
import { coverageWords, statusInWords } from './board-codes.ts';
import { wordsOfBond } from './bond-words.ts';
import { businessTypeWords } from './business-types.ts';
import { asSentence, type Change, changed, type Words } from './change-sentence.ts';
import { classInWords } from './class-words.ts';
import { dayWords } from './day-words.ts';
import { departureInWords, forClass, nobodyQualifies, readDeparture } from './departures.ts';
import { dueWords } from './due-words.ts';
import { readFiledDate } from './filed-date.ts';
import { streetWords } from './street.ts';

// Made when it is used: the first one of a page takes a cheap phone 50 ms.
let wholeNumber: Intl.NumberFormat | undefined;

/** Changes whose values are the board's own codes of a status. */
const statusKinds = new Set(['status_changed', 'secondary_status_changed', 'new_license', 'returned']);

/** A value as people write it: `2028-03-31` is “March 31, 2028”, and so is the file's own `03/31/2028`. */
function inWords(kind: string, text: string | null): string {
  if (text === null) return 'none';
  const date = readFiledDate(text);
  if (date) return dayWords(date);
  if (kind.endsWith('_amount_changed') && /^\d+$/.test(text)) {
    wholeNumber ??= new Intl.NumberFormat('en-US');
    return `$${wholeNumber.format(Number(text))}`;
  }
  if (kind === 'address_changed') return streetWords(text);
  if (kind.startsWith('class_')) return classInWords(text);
  if (statusKinds.has(kind)) return statusInWords(text);
  if (kind === 'workers_comp_coverage_changed') return coverageWords(text);
  if (kind === 'business_type_changed') return businessTypeWords(text);
  if (/^\+1\d{10}$/.test(text)) return text.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
  return text;
}

/** Who qualifies the license no more, and what the file before said of it. */
function left({ before, after }: Change): string {
  const moved = before === null ? '' : ` (moved; before: ${departureInWords(readDeparture(before))})`;
  return `${nobodyQualifies(readDeparture(after ?? ''))}${moved}, according to the board’s personnel file`;
}

function stays({ before }: Change): string {
  const departure = readDeparture(before ?? '');
  return `the license still has a qualifier${forClass(departure)} after ${dayWords(departure.from)}, according to the board’s personnel file`;
}

const pending = (label: string, what: string): Words => ({
  label,
  sentence: (before, after, change) =>
    change.after === null
      ? `${what} is no longer pending (before: ${before})`
      : `${what} is pending: ${after}`,
  isAboutStanding: true,
});

const present = 'In the board’s file';

/** Of those about the standing, the most telling first. */
const words: Record<string, Words> = {
  changes_undone: {
    label: 'File withdrawn',
    sentence: () =>
      'we withdrew a board file that was wrong, and what we told you about it no longer applies',
    isAboutStanding: true,
    isSaid: true,
  },
  gone: { label: present, sentence: () => 'no longer in the board’s file', isAboutStanding: true },
  returned: {
    label: present,
    sentence: (_before, after) => `back in the board’s file, with the status “${after}”`,
    isAboutStanding: true,
    isSaid: true,
  },
  status_changed: {
    label: 'Status',
    sentence: (before, after) => `the board’s status is now “${after}” (before: “${before}”)`,
    isAboutStanding: true,
  },
  new_license: { label: present, sentence: () => 'new in the board’s file', isSaid: true },
  secondary_status_changed: {
    label: 'Second status',
    sentence: (before, after, change) => {
      if (change.before === null) return `the board notes: “${after}”`;
      if (change.after === null) return `the board no longer notes: “${before}”`;
      return `the board notes: “${after}” (before: “${before}”)`;
    },
    isAboutStanding: true,
  },
  pending_suspension_changed: pending('Pending suspension', 'a suspension'),
  pending_class_removal_changed: pending('Pending removal of a class', 'the removal of a class'),
  pending_class_replacement_changed: pending('Pending replacement of a class', 'the replacement of a class'),
  member_barred: {
    label: 'Member of the joint venture',
    sentence: (_before, _after, { after }) => {
      const { from, ...member } = readBarredMember(after ?? '');
      const when = from === null ? '' : ` starting ${dayWords(from)}`;
      const what = isInferredKind(member) ? 'may be barred from work' : 'may not work';
      return `a member of this joint venture ${what}${when}: ${memberInWords(member)}, according to the board’s files`;
    },
    isAboutStanding: true,
    isSaid: true,
  },
  member_allowed: {
    label: 'Member of the joint venture',
    sentence: (_before, _after, { before }) => {
      const { licenseNumber, kind } = readBarredMember(before ?? '');
      return kind === doubted
        ? `the board’s files no longer cast doubt on license ${licenseNumber}, a member of this joint venture`
        : `license ${licenseNumber} no longer keeps this joint venture from work, according to the board’s files`;
    },
    isAboutStanding: true,
    isSaid: true,
  },
  inactivated: {
    label: 'Inactive',
    sentence: (_before, after) => `inactive starting ${after}`,
    isAboutStanding: true,
  },
  reactivated: {
    label: 'Active again',
    sentence: (_before, after) => `active again starting ${after}`,
    isAboutStanding: true,
  },
  inactivation_lifted: {
    label: 'Inactive',
    sentence: (before) => `no longer due to become inactive on ${before}, according to the board’s file`,
    isAboutStanding: true,
  },
  reactivation_lifted: {
    label: 'Active again',
    sentence: (before) => `no longer due to become active again on ${before}, according to the board’s file`,
    isAboutStanding: true,
  },
  reissue_lifted: {
    label: 'Reissued',
    sentence: (before) => `the board’s file no longer gives ${before} as the day of a reissue`,
  },
  reissued: { label: 'Reissued', sentence: (_before, after) => `license reissued on ${after}` },
  expiration_moved: {
    label: 'Expires',
    sentence: (before, after, change) =>
      change.before === null ? `expires on ${after}` : `expires on ${after} (before: ${before})`,
  },
  issue_date_changed: {
    label: 'Issued',
    sentence: changed('the day on which the license was issued'),
    isAboutStanding: true,
  },
  class_gained: { label: 'Class added', sentence: (_before, after) => `class ${after} added` },
  class_lost: {
    label: 'Class removed',
    sentence: (before) => `class ${before} removed`,
    isAboutStanding: true,
  },
  name_changed: { label: 'Name', sentence: changed('the name') },
  dba_changed: { label: 'Second name', sentence: changed('the second name') },
  full_name_changed: { label: 'Full name', sentence: changed('the full name') },
  shown_name_changed: { label: 'Name', sentence: changed('the name that the license goes by') },
  business_type_changed: { label: 'Kind of business', sentence: changed('the kind of business') },
  asbestos_registration_changed: {
    label: 'Asbestos registration',
    sentence: changed('the asbestos registration'),
  },
  phone_changed: { label: 'Phone', sentence: changed('the phone number') },
  address_changed: { label: 'Address', sentence: changed('the mailing address') },
  workers_comp_coverage_changed: {
    label: 'Workers’ compensation',
    sentence: (before, after, change) =>
      change.before === null
        ? `workers’ compensation: “${after}”`
        : `workers’ compensation: “${after}” (before: “${before}”)`,
    isAboutStanding: true,
  },
  workers_comp_insurer_changed: {
    label: 'Workers’ compensation insurer',
    sentence: changed('the workers’ compensation insurer'),
  },
  workers_comp_policy_changed: {
    label: 'Workers’ compensation policy',
    sentence: () => 'the workers’ compensation policy has another number',
    isSaid: true,
  },
  workers_comp_effective_date_changed: {
    label: 'Workers’ compensation policy begins',
    sentence: changed('the first day of the workers’ compensation policy'),
    isAboutStanding: true,
  },
  workers_comp_expiration_moved: {
    label: 'Workers’ compensation policy ends',
    sentence: changed('the end of the workers’ compensation policy'),
  },
  workers_comp_cancellation_set: {
    label: 'Workers’ compensation canceled',
    sentence: (_before, after) => `workers’ compensation policy canceled as of ${after}`,
    isAboutStanding: true,
  },
  workers_comp_cancellation_lifted: {
    label: 'Workers’ compensation canceled',
    sentence: (before) =>
      `the cancellation of the workers’ compensation policy as of ${before} no longer stands`,
    isAboutStanding: true,
  },
  workers_comp_suspension_set: {
    label: 'Suspended for workers’ compensation',
    sentence: (_before, after) => `suspended for workers’ compensation starting ${after}`,
    isAboutStanding: true,
  },
  workers_comp_suspension_lifted: {
    label: 'Suspended for workers’ compensation',
    sentence: (before) =>
      `no longer due to be suspended for workers’ compensation on ${before}, according to the board’s file`,
    isAboutStanding: true,
  },
  ...wordsOfBond('bond_', 'contractor bond'),
  ...wordsOfBond('worker_bond_', 'LLC worker bond'),
  ...wordsOfBond('disciplinary_bond_', 'disciplinary bond'),
  // The bond's own dates decide if the date is the first or the last of the required time.
  disciplinary_bond_required: {
    label: 'Date in “DateRequired”',
    sentence: changed('the date in “DateRequired” of the disciplinary bond'),
    isAboutStanding: true,
  },
  qualifiers_left: {
    label: 'Qualifier',
    sentence: (_before, _after, change) =>
      change.after === null
        ? 'the license no longer has a qualifier, according to the board’s personnel file'
        : left(change),
    isAboutStanding: true,
    isSaid: true,
  },
  qualifier_class_left: {
    label: 'Qualifier of a class',
    sentence: (_before, _after, change) => left(change),
    isAboutStanding: true,
    isSaid: true,
  },
  qualifiers_replaced: {
    label: 'Qualifier',
    sentence: (_before, _after, change) =>
      change.before === null
        ? 'another person qualifies the license, according to the board’s personnel file'
        : stays(change),
    isSaid: true,
  },
  qualifier_class_replaced: {
    label: 'Qualifier of a class',
    sentence: (_before, _after, change) => stays(change),
    isSaid: true,
  },
  ...wordsOfBond('qualifier_bond_', 'qualifier’s bond'),
  policy_cancellation_set: {
    label: 'Workers’ compensation canceled',
    sentence: (_before, after) =>
      `workers’ compensation policy canceled as of ${after}, according to the board’s workers’ comp file`,
    isAboutStanding: true,
  },
  policy_cancellation_lifted: {
    label: 'Workers’ compensation canceled',
    sentence: (before) =>
      `workers’ compensation no longer canceled as of ${before}, according to the board’s workers’ comp file`,
    isAboutStanding: true,
  },
  policy_suspension_set: {
    label: 'Suspended for workers’ compensation',
    sentence: (_before, after) =>
      `suspended for workers’ compensation starting ${after}, according to the board’s workers’ comp file`,
    isAboutStanding: true,
  },
  policy_suspension_lifted: {
    label: 'Suspended for workers’ compensation',
    sentence: (before) =>
      `no longer due to be suspended for workers’ compensation on ${before}, according to the board’s workers’ comp file`,
    isAboutStanding: true,
  },
  ...dueWords,
};

/** The kinds that bear on the standing, the most telling first: the order in which people are told of them. */
export const kindsAboutStanding = Object.entries(words)
  .filter(([, { isAboutStanding }]) => isAboutStanding)
  .map(([kind]) => kind);

/** True for a kind that has words of its own. */
export const hasWords = (kind: string): boolean => kind in words;

/** A kind without words of its own is shown by its name. */
function wordsOfUnknown(kind: string): Words {
  const label = kind.replaceAll('_', ' ');
  return {
    label: asSentence(label),
    sentence: (before, after) => `${label}: ${before} → ${after}`,
  };
}

export interface ChangeWords {
  /** The changed fact, such as “Status”. */
  label: string;
  /** The old and the new value in words; null where the change has no such value. */
  before: string | null;
  after: string | null;
  /** The change as the end of a sentence about the firm, without a period. */
  sentence: string;
  isAboutStanding: boolean;
  /** True if the sentence alone tells it: it has no two values of one fact. */
  isSaid: boolean;
}

/**
 * A change in plain words, the same in letters and on pages. It tells what the file says. What follows from it depends on the
 * rest of the license, and is the standing's to say.
 */
export function wordsOfChange(change: Change): ChangeWords {
  const { kind, before, after } = change;
  const { label, sentence, isAboutStanding = false, isSaid = false } = words[kind] ?? wordsOfUnknown(kind);
  const [old, now] = [inWords(kind, before), inWords(kind, after)];
  return {
    label,
    before: before === null ? null : old,
    after: after === null ? null : now,
    sentence: sentence(old, now, change),
    isAboutStanding,
    isSaid: isSaid || (before === null && after === null),
  };
}

/** For sorting: what bears on the standing comes first, the most telling change before the others. */
export function standingFirst(one: Pick<Change, 'kind'>, other: Pick<Change, 'kind'>): number {
  const rankOf = (kind: string) => {
    const rank = kindsAboutStanding.indexOf(kind);
    return rank < 0 ? kindsAboutStanding.length : rank;
  };
  return rankOf(one.kind) - rankOf(other.kind);
}
