import { byKey, codeKey } from './code-key.ts';

/**
 * The board's vocabulary of statuses in plain words. The board publishes no key to its codes: docs/license-truth.md
 * has the source of each line. The lists are open: a code that they lack is shown as it stands, and staff see it in
 * the report of the import.
 */

/** The meaning of a code of the column PrimaryStatus. */
export type BoardEffect =
  | 'clear'
  | 'suspended'
  | 'revoked'
  | 'canceled'
  | 'expired'
  | 'inactive'
  | 'not-issued';

/** The reason of each suspension, to be read after “Suspended: ”. */
const suspensions: Record<string, string> = {
  'Contr Bond Susp': 'the contractor bond is canceled or missing',
  'Work Comp Susp': 'proof of workers’ compensation coverage is missing',
  'Liab Ins Susp': 'the liability insurance that an LLC must carry is missing',
  'Judgement Susp': 'a court judgment against the firm is unpaid',
  'Family Sup Susp': 'a family support order is not obeyed',
  'SOS Suspension': 'the firm is not in good standing with the Secretary of State',
  'Susp - No Qualifier': 'the license has no qualifying individual',
  'Out Liab Susp': 'a debt to a state agency is outstanding',
  'EMP/WK Bnd Susp': 'the LLC worker bond is canceled or missing',
  'QUAL Bond SUSP': 'the bond of the qualifying individual is canceled or missing',
  'Discp Bond SUSP': 'the disciplinary bond is canceled or missing',
  'BOND Pay Susp': 'a claim paid from the contractor bond has not been repaid',
  'BND Pay EN Susp':
    'a claim paid from the bond of a firm that shares an officer or owner has not been repaid',
  'J V Entity Susp': 'a member of the joint venture does not hold an active license in good standing',
  'JDG Entity Susp': 'a court judgment against a firm that shares an officer or owner is unpaid',
  'O/L Entity Susp': 'a debt to a state agency of a firm that shares an officer or owner is outstanding',
  'Citation Susp': 'a citation of the board is not obeyed',
  'Cit Entity Susp': 'a citation against a firm that shares an officer or owner is not obeyed',
  'ARB Suspension': 'an arbitration award is not obeyed',
  'ARB Entity Susp': 'an arbitration award against a firm that shares an officer or owner is not obeyed',
};

/** A note in the column SecondaryStatus. */
export interface BoardNote {
  /** One sentence. */
  words: string;
  /** False for a note that speaks for the license or is neutral. */
  counts: boolean;
}

const against = (words: string): BoardNote => ({ words, counts: true });
const neutral = (words: string): BoardNote => ({ words, counts: false });

const notes: Record<string, BoardNote> = {
  'WC Susp Pending': against('The board has a suspension for workers’ compensation pending.'),
  'Entity Susp PND': against(
    'The board has a suspension pending because of another license that shares an officer or owner.',
  ),
  'BOND Pay Pending': against(
    'The board has a suspension pending for a claim paid from the contractor bond.',
  ),
  'Bond Pay Entity Pending': against(
    'The board has a suspension pending for a claim paid from the bond of a firm that shares an officer or owner.',
  ),
  'Judgement Pend': against('The board has a suspension pending for an unpaid court judgment.'),
  'Liability Pend': against('The board has a suspension pending for an outstanding debt to a state agency.'),
  'O/L Entity Pending': against(
    'The board has a suspension pending for a debt to a state agency of a firm that shares an officer or owner.',
  ),
  'SOS Problem': against(
    'The board reports a problem with the firm’s registration at the Secretary of State. It can lead to a suspension.',
  ),
  'Pending Case/CIT': against('The board has a disciplinary case or a citation pending.'),
  '7073E Probation': against(
    'The license is on probation: the board issued it under conditions in place of refusing it.',
  ),
  'DISC Bond Filed': against('The firm had to file a disciplinary bond after action by the board.'),
  'Class Removal Pending': against('The board has the removal of a classification pending.'),
  'C22 Not Valid': against('The asbestos abatement classification C-22 is not valid now.'),
  'Pending Canc': against('The board has the cancellation of the license pending.'),
  'Pending Continuance': against(
    'A request to continue the license after a death or a partner’s departure is pending.',
  ),
  'LIC-Cont in eff': against(
    'The license continues for a limited time after a death or a partner’s departure.',
  ),
  'FAM Sup Tmp Lic': against('The license is temporary because of a family support order.'),
  'Renew Inactive only': against('The license can be renewed as inactive only.'),
  'Pending IFS': against('An application that the board calls “IFS” is pending.'),
  'Renewal Recived': neutral('The board has received an application for renewal.'),
  'Renewal Received': neutral('The board has received an application for renewal.'),
  'Pending Renewal': neutral('The board has received an application for renewal.'),
  'Blanket Bond On File': neutral('A blanket bond is on file.'),
};

const suspensionsByKey = byKey(suspensions);
const notesByKey = byKey(notes);

/** The codes of PrimaryStatus that have words. */
export const primaryCodes: readonly string[] = ['CLEAR', ...Object.keys(suspensions)];
/** The codes of SecondaryStatus that have words. */
export const secondaryCodes: readonly string[] = Object.keys(notes);
/** The codes of SecondaryStatus that do not speak against the license. */
export const neutralCodes: readonly string[] = secondaryCodes.filter((code) => notes[code]?.counts === false);

const renewalCodes = new Set(['RENEWAL RECIVED', 'RENEWAL RECEIVED', 'PENDING RENEWAL']);

export const isRenewalReceived = (code: string): boolean => renewalCodes.has(codeKey(code));

/** The parts of a piped status, without spaces around them and without empty parts. */
export function codesOf(filed: string | null): string[] {
  if (filed === null) return [];
  return filed
    .split('|')
    .map((code) => code.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((code) => code !== '');
}

/** The reason of a suspension in words; undefined for a code that the list lacks. */
export const suspensionWords = (code: string): string | undefined => suspensionsByKey.get(codeKey(code));

/** A note in words; undefined for a code that the list lacks. */
export const noteOf = (code: string): BoardNote | undefined => notesByKey.get(codeKey(code));

/**
 * A word such as “pending” in a primary status announces, and does not yet bar. It begins a word: “suspended” bars. For
 * PostgreSQL too, as the patterns below are.
 */
export const announcing = '(?:^|[^a-z])(?:pend|pnd)';
/** Primary statuses that bar, the strongest first. The board writes them in several ways. */
export const barring: readonly (readonly [pattern: string, effect: BoardEffect])[] = [
  ['revok', 'revoked'],
  ['cancel', 'canceled'],
  ['not.*issued', 'not-issued'],
  ['susp', 'suspended'],
  ['expire', 'expired'],
  ['inactiv', 'inactive'],
];
const effects = barring.map(([pattern, effect]) => [new RegExp(pattern, 'i'), effect] as const);
const announcement = new RegExp(announcing, 'i');

/** The effect of a code of PrimaryStatus; undefined for one that says nothing that we know. */
export function effectOf(code: string): BoardEffect | undefined {
  if (codeKey(code) === 'CLEAR') return 'clear';
  if (announcement.test(code)) return undefined;
  return effects.find(([pattern]) => pattern.test(code))?.[1];
}

/**
 * A status as filed (piped) in words, such as “suspended: the contractor bond is canceled or missing”; a code without words as
 * it stands.
 */
export function statusInWords(filed: string): string {
  const codes = codesOf(filed).map((code) => {
    if (codeKey(code) === 'CLEAR') return 'clear';
    const suspension = suspensionWords(code);
    return suspension ? `suspended: ${suspension}` : (noteOf(code)?.words.replace(/\.$/, '') ?? code);
  });
  return codes.length > 0 ? codes.join('; ') : filed;
}

/** Kinds of workers' compensation coverage as the board spells them, with their words. */
const coverages: Record<string, string> = {
  "Workers' Compensation Insurance": 'Workers’ compensation insurance',
  'Self-Insured': 'Self-insured',
  'Leasing Firm, Temp Agency, etc': 'Workers of a leasing firm or temporary agency, which covers them',
  Exempt: 'Exempt: the firm certifies that it has no employees',
  Family: 'Family members only',
  'Out of State': 'Coverage from another state',
  'License does not have current W/C': 'No current coverage on file',
};

/** The kinds of coverage that have words. */
export const coverageTypes: readonly string[] = Object.keys(coverages);

const coveragesByKey = byKey(coverages);

/** The kind of coverage in words; as the file has it if the board's list lacks it. */
export const coverageWords = (filed: string): string => coveragesByKey.get(codeKey(filed)) ?? filed;

/** True if the board's list has the kind of coverage. */
export const isKnownCoverage = (filed: string): boolean => coveragesByKey.has(codeKey(filed));
