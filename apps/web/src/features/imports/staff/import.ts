import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';

export type Import = inferOutput<typeof api.imports.get>;
export type OpenImport = inferOutput<typeof api.imports.listOpen>[number];
export type PastImport = inferOutput<typeof api.imports.list>['rows'][number];
export type Findings = NonNullable<Import['findings']>;

/** News of an import comes by itself. A worker that has died sends none, so a live import is looked at now and then. */
export const silenceMs = 15_000;

type Going = Pick<OpenImport, 'status' | 'isSilent'>;

/** True while the file is on its way to the portal or into the register. */
export const isLive = ({ status, isSilent }: Going): boolean =>
  !isSilent && (status === 'UPLOADING' || status === 'WAITING' || status === 'RUNNING');

/** True for a line of the history that is not history yet. */
export const isGoing = ({ status }: Pick<PastImport, 'status'>): boolean =>
  status === 'UPLOADING' || status === 'WAITING' || status === 'RUNNING';

/** The imports on their way, and the checked files. */
export const openImportsQuery = () =>
  api.imports.listOpen.queryOptions(undefined, {
    staleTime: 0,
    refetchInterval: ({ state }) => state.data?.some(isLive) && silenceMs,
  });

export const importQuery = (importId: string) =>
  api.imports.get.queryOptions(
    { importId },
    { staleTime: 0, refetchInterval: ({ state }) => state.data && isLive(state.data) && silenceMs },
  );

export const refreshImports = () => queryClient.invalidateQueries(api.imports.pathFilter());

const statusWords = {
  UPLOADING: 'Uploading',
  WAITING: 'Waiting for its turn',
  RUNNING: 'Importing',
  CHECKED: 'Checked, not imported',
  ACCEPTED: 'Imported',
  UNCHANGED: 'The same file as last time',
  UNDONE: 'Import undone',
  REFUSED: 'Refused',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  STOPPED: 'Stopped',
} as const satisfies Record<OpenImport['status'], string>;

const workWords = { CHECK: 'Checking', LOAD: 'Importing', UNDO: 'Undoing' } as const;

/**
 * True for an upload of the acting person that this page is not sending: another window sends it, or it broke off. The
 * person's next upload takes its place.
 */
export const isLeft = (
  { status, isOwn }: Pick<OpenImport, 'status' | 'isOwn'>,
  isSending: boolean,
): boolean => status === 'UPLOADING' && isOwn && !isSending;

const isWhole = ({ receivedBytes, fileBytes }: OpenImport): boolean => receivedBytes === fileBytes;

/** The status in words. Without a sign of life for a minute the upload or the import has stopped. */
export function statusInWords(one: OpenImport, isSending = false): string {
  const { status, isSilent, cancelRequestedAt, task } = one;
  if (isLeft(one, isSending) && isWhole(one)) return 'Uploaded, not checked';
  if (isSilent) return statusWords.STOPPED;
  if (status === 'RUNNING') return cancelRequestedAt ? 'Canceling' : workWords[task];
  if (status === 'CHECKED')
    return one.isOutdated ? 'Checked, needs another check' : 'Checked, waiting for you';
  return statusWords[status];
}

/** The same for a line of the history. */
export const pastInWords = ({ status, outcome, undoneAt, undoneByName, task }: PastImport): string => {
  if (undoneAt && task !== 'UNDO')
    return undoneByName ? `Imported, later undone by ${undoneByName}` : 'Imported, later undone';
  if (status) return statusWords[status];
  return { accepted: 'Imported', unchanged: 'The same file as last time', refused: 'Refused' }[
    outcome ?? 'refused'
  ];
};

/** True for a whole file that can be checked, for the first time or again. */
export const canBeChecked = (one: Import): boolean =>
  one.task !== 'UNDO' &&
  isWhole(one) &&
  (one.isSilent || isLeft(one, false) || ['STOPPED', 'FAILED', 'REFUSED', 'CHECKED'].includes(one.status));

/** True for a checked file that nothing stands in the way of. */
export const canBeLoaded = ({ status, findings, isOutdated, task }: Import): boolean =>
  findings !== null &&
  !isOutdated &&
  (status === 'CHECKED' || (task === 'LOAD' && ['STOPPED', 'FAILED'].includes(status)));

/** From here on a cancellation comes too late. */
export const isCommitting = ({ status, phase }: OpenImport): boolean =>
  status === 'RUNNING' && (phase === 'Committing' || phase === 'Measuring the table');

export type FetchState = inferOutput<typeof api.imports.getFetchState>;

export const isFetching = ({ fetchStatus }: FetchState): boolean =>
  fetchStatus === 'WAITING' || fetchStatus === 'RUNNING';

/** The scheduled fetch. */
export const fetchQuery = () =>
  api.imports.getFetchState.queryOptions(undefined, {
    staleTime: 0,
    refetchInterval: ({ state }) => state.data && isFetching(state.data) && silenceMs,
  });
