import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { formatSize } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { UnfinishedUploads } from '../files/unfinished-uploads.tsx';
import { uploadFile } from '../files/upload-file.ts';
import { UploadProgress } from '../files/upload-progress.tsx';
import { becauseOf } from '../files/upload-refusal.ts';

const kind = 'CERTIFICATE';

/** An uploaded scan, or one on its way. */
export type Scan = { fileId: string; name: string } | 'coming' | undefined;

/** Uploads a scan while the rest of the form is filled in. The form saves it with the other facts. */
export function ScanField({
  current,
  scan,
  change,
}: {
  /** The name of the scan that is there already. */
  current: string | null;
  scan: Scan;
  change: (scan: Scan) => void;
}) {
  const rules = useQuery(api.files.getRules.queryOptions({ kind }));
  const [percent, setPercent] = useState(0);
  const [problem, setProblem] = useState<{ error: unknown; because?: string | undefined }>();
  const stop = useRef<AbortController>(undefined);
  // Closing the dialog ends the upload.
  useEffect(() => () => stop.current?.abort(), []);
  const most = rules.data && Math.min(rules.data.mostBytes, rules.data.quotaLeft);

  const send = async (file: File) => {
    if (most !== undefined && file.size > most) {
      const because = `${file.name} has ${formatSize(file.size)}. A scan can have up to ${formatSize(most)}.`;
      return setProblem({ error: new Error(because), because });
    }
    const own = new AbortController();
    stop.current = own;
    setProblem(undefined);
    setPercent(0);
    change('coming');
    try {
      const fileId = await uploadFile(kind, file, { signal: own.signal, onProgress: setPercent });
      change({ fileId, name: file.name });
    } catch (error) {
      if (!own.signal.aborted) setProblem({ error, because: becauseOf(error) });
      change(undefined);
    }
  };

  const shown = typeof scan === 'object' ? scan.name : current;
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1 font-semibold">
        Scan <span className="font-normal text-text-2">(optional)</span>
      </legend>
      {rules.error && (
        <ErrorPanel what="Couldn’t load the limits" error={rules.error} retry={rules.refetch} />
      )}
      {problem && <ErrorPanel what="Couldn’t upload the scan" {...problem} />}
      {scan === 'coming' ? (
        <UploadProgress percent={percent} cancel={() => stop.current?.abort()} />
      ) : (
        <div className="space-y-2">
          <UnfinishedUploads kind={kind} />
          {shown && (
            <p role="status" className="text-dense wrap-anywhere">
              {shown}
            </p>
          )}
          <label
            className={buttonClass(
              'secondary',
              'cursor-pointer focus-within:outline-2 focus-within:outline-offset-2',
            )}
          >
            {shown ? 'Choose another file' : 'Choose a file'}
            <input
              type="file"
              accept={rules.data?.contentTypes.join(',')}
              className="sr-only"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                // The same file may be chosen again after it was mended.
                target.value = '';
                if (file) void send(file);
              }}
            />
          </label>
          <p className="text-dense text-text-2">
            A PDF, or a JPEG, PNG or WebP picture{most !== undefined && ` of up to ${formatSize(most)}`}.
          </p>
        </div>
      )}
    </fieldset>
  );
}
