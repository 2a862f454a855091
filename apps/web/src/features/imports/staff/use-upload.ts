import { boardFilePartBytes } from '@namc/inputs/imports';
import { useEffect, useRef, useState } from 'react';
import { api, apiClient, queryClient } from '../../../lib/api.ts';
import { patiently } from '../../../lib/connection.ts';
import type { UploadWay } from '../../files/upload-file.ts';
import { becauseOf, hasLeft, mayPass } from '../../files/upload-refusal.ts';
import { refreshImports } from './import.ts';

/** The upload that this page is sending. */
export interface Sending {
  fileName: string;
  percent: number;
  /** True while the portal doesn’t respond, and the page tries again. */
  isRetrying: boolean;
}

/** An upload or a start that failed: `because` says it in words, or else the error does. */
export interface UploadProblem {
  what: string;
  error: unknown;
  because?: string | undefined;
  /** Set for a failure that the same file may not have again. */
  retry?: () => void;
}

const way: UploadWay = {
  kind: 'BOARD_FILE',
  begin: ({ name, size }, signal) => apiClient.imports.beginUpload.mutate({ name, bytes: size }, { signal }),
  cancel: (fileId) => apiClient.imports.cancelUpload.mutate({ fileId }),
  address: '/api/uploads/for-staff',
  partBytes: boardFilePartBytes,
};

/** The page shows without what sends a file. */
const loadSender = patiently(() => import('../../files/upload-file.ts'));

export const refreshUploads = () => queryClient.invalidateQueries(api.imports.listUploads.pathFilter());

/**
 * Uploads a file and lets the worker check it. `send` returns the id of its import. Leaving the page stops the upload, which goes on when
 * the same file is chosen again.
 */
export function useUpload() {
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<UploadProblem>();
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(hasLeft), []);

  /** Lets the portal look at an upload that has arrived, and begins its import. */
  const finish = async (
    fileId: string,
    fileName: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> => {
    setProblem(undefined);
    try {
      return await apiClient.imports.add.mutate({ fileId }, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted)
        setProblem({
          what: `Couldn’t start the check of ${fileName}`,
          error,
          ...(mayPass(error) ? { because: 'The upload is complete. Start its check below.' } : {}),
        });
      return undefined;
    } finally {
      await Promise.all([refreshUploads(), refreshImports()]);
    }
  };

  const send = async (file: File): Promise<string | undefined> => {
    const own = new AbortController();
    current.current = own;
    const { signal } = own;
    const note = (change: Partial<Sending>) => setSending((now) => now && { ...now, ...change });
    setProblem(undefined);
    setSending({ fileName: file.name, percent: 0, isRetrying: false });
    try {
      const { sendFile } = await loadSender();
      const fileId = await sendFile(way, file, {
        signal,
        onProgress: (percent) => note({ percent }),
        onRetry: (isRetrying) => note({ isRetrying }),
      });
      return await finish(fileId, file.name, signal);
    } catch (error) {
      if (!signal.aborted)
        setProblem({
          what: `Couldn’t upload ${file.name}`,
          error,
          because: becauseOf(error),
        });
      return undefined;
    } finally {
      current.current = undefined;
      setSending(undefined);
      if (signal.reason !== hasLeft) await refreshUploads();
    }
  };
  const cancel = () => current.current?.abort();
  return { send, finish, sending, problem, cancel };
}
