import type { MemberFileKind } from '@namc/inputs/files';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { formatSize } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { UnfinishedUploads } from './unfinished-uploads.tsx';
import { uploadFile } from './upload-file.ts';
import { UploadProgress } from './upload-progress.tsx';
import { becauseOf, mayPass } from './upload-refusal.ts';

/**
 * Uploads a picture and gives it to `save`. The limits are told before, and checked before anything is sent. `children` get a way
 * to show the failure of another act of the form.
 */
export function PictureForm({
  kind,
  noun,
  save,
  children,
}: {
  kind: MemberFileKind;
  /** “photo”: what the picture is. */
  noun: string;
  save: (fileId: string) => Promise<unknown>;
  children?: (showFailure: (error: unknown) => void) => ReactNode;
}) {
  const rules = useQuery(api.files.getRules.queryOptions({ kind }));
  const [percent, setPercent] = useState<number>();
  const [problem, setProblem] = useState<{ error: unknown; because?: string | undefined; file?: File }>();
  const stop = useRef<AbortController>(undefined);
  // Closing the dialog ends the upload.
  useEffect(() => () => stop.current?.abort(), []);
  if (rules.error)
    return <ErrorPanel what="Couldn’t load the limits" error={rules.error} retry={rules.refetch} />;
  if (!rules.data) return <Loading />;
  const { mostBytes, contentTypes, quotaLeft } = rules.data;
  const most = Math.min(mostBytes, quotaLeft);

  const send = async (file: File) => {
    if (file.size > most) {
      const because = `${file.name} has ${formatSize(file.size)}. A ${noun} can have up to ${formatSize(most)}.`;
      return setProblem({ error: new Error(because), because });
    }
    const own = new AbortController();
    stop.current = own;
    setProblem(undefined);
    setPercent(0);
    try {
      const fileId = await uploadFile(kind, file, { signal: own.signal, onProgress: setPercent });
      await save(fileId);
    } catch (error) {
      if (!own.signal.aborted) setProblem({ error, because: becauseOf(error), file });
    } finally {
      setPercent(undefined);
    }
  };

  const { file: failed } = problem ?? {};
  return (
    <div className="space-y-4">
      <p>
        Choose a JPEG, PNG or WebP picture of up to {formatSize(most)}. We make it smaller, and remove any
        location or date stored in the file.
      </p>
      {problem && (
        <ErrorPanel
          what={`Couldn’t save your ${noun}`}
          error={problem.error}
          because={problem.because}
          {...(failed && mayPass(problem.error) ? { retry: () => void send(failed) } : {})}
        />
      )}
      {percent === undefined ? (
        <>
          <UnfinishedUploads kind={kind} />
          <div className="flex flex-wrap gap-3">
            <label
              className={buttonClass(
                'primary',
                'cursor-pointer focus-within:outline-2 focus-within:outline-offset-2',
              )}
            >
              Choose a {noun}
              <input
                type="file"
                accept={contentTypes.join(',')}
                className="sr-only"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  // The same file may be chosen again after it was mended.
                  target.value = '';
                  if (file) void send(file);
                }}
              />
            </label>
            {children?.((error) => setProblem({ error }))}
          </div>
        </>
      ) : (
        <UploadProgress percent={percent} cancel={() => stop.current?.abort()} />
      )}
    </div>
  );
}
