import { type Finding, spanInWords } from './check.ts';

/** The part of a span in which a server counted without a gap (`counted_spans`). */
export interface CountedSpan {
  server: string;
  seconds: number;
  /** Null for a server that nobody has read for three minutes. */
  ends: Date | null;
}

/**
 * What the servers added in a span is told if it is a fault. That all is well is told only if each of them was counted for
 * `leastSeconds`: a start or a reset hides what was before it.
 */
export function judgeCounted(spans: CountedSpan[], leastSeconds: number, found: Finding): Finding {
  if (found.state === 'warn' || found.state === 'bad') return found;
  const unknown = (says: string): Finding => ({ state: 'unknown', value: null, says });
  if (spans.length === 0) return unknown('The servers’ counters have not been read yet.');
  const silent = spans.find(({ ends }) => ends === null);
  if (silent) return unknown(`The counters of ${silent.server} have not been read for three minutes.`);
  const short = spans.find(({ seconds }) => seconds < leastSeconds);
  if (short) {
    return unknown(
      `${short.server} has been counted for ${spanInWords(short.seconds)} only. It takes ${spanInWords(leastSeconds)} to tell.`,
    );
  }
  return found;
}

/** The shortest count that says something about an hour. */
export const leastOfAnHour = 600;
