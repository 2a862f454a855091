import type { StatementRange } from '@namc/inputs/statements';
import { formatCount } from '../../../lib/formats.ts';

export const rangeWords: Record<StatementRange, [short: string, long: string]> = {
  '1h': ['1 hour', 'the last hour'],
  '6h': ['6 hours', 'the last 6 hours'],
  '1d': ['1 day', 'the last day'],
  '7d': ['7 days', 'the last 7 days'],
  '30d': ['30 days', 'the last 30 days'],
  '1y': ['1 year', 'the last year'],
};

/** “0.42 ms”, “12 ms”, “3.1 s”, “12 min”, “2.5 h”. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

const sizes = [
  ['GiB', 1 << 30],
  ['MiB', 1 << 20],
  ['KiB', 1 << 10],
] as const;

/** Bytes in the server’s units: “3.2 MiB”. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of sizes) if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  return bytes === 0 ? '0' : `${formatCount(bytes)} B`;
}

/** A block of the server has 8 KiB. */
export const formatBlocks = (blocks: number): string => formatBytes(blocks * 8_192);

export const formatShare = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

/** A statement’s text on one line, or what stands for it. */
export function wordsOf({ kind, text }: { kind: string | null; text: string | null }): string {
  if (text) return text.replace(/\s+/g, ' ');
  if (kind === 'UTILITY') return 'Utility statement (its text isn’t stored)';
  if (kind === 'WITHHELD') return 'Text withheld: the server kept it with its values';
  return 'Text not known yet';
}

/** Downloads rows as CSV. The texts of statements stay out of files. */
export function downloadCsv(name: string, rows: Record<string, string | number | null>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  const url = URL.createObjectURL(
    new Blob([lines.map((line) => line.join(',')).join('\r\n')], { type: 'text/csv' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
