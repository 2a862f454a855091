import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';

export type Import = inferOutput<typeof api.imports.get>;
export type OpenImport = inferOutput<typeof api.imports.listOpen>[number];
export type PastImport = inferOutput<typeof api.imports.list>['rows'][number];
export type Findings = NonNullable<Import['findings']>;

/** News of an import comes by itself. A worker that has died sends none, so a live import is looked at now and then. */
export const silenceMs = 15_000;

type Going = Pick<OpenImport, 'status' | 'isSilent'>;

/** True while the file is on its way into the register. */
export const isLive = ({ status, isSilent }: Going): boolean =>
  !isSilent && (status === 'WAITING' || status === 'RUNNING');

/** True for a line of the history that is not history yet. */
export const isGoing = ({ status }: Pick<PastImport, 'status'>): boolean =>
  status === 'WAITING' || status === 'RUNNING';

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

/** The status in words. Without a sign of life for a minute the import has stopped. */
export function statusInWords(one: OpenImport): string {
  const { status, isSilent, cancelRequestedAt, task } = one;
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

/** True for a stored file that can be checked again. */
export const canBeChecked = ({ task, hasFile, isSilent, status }: Import): boolean =>
  task !== 'UNDO' && hasFile && (isSilent || ['STOPPED', 'FAILED', 'REFUSED', 'CHECKED'].includes(status));

/** True for a checked file that nothing stands in the way of. */
export const canBeLoaded = ({ status, findings, isOutdated, task, hasFile }: Import): boolean =>
  findings !== null &&
  hasFile &&
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
