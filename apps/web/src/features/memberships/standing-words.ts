import { dayWords } from '@namc/inputs/day-words';
import type { Standing } from '@namc/inputs/memberships';
import { plural } from '../../lib/formats.ts';
import type { Membership } from './membership-queries.ts';

export const standingWords: Record<Standing, string> = {
  NONE: 'No membership',
  ACTIVE: 'Active',
  DUE_SOON: 'Ends soon',
  PAUSED: 'Paused',
  GRACE: 'Ended, can still be renewed',
  LAPSED: 'Lapsed',
};

/** The title of a warning about a membership that ends soon or has ended. Undefined if there is nothing to warn about. */
export function endingOf({
  standing,
  daysLeft,
  coveredBy,
}: Pick<Membership, 'standing' | 'daysLeft' | 'coveredBy'>): string | undefined {
  if (coveredBy) return undefined;
  if (standing === 'LAPSED') return 'Your membership has lapsed';
  if (standing === 'GRACE') return 'Your membership has ended';
  if (standing !== 'DUE_SOON') return undefined;
  if (daysLeft === 0) return 'Your membership ends today';
  return `Your membership ends in ${daysLeft} ${plural(daysLeft, 'day')}`;
}

/** The meaning of the standing for the member, and its last day. */
export function standingSentence({
  standing,
  endsOn,
  graceEndsOn,
  pausedThrough,
  coveredBy,
}: Membership): string {
  if (coveredBy)
    return `The membership of a colleague at ${coveredBy} covers you${standing === 'PAUSED' ? '. It is paused now' : ''}, through ${dayWords(standing === 'GRACE' ? graceEndsOn : endsOn)} as things stand. You have no dues to pay.`;
  if (standing === 'PAUSED' && pausedThrough)
    return `Your membership is paused through ${dayWords(pausedThrough)}. You lose no day: the paused days are added at its end, and it runs through ${dayWords(endsOn)}.`;
  if (standing === 'LAPSED')
    return `Your membership ended on ${dayWords(endsOn)}. Your account stays open, and we keep what you saved. When you renew, the new term begins on that day.`;
  if (standing === 'GRACE')
    return `Your membership ended on ${dayWords(endsOn)}. You keep everything members have through ${dayWords(graceEndsOn)}. Renew by then, and the new term follows the last one without a gap.`;
  if (standing === 'DUE_SOON')
    return `You’re a member through ${dayWords(endsOn)}. However early you renew, the new term begins on the day after.`;
  return `You’re a member through ${dayWords(endsOn)}.`;
}
