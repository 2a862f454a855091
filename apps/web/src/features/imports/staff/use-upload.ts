import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { sendFile } from './send-file.ts';

/** Uploads a file and lets the worker import it. Leaving the page ends the upload. */
export function useUpload() {
  const begin = useMutation(api.imports.beginUpload.mutationOptions());
  const start = useMutation(api.imports.start.mutationOptions());
  const [sent, setSent] = useState<{ importId: string; bytes: number }>();
  const [problem, setProblem] = useState<unknown>(null);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const refresh = () => queryClient.invalidateQueries(api.imports.pathFilter());

  const upload = async (file: File): Promise<void> => {
    setProblem(null);
    stop.current = new AbortController();
    const { signal } = stop.current;
    try {
      const importId = await begin.mutateAsync({ fileName: file.name, fileBytes: file.size });
      setSent({ importId, bytes: 0 });
      await refresh();
      await sendFile(file, importId, { signal, onSent: (bytes) => setSent({ importId, bytes }) });
      await start.mutateAsync({ importId });
    } catch (error) {
      if (!signal.aborted) setProblem(error);
    } finally {
      setSent(undefined);
      await refresh();
    }
  };
  return { upload, sent, problem, stopSending: () => stop.current?.abort() };
}
