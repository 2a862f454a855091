import { type ColumnNames, nameOfColumn } from '@namc/inputs/file-columns';
import type { fileImportStatuses } from '@namc/inputs/file-imports';

/** An import of a file, whatever its rows are. */
export interface FileImport {
  id: string;
  fileName: string;
  status: (typeof fileImportStatuses)[number];
  isSilent: boolean;
  rowsRead: number;
  rowsAdded: number;
  rejected: number;
  createdAt: Date | string;
  uploaderName: string | null;
}

export const isOnItsWay = ({ status, isSilent }: Pick<FileImport, 'status' | 'isSilent'>): boolean =>
  !isSilent && (status === 'WAITING' || status === 'RUNNING');

/** How often the page of an import on its way asks for news, in milliseconds. */
export const asksEveryMs = 1_500;

const words = {
  CHECKED: 'Checked, not imported',
  WAITING: 'Waiting for its turn',
  RUNNING: 'Importing',
  DONE: 'Imported',
  CANCELED: 'Canceled',
} as const satisfies Record<FileImport['status'], string>;

export const statusInWords = (one: FileImport): string => (one.isSilent ? 'Stopped' : words[one.status]);

/** “Email: Enter an email address like name@example.com.”, “Tier is not a membership tier.” */
export function faultInWords(columns: ColumnNames, field: string, reason: string): string {
  const name = nameOfColumn(columns, field) ?? 'The row';
  const isSentence = /^[A-Z]/.test(reason);
  return `${name}${isSentence ? ':' : ''} ${reason}${reason.endsWith('.') ? '' : '.'}`;
}
