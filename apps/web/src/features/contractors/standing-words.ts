import { formatDay } from '../../lib/formats.ts';
import type { Standing } from './contractor.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'neutral';

export interface StandingWords {
  tone: Tone;
  /** For a row of a list. */
  short: string;
  /** For the license's own page. */
  long: string;
  /** What can already be foreseen, a sentence each. */
  notes: string[];
}

const soon = 60;

/** A standing as people say it. `goneOn` is the day on which the board's file first lacked the license. */
export function standingWords(standing: Standing, goneOn?: string | null): StandingWords {
  const notes = foreseen(standing);
  switch (standing.kind) {
    case 'good':
      return {
        tone: 'ok',
        short: 'In good standing',
        long: standing.date ? `In good standing through ${formatDay(standing.date)}` : 'In good standing',
        notes,
      };
    case 'expired':
      return {
        tone: 'bad',
        short: 'Expired',
        long: standing.date ? `Expired: no license since ${formatDay(standing.date)}` : 'Expired',
        notes: [],
      };
    case 'suspended': {
      const reasons = standing.reasons.map((reason) => inSentence(reason.words)).join('; ');
      return {
        tone: 'bad',
        short: 'Suspended',
        long: reasons ? `Suspended: ${reasons}` : 'Suspended',
        notes,
      };
    }
    case 'inactive':
      return {
        tone: 'warn',
        short: 'Inactive',
        long: 'Inactive: the firm may not take on work until the license is reactivated',
        notes: [],
      };
    case 'gone':
      return {
        tone: 'neutral',
        short: 'No longer listed',
        long: goneOn
          ? `No longer in the board’s file since ${formatDay(goneOn)}`
          : 'No longer in the board’s file',
        notes: ['The file lists current and renewable licenses only. Ask the board what became of this one.'],
      };
  }
}

function foreseen(standing: Standing): string[] {
  return standing.foreseen.flatMap(({ what, on }) => {
    const day = formatDay(on);
    if (what === 'contractor-bond') {
      return [`Contractor bond will be canceled on ${day}: the license would be suspended.`];
    }
    if (what === 'workers-comp') {
      return [`Workers’ compensation insurance will be canceled on ${day}: the license would be suspended.`];
    }
    return daysBetween(standing.on, on) <= soon ? [`The license runs out on ${day} unless it is renewed.`] : [];
  });
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** `Workers' compensation insurance` → `workers’ compensation insurance`; names and codes keep their capitals. */
function inSentence(words: string): string {
  const text = words.replaceAll("'", '’');
  return /^[A-Z][a-z’]+ [a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
