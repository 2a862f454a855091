import { everyClassFrom } from '@namc/inputs/coverage-mandates';
import { dayWords } from '@namc/inputs/day-words';
import { isOver } from './barred.ts';
import { licenseFileAge } from './file-age.ts';
import type { Finding } from './finding.ts';
import { beginnings } from './findings.ts';
import type { Judgment } from './judgment.ts';

export type Answer = 'yes' | 'no' | 'unknown';
export type Tone = 'ok' | 'warn' | 'bad' | 'neutral';

const tones: Record<Judgment['kind'], Tone> = {
  good: 'ok',
  pending: 'warn',
  suspended: 'bad',
  inactive: 'warn',
  expired: 'bad',
  revoked: 'bad',
  canceled: 'bad',
  'not-issued': 'neutral',
  gone: 'neutral',
  unknown: 'neutral',
};

/** An inference is a warning at most. */
export const toneOf = ({ kind, basis }: Judgment): Tone =>
  basis === 'inferred' && tones[kind] === 'bad' ? 'warn' : tones[kind];

const shorts: Record<Judgment['kind'], string> = {
  good: 'In good standing',
  pending: 'Clear, with a warning',
  suspended: 'Suspended',
  inactive: 'Inactive',
  expired: 'Expired',
  revoked: 'Revoked',
  canceled: 'Canceled',
  'not-issued': 'Not yet issued',
  gone: 'No longer listed',
  unknown: 'Not known',
};

/** A word or two for a row of a list. Only the board can say that a license is suspended. */
export function shortOf(judgment: Judgment): string {
  const { kind, basis } = judgment;
  if (basis === 'inferred' && kind === 'suspended') return 'May be suspended';
  if (basis === 'inferred' && kind === 'expired') return 'Expired unless renewed';
  if (basis === 'inferred' && kind === 'pending') return `${begunIn(judgment)} as announced`;
  if (kind === 'good' && isFuture(judgment)) return 'Valid as filed';
  if (mayEndBefore(judgment)) return `${shorts[kind]} as filed`;
  return shorts[kind];
}

const isFuture = ({ on, today }: Judgment): boolean => on > today;
/** True for a day to come and a standing that the board may end before it. */
const mayEndBefore = (judgment: Judgment): boolean =>
  isFuture(judgment) &&
  judgment.basis === 'board' &&
  (judgment.kind === 'suspended' || judgment.kind === 'inactive');
/** True on a day on which no exemption counts, for an exempt license whose file is older than that rule. */
const hasExemptionEnded = ({ on, notes }: Judgment): boolean =>
  on >= everyClassFrom && notes.some(({ code }) => code === 'exemption-ends');
const isPast = ({ on, asOf }: Judgment): boolean => asOf !== null && on < asOf;

/** “The board’s file of June 1, 2026”, or without a date before the first import. */
const theFile = ({ asOf }: Judgment): string =>
  asOf ? `The board’s file of ${dayWords(asOf)}` : 'The board’s file';
const ofFile = ({ asOf }: Judgment): string =>
  asOf ? `the board’s file of ${dayWords(asOf)}` : 'the board’s file';

/** The board's own word, as of the file's date. */
export function boardWords(judgment: Judgment): string {
  const { primaryStatus, goneAt } = judgment.facts;
  const file = theFile(judgment);
  if (goneAt) return `${file} does not list this license. An earlier file listed it as “${primaryStatus}”.`;
  switch (judgment.kind) {
    case 'unknown':
      return judgment.isBeforeRecord
        ? `${file} lists the license as “${primaryStatus}” now.`
        : `${file} gives the status “${primaryStatus}”, which we have no description of.`;
    case 'suspended':
      if (judgment.basis === 'inferred') return `${file} lists the license as clear.`;
      return `${file} lists the license as suspended (${primaryStatus}).`;
    case 'revoked':
    case 'canceled':
      return `${file} lists the license as ${judgment.kind} (${primaryStatus}).`;
    default:
      return primaryStatus === 'CLEAR'
        ? `${file} lists the license as clear.`
        : `${file} gives the status “${primaryStatus}”.`;
  }
}

export function headlineOf(judgment: Judgment): string {
  const { kind, basis, since, on, asOf } = judgment;
  const day = since && dayWords(since);
  if (mayEndBefore(judgment)) {
    const reasons = judgment.reasons.map(({ words }) => words).join('; ');
    const filed = `${shorts[kind]}${asOf ? ` as of ${dayWords(asOf)}` : ''}${reasons ? `: ${reasons}` : ''}`;
    return `${filed}. Not known for ${dayWords(on)}`;
  }
  switch (kind) {
    case 'good':
      if (isFuture(judgment) && hasExemptionEnded(judgment))
        return `The exemption from workers’ compensation ended on ${dayWords(everyClassFrom)}. No other problem is known on ${dayWords(on)}, according to ${ofFile(judgment)}`;
      if (isFuture(judgment)) return `No known problem on ${dayWords(on)}, according to ${ofFile(judgment)}`;
      if (isPast(judgment)) return `In good standing on ${dayWords(on)}`;
      return asOf ? `In good standing as of ${dayWords(asOf)}` : 'In good standing';
    case 'pending':
      if (basis === 'inferred') return `${begunIn(judgment)} from ${day}, as the file announced`;
      return asOf ? `Clear as of ${dayWords(asOf)}, with a warning` : 'Clear, with a warning';
    case 'suspended': {
      const reasons = judgment.reasons.map(({ words }) => words).join('; ');
      if (basis === 'inferred') return `The license would have been suspended since ${day}: ${reasons}`;
      return day
        ? `Suspended since ${day}: ${reasons}`
        : `Suspended: ${reasons}; the file does not say since when`;
    }
    case 'inactive':
      if (basis === 'inferred') return `Inactive from ${day}, as the file announced`;
      return day ? `Inactive since ${day}` : 'Inactive';
    case 'expired':
      return expiredHeadline(judgment);
    case 'revoked':
      return 'Revoked';
    case 'canceled':
      return 'Canceled';
    case 'not-issued':
      return day ? `Not yet issued: the license begins on ${day}` : 'Not yet issued';
    case 'gone':
      return `No longer in the board’s file since ${day}`;
    case 'unknown':
      return judgment.isBeforeRecord
        ? `The standing on ${dayWords(on)} is not known`
        : 'The standing is not known';
  }
}

/** “Active” or “Issued”, for a license that began after the file. */
const begunIn = ({ inferences }: Judgment): string => {
  const begun = inferences.find(({ code }) => code in beginnings);
  return (begun && beginnings[begun.code]) ?? '';
};

function expiredHeadline({ since, expired, basis }: Judgment): string {
  if (since === null) return 'Expired';
  const term = `the license was valid through ${dayWords(since)}`;
  if (expired === 'renewal-received') return `Expired: ${term}, and the board has received a renewal`;
  if (basis === 'inferred') return `Expired unless renewed: ${term}`;
  if (expired === 'over') return `Expired more than five years ago: ${term}`;
  return `Expired: ${term}`;
}

const barred = 'The firm may not bid, contract or work on this license';

/** The second condition, by the file. */
const alsoUntil = (judgment: Judgment): string =>
  [
    isExpiredByFile(judgment) ? ' and it is renewed' : '',
    isInactiveByFile(judgment) ? ' and it is active again' : '',
  ].join('');

const noRenewal = 'It can no longer be renewed: the firm needs a new license.';

/** True if the file itself, and no announcement in it, says so. */
const isInactiveByFile = ({ notes }: Judgment): boolean => notes.some(({ code }) => code === 'inactivation');
const isExpiredByFile = ({ notes }: Judgment): boolean => notes.some(({ code }) => code === 'expiration');
/** True where the end of the inactive time that the file announced has come since. */
const isActivated = ({ inferences }: Judgment): boolean =>
  inferences.some(({ code }) => code === 'activation');

const no = (why: () => string): MayContract => ({ answer: 'no', why });
const unknown = (why: () => string): MayContract => ({ answer: 'unknown', why });

/** Standings that a day to come does not change. */
const lasting: Partial<Record<Judgment['kind'], true>> = {
  revoked: true,
  canceled: true,
  'not-issued': true,
};

/** The words are made when they are asked for: the row of a list has no room for them. */
interface MayContract {
  answer: Answer;
  why: () => string;
}

/** The firm's right to contract and bid on the day, with the reason. */
export function mayContractOf(judgment: Judgment): MayContract {
  const { kind, basis } = judgment;
  if (isFuture(judgment) && !(kind in lasting)) {
    return unknown(() => `The file can’t say what will be true on a future day. ${boardWords(judgment)}`);
  }
  const unread = judgment.inferences.find(({ code }) => code === 'row-not-read');
  if (unread && !(kind in lasting)) return unknown(() => `${boardWords(judgment)} ${unread.words}`);
  switch (kind) {
    case 'good':
    case 'pending':
      return mayContractIfClear(judgment);
    case 'suspended':
      if (basis === 'inferred')
        return unknown(
          () => `${theFile(judgment)} is older. Unless the firm acted in time, the license is suspended.`,
        );
      if (isExpiredByFile(judgment) && isOver(judgment.facts, judgment.on))
        return no(() => `${barred}. ${noRenewal}`);
      return no(() => `${barred} until the board lifts the suspension${alsoUntil(judgment)}.`);
    case 'inactive':
      if (basis === 'inferred' || isActivated(judgment))
        return unknown(() => `${theFile(judgment)} is older than that day.`);
      return no(() => `${barred} until it is active again.`);
    case 'expired':
      if ((basis === 'inferred' || judgment.expired === 'renewal-received') && isInactiveByFile(judgment))
        return no(() => `${barred} until it is active again, whether or not it was renewed.`);
      if (judgment.expired === 'renewal-received')
        return unknown(
          () => 'The board has received a renewal. Only the board can say whether it took effect.',
        );
      if (basis === 'inferred') return unknown(() => `${theFile(judgment)} cannot know a renewal after it.`);
      if (judgment.expired === 'over') return no(() => `${barred}. ${noRenewal}`);
      return no(
        () =>
          `${barred} until it is renewed${alsoUntil(judgment)}. It can be renewed for five years after its last day.`,
      );
    case 'revoked':
    case 'canceled':
      return no(() => `${barred}: ${ofFile(judgment)} lists it as ${kind}.`);
    case 'not-issued':
      return no(() => `${barred} before it is issued.`);
    case 'gone':
      return unknown(
        () =>
          `The file lists current and renewable licenses only. The license may have expired for good, been canceled or been revoked: check with the board.`,
      );
    case 'unknown':
      if (judgment.isBeforeRecord) return unknown(() => beforeRecord(judgment));
      return unknown(() => 'We have no description of the status in the file: check with the board.');
  }
}

function beforeRecord(judgment: Judgment): string {
  const { on, facts } = judgment;
  if (facts.goneAt) return `We keep no record of ${dayWords(on)}: the license has left the file since.`;
  const changed = facts.lastUpdated ? ` on ${dayWords(facts.lastUpdated)}` : ' later';
  return `${theFile(judgment)} tells nothing about ${dayWords(on)}: the license’s record changed${changed}.`;
}

function mayContractIfClear(judgment: Judgment): MayContract {
  const { on, inferences } = judgment;
  const doubt = inferences.find(({ counts }) => counts);
  if (doubt) return unknown(() => `${boardWords(judgment)} ${doubt.words}`);
  const { age, ageWords } = licenseFileAge(judgment);
  if (age === 'very-old' && !isPast(judgment))
    return unknown(() => `${boardWords(judgment)} That was too long ago to rely on.`);
  const why = () => {
    const said = isPast(judgment)
      ? `${boardWords(judgment)} Its record has not changed between ${dayWords(on)} and the file.`
      : boardWords(judgment);
    return age === 'old' && ageWords ? `${said} The file is some days old.` : said;
  };
  return { answer: 'yes', why };
}

/** The one sentence for which a row of a list has room. */
export function noteOfRow(judgment: Judgment): string | null {
  const { kind, since, reasons, changes, inferences, notes } = judgment;
  switch (kind) {
    case 'good':
    case 'pending': {
      const isCounted = ({ counts }: Finding) => counts;
      const first =
        inferences.find(isCounted) ?? changes.find(isCounted) ?? notes.find(isCounted) ?? changes[0];
      return first?.words ?? null;
    }
    case 'suspended': {
      const words = reasons.map((reason) => reason.words).join('; ');
      return words
        ? `${words[0]?.toUpperCase()}${words.slice(1)}${since ? `, since ${dayWords(since)}` : ''}.`
        : null;
    }
    case 'expired':
      return since ? `The license was valid through ${dayWords(since)}.` : null;
    case 'inactive':
      return since ? `Inactive since ${dayWords(since)}.` : null;
    default:
      return null;
  }
}
