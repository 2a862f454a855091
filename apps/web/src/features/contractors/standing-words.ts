import { formatDay } from '../../lib/formats.ts';
import type { Standing } from './contractor.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'neutral';

export interface StandingWords {
  tone: Tone;
  /** For a row of a list. */
  short: string;
  /** For the license's own page. */
  long: string;
  /** Further facts, one sentence each. */
  notes: string[];
}

/** Puts a standing into words. */
export function standingWords(standing: Standing): StandingWords {
  const { kind, date } = standing;
  const day = date && formatDay(date);
  switch (kind) {
    case 'good':
      return {
        tone: 'ok',
        short: 'In good standing',
        long: day ? `In good standing through ${day}` : 'In good standing',
        notes: standing.foreseen.map(foreseenNote),
      };
    case 'expired':
      return {
        tone: 'bad',
        short: 'Expired',
        long: day ? `Expired: the license was valid through ${day}` : 'Expired',
        notes: [],
      };
    case 'suspended': {
      const reasons = standing.reasons.map(({ words }) => words).join('; ');
      return {
        tone: 'bad',
        short: 'Suspended',
        long: [reasons ? `Suspended: ${reasons}` : 'Suspended', day && `on ${day}`].filter(Boolean).join(' '),
        notes: [],
      };
    }
    case 'inactive':
      return {
        tone: 'warn',
        short: 'Inactive',
        long: day ? `Inactive since ${day}` : 'Inactive',
        notes: ['The firm may not take on work until the license is active again.'],
      };
    case 'gone':
      return {
        tone: 'neutral',
        short: 'No longer listed',
        long: day ? `No longer in the board’s file since ${day}` : 'No longer in the board’s file',
        notes: [
          'The file lists current and renewable licenses only. Check with the board for the status of this one.',
        ],
      };
  }
}

function foreseenNote({ what, on }: Standing['foreseen'][number]): string {
  const cover = what === 'contractor-bond' ? 'Contractor bond' : 'Workers’ compensation insurance';
  return `${cover} will be canceled on ${formatDay(on)}. The license would then be suspended.`;
}
