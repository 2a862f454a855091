import { nameOfColumn } from '@namc/inputs/file-imports';
import { memberColumns } from '@namc/inputs/member-imports';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';

export type MemberImport = inferOutput<typeof api.memberImports.get>;
export type MemberRow = inferOutput<typeof api.memberImports.listRows>['rows'][number];

export const isOnItsWay = ({ status, isSilent }: Pick<MemberImport, 'status' | 'isSilent'>): boolean =>
  !isSilent && (status === 'WAITING' || status === 'RUNNING');

const everyMs = 1_500;

export const memberImportQuery = (importId: string) =>
  api.memberImports.get.queryOptions(
    { importId },
    { staleTime: 0, refetchInterval: ({ state }) => state.data && isOnItsWay(state.data) && everyMs },
  );

const words = {
  CHECKED: 'Checked, not imported',
  WAITING: 'Waiting for its turn',
  RUNNING: 'Importing',
  DONE: 'Imported',
  CANCELED: 'Canceled',
} as const satisfies Record<MemberImport['status'], string>;

export const statusInWords = (one: MemberImport): string => (one.isSilent ? 'Stopped' : words[one.status]);

/** “Email: Enter an email address like name@example.com.”, “Tier is not a membership tier.” */
export function faultInWords(field: string, reason: string): string {
  const name = nameOfColumn(memberColumns, field) ?? 'The row';
  const isSentence = /^[A-Z]/.test(reason);
  return `${name}${isSentence ? ':' : ''} ${reason}${reason.endsWith('.') ? '' : '.'}`;
}
