import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../../lib/api.ts';

export type Import = inferOutput<typeof api.imports.list>[number];

const pollMs = 1_000;
const restMs = 15_000;

/** True while the file is on its way to the portal or into the register. */
export const isLive = ({ status, isSilent }: Import): boolean =>
  !isSilent && (status === 'UPLOADING' || status === 'WAITING' || status === 'RUNNING');

/** The latest imports. A live one is asked for every second. */
export const importsQuery = () =>
  api.imports.list.queryOptions(undefined, {
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some(isLive) ? pollMs : restMs),
  });

const statusWords = {
  UPLOADING: 'Uploading',
  WAITING: 'Waiting for the worker',
  RUNNING: 'Importing',
  ACCEPTED: 'Imported',
  UNCHANGED: 'The same file as last time',
  REFUSED: 'Refused',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  STOPPED: 'Stopped',
} as const satisfies Record<Import['status'], string>;

/**
 * True for an upload of the acting person that this page is not sending: another window sends it, or it broke off. The
 * person's next upload takes its place.
 */
export const isLeft = ({ status, isOwn }: Import, isSending: boolean): boolean =>
  status === 'UPLOADING' && isOwn && !isSending;

const isWhole = ({ receivedBytes, fileBytes }: Import): boolean => receivedBytes === fileBytes;

/** The status in words. Without a sign of life for a minute the upload or the import has stopped. */
export const statusInWords = (one: Import, isSending: boolean): string => {
  const { status, isSilent, cancelRequestedAt } = one;
  if (isLeft(one, isSending) && isWhole(one)) return 'Uploaded, not started';
  if (isSilent) return statusWords.STOPPED;
  return status === 'RUNNING' && cancelRequestedAt ? 'Canceling' : statusWords[status];
};

/** True for an import of a whole file that can run again, and for a whole file whose import nobody started. */
export const canStartAgain = (one: Import, isSending: boolean): boolean => {
  if (!isWhole(one)) return false;
  if (one.status === 'REFUSED') return one.mayBeForced;
  return ['STOPPED', 'FAILED'].includes(one.status) || one.isSilent || isLeft(one, isSending);
};
