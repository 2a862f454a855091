import type { AnchorContent } from './anchor-line.ts';
import { type Chain, type Findings, report, type VerifyOptions } from './findings.ts';

/** Demands that the chain has each entry that the places outside of the database know. */
export function verifyAnchor(
  { anchor, stored, expected }: Pick<VerifyOptions, 'anchor' | 'stored' | 'expected'>,
  chain: Chain,
  findings: Findings,
): void {
  if (expected) compare(expected, 'The letter', chain, findings);
  if (anchor) demand(anchor, 'anchor', chain, findings);
  if (stored) demand(stored, 'object store', chain, findings);
}

function demand(
  { lines: all, broken, tampered = [] }: AnchorContent,
  place: 'anchor' | 'object store',
  chain: Chain,
  findings: Findings,
): void {
  const end = chain.end?.batch ?? 0;
  for (const sign of tampered) report(findings, 'chain cut', sign);
  for (const at of broken) {
    report(findings, 'chain cut', `Line ${at} of the ${place} does not continue the one before it.`);
  }
  // An operator has continued the chain after a restored backup: what came before is told and not demanded.
  const restart = all.findLastIndex(({ kind }) => kind === 'restart');
  const restarted = all[restart];
  if (restarted) {
    findings.notes.push(
      `The chain was continued from batch ${restarted.batch} on ${restarted.at}: ${restarted.reason ?? 'no reason given'}`,
    );
  }
  const lines = all.slice(Math.max(restart, 0));
  const last = lines.at(-1);
  if (!last) {
    report(findings, 'chain cut', `The ${place} knows no batch.`);
    return;
  }
  const wrong = lines.find(({ batch, seal }) => batch <= end && chain.seals.get(batch) !== seal);
  if (wrong) {
    report(
      findings,
      'chain cut',
      `Batch ${wrong.batch} is not the one that the ${place} knows: the chain was made anew or put back.`,
      { batch: wrong.batch },
    );
  }
  if (last.batch > end) {
    report(
      findings,
      'chain cut',
      `The chain ends at batch ${end}, and the ${place} knows batch ${last.batch}.`,
      { batch: last.batch },
    );
  }
  if (last.batch < end)
    findings.notes.push(`The ${place} knows the chain up to batch ${last.batch} of ${end}.`);
}

function compare(
  { batch, seal }: { batch: number; seal: string },
  who: string,
  chain: Chain,
  findings: Findings,
): void {
  const found = chain.seals.get(batch);
  if (found === seal.toLowerCase()) return;
  const what = found === undefined ? 'the chain has no such batch' : 'it has another seal';
  report(findings, 'chain cut', `${who} knows batch ${batch}, and ${what}.`, { batch });
}
