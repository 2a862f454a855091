import { mishaps } from './mishaps.ts';
import { outages, primaryOutages } from './outages.ts';
import type { Fault, Outcome } from './scene.ts';

export const faults: Fault[] = [...outages, ...mishaps, ...primaryOutages];

/** True if the fault had only the effects that it may have. */
export function judge({ mayFail }: Fault, { told }: Outcome): string[] {
  const wrong: string[] = [];
  if (told.stale > 0) wrong.push(`${told.stale} reads were stale`);
  if (told.lost > 0) wrong.push(`${told.lost} acknowledged writes were lost`);
  if (mayFail !== 'refused requests' && told.failedReads.length > 0)
    wrong.push(`${told.failedReads.length} reads failed: ${told.failedReads[0]}`);
  if (mayFail === 'nothing' && told.failedWrites.length > 0)
    wrong.push(`${told.failedWrites.length} writes failed: ${told.failedWrites[0]}`);
  return wrong;
}

const widths = [40, 9, 12, 13, 6, 5, 10];
const line = (cells: string[]) =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(' ');

export const heading = line([
  'fault',
  'requests',
  'reads failed',
  'writes failed',
  'stale',
  'lost',
  'back in ms',
]);

export function describeOutcome(fault: Fault, outcome: Outcome): string {
  const { told, recoveredMs, remark } = outcome;
  const requests =
    told.reads +
    told.writes +
    (fault.mayFail === 'refused requests' ? 0 : told.failedReads.length) +
    told.failedWrites.length;
  const text = line([
    fault.name,
    String(requests),
    String(told.failedReads.length),
    String(told.failedWrites.length),
    String(told.stale),
    String(told.lost),
    recoveredMs === undefined ? '–' : recoveredMs.toFixed(0),
  ]);
  return remark ? `${text}  ${remark}` : text;
}
