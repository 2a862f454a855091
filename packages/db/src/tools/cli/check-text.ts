import type { CheckSummary } from '../../contractors/import/import-contractors.ts';
import type { Findings } from '../../contractors/tables/import-runs.ts';

const count = (number: number) => number.toLocaleString('en-US');

/** The name of each kind of file, and the subject of its rows. */
export const kindWords = {
  licenses: { file: 'the file of licenses', rows: 'licenses' },
  personnel: { file: 'the personnel file', rows: 'rows of people' },
  workers_comp: { file: 'the workers’ comp file', rows: 'policies' },
} as const satisfies Record<Findings['kind'], { file: string; rows: string }>;

/** The findings of a check: what the file is, the numbers, what speaks against it, and some rows. */
export function checkText(checked: CheckSummary): string {
  if (checked.outcome === 'unchanged')
    return 'It is the same file as last time. An import would change nothing.\n';
  const { findings } = checked;
  const { kind, firstLoad, snapshotDate, warning, reasons, notes, samples } = findings;
  const { file, rows } = kindWords[kind];
  const named = (title: string, list: Findings['samples']['added']) =>
    list.length === 0
      ? []
      : [
          `  ${title}:`,
          ...list.map(
            ({ licenseNumber, businessName, city, primaryStatus }) =>
              `    ${[licenseNumber, businessName, city, primaryStatus].filter(Boolean).join('  ')}`,
          ),
        ];
  const lines = [
    `Checked ${file} of ${snapshotDate ?? 'no date'}${firstLoad ? ', the first one' : ''}. Nothing was changed.`,
    ...(warning ? [`  looks wrong: ${warning}`] : []),
    `  read       ${count(findings.read)}`,
    `  new        ${count(findings.added)} ${rows}`,
    ...(kind === 'licenses' ? [`  changed    ${count(findings.changed)}`] : []),
    `  unchanged  ${count(findings.unchanged)}`,
    `  gone       ${count(findings.gone)}${findings.returned > 0 ? `, returned ${count(findings.returned)}` : ''}`,
    `  rejected   ${count(findings.rejected)}`,
    ...reasons.map((reason) => `    ${reason}`),
    ...findings.columns.slice(0, 10).map(({ column, licenses }) => `  ${column}: ${count(licenses)}`),
    ...notes.map((note) => `  ${note}`),
    ...named('some that are new', samples.added),
    ...named('some that would be gone', samples.gone),
  ];
  return `${lines.join('\n')}\n`;
}
