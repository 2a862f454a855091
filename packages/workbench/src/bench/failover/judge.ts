import type { Fault, Outcome } from './scene.ts';

/** The faults of an outcome, in words: none if all is well. Times are for the table alone. */
export function judge({ mayBe }: Fault, { told }: Outcome): string[] {
  const wrong: string[] = [];
  if (told.lost > 0) wrong.push(`${told.lost} acknowledged writes were lost`);
  if (told.falselyFailed > 0) wrong.push(`${told.falselyFailed} writes were told as failed, or ran twice`);
  if (told.stale > 0) wrong.push(`${told.stale} reads were stale`);
  if (mayBe === 'nothing' && told.failedReads.length > 0)
    wrong.push(`${told.failedReads.length} reads failed: ${told.failedReads[0]}`);
  if (mayBe === 'nothing' && told.unknown > 0) wrong.push(`${told.unknown} writes were told as unknown`);
  if (mayBe === 'nothing' && told.failedWrites.length > 0)
    wrong.push(`${told.failedWrites.length} writes failed: ${told.failedWrites[0]}`);
  return wrong;
}

/** The goals that a fault missed, in words. A busy machine misses them too. */
export function missedGoals({ mostSeconds }: Fault, { told, untilWrites }: Outcome): string[] {
  const missed: string[] = [];
  const seconds = untilWrites / 1_000;
  if (seconds > mostSeconds)
    missed.push(`Writes were away for ${seconds.toFixed(1)} s, more than ${mostSeconds} s`);
  const failed = [...told.failedReads, ...told.failedWrites];
  // A longer fault outlasts the 12 s that a write waits.
  if (mostSeconds <= 15 && failed.length > 0) missed.push(`${failed.length} requests failed: ${failed[0]}`);
  return missed;
}

const widths = [48, 9, 6, 6, 8, 8, 9, 16, 12];
const line = (cells: string[]) =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(' ');

export const heading = line([
  ...[
    'fault',
    'requests',
    'lost',
    'stale',
    'failed',
    'unknown',
    'back in s',
    'after promotion',
    'longest gap',
  ],
]);

const seconds = (ms: number | undefined) => (ms === undefined ? '–' : (ms / 1_000).toFixed(1));

export function describeOutcome({ name }: Fault, { told, untilWrites, afterPromotion }: Outcome): string {
  const failed = told.failedReads.length + told.failedWrites.length;
  return line([
    name,
    String(told.reads + told.writes + told.unknown + failed),
    ...[told.lost, told.stale, failed, told.unknown].map(String),
    ...[untilWrites, afterPromotion, told.longestGapMs].map(seconds),
  ]);
}
