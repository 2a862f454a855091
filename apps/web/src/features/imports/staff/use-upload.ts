import { useEffect, useRef, useState } from 'react';
import { api, apiClient, queryClient, statusOf } from '../../../lib/api.ts';
import { refreshImports } from './import.ts';
import { keepTrying, Lost } from './keep-trying.ts';
import { isPassing, sendFile, UploadFault } from './send-file.ts';

/** The upload that this page is sending. It has no id until the portal expects the file. */
export interface Upload {
  fileName: string;
  importId: string | undefined;
  /** The bytes that have arrived. */
  bytes: number;
  /** True while the portal doesn’t respond, and the page tries again. */
  isRetrying: boolean;
}

/** An upload that failed: `because` says it in words, or else the error does. */
export interface UploadProblem {
  what: string;
  error: unknown;
  because?: string;
}

/**
 * Uploads a file and lets the worker check it. `send` returns its id once it has arrived. Leaving the page ends the upload. One that ends early is canceled, so that
 * it does not stand in the way of the next.
 */
export function useUpload() {
  const [upload, setUpload] = useState<Upload>();
  const [problem, setProblem] = useState<UploadProblem>();
  const current = useRef<{
    stop: AbortController;
    importId?: string;
    hasArrived: boolean;
    isUnwanted: boolean;
  }>(undefined);
  useEffect(() => {
    // The requests of a page that goes away end without a word to it.
    const leave = () => {
      const { stop, importId, hasArrived } = current.current ?? {};
      stop?.abort();
      if (importId && !hasArrived) void cancel(importId);
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      current.current?.stop.abort();
    };
  }, []);

  const send = async (file: File): Promise<string | undefined> => {
    const one: NonNullable<typeof current.current> = {
      stop: new AbortController(),
      hasArrived: false,
      isUnwanted: false,
    };
    current.current = one;
    const { signal } = one.stop;
    const note = (change: Partial<Upload>) => setUpload((now) => now && { ...now, ...change });
    const trying = { signal, onRetry: (isRetrying: boolean) => note({ isRetrying }) };
    setProblem(undefined);
    setUpload({ fileName: file.name, importId: undefined, bytes: 0, isRetrying: false });
    try {
      const importId = await keepTrying(
        () =>
          orLost(
            apiClient.imports.beginUpload.mutate({ fileName: file.name, fileBytes: file.size }, { signal }),
          ),
        trying,
      );
      one.importId = importId;
      note({ importId });
      void refreshImports();
      await sendFile(file, importId, { ...trying, onSent: (bytes) => note({ bytes }) });
      one.hasArrived = true;
      await keepTrying(() => orLost(apiClient.imports.check.mutate({ importId }, { signal })), trying);
      return importId;
    } catch (error) {
      if (one.importId && (one.isUnwanted || !one.hasArrived)) await cancel(one.importId);
      if (!signal.aborted && one.hasArrived && (await hasStarted(one.importId))) return one.importId;
      if (!signal.aborted) setProblem(problemOf(file, error, one.hasArrived));
      return undefined;
    } finally {
      current.current = undefined;
      setUpload(undefined);
      await refreshImports();
    }
  };
  const stopSending = () => {
    if (!current.current) return;
    current.current.isUnwanted = true;
    current.current.stop.abort();
  };
  return { send, upload, problem, stopSending };
}

/** The portal's own answers that another try may change. */
async function orLost<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    const status = statusOf(cause);
    if (status === undefined || isPassing(status)) throw new Lost('The portal didn’t respond.', { cause });
    throw cause;
  }
}

/** If the portal cannot be reached, the same person's next upload takes the place of this one all the same. */
const cancel = (importId: string) => apiClient.imports.cancel.mutate({ importId }).catch(() => undefined);

/** True if a start whose answer was lost has happened. */
async function hasStarted(importId: string | undefined): Promise<boolean> {
  if (!importId) return false;
  const found = await queryClient
    .fetchQuery({
      ...api.imports.get.queryOptions({ importId }),
      staleTime: 0,
      networkMode: 'always',
    })
    .catch(() => undefined);
  return found !== undefined && found.status !== 'UPLOADING';
}

function problemOf(file: File, error: unknown, hasArrived: boolean): UploadProblem {
  const cause = error instanceof Lost ? (error.cause ?? error) : error;
  if (hasArrived)
    return {
      what: `Couldn’t start the check of ${file.name}`,
      error: cause,
      because: 'The upload is complete. Open the file below and start its check.',
    };
  return {
    what: `Couldn’t upload ${file.name}`,
    error: cause,
    ...(error instanceof UploadFault ? { because: error.message } : {}),
  };
}
