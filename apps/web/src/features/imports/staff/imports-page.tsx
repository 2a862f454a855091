import { largestUpload } from '@namc/inputs/imports';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { findFileFault, megabyte } from './check-file.ts';
import { importsQuery, isLeft, isLive } from './import.ts';
import { ImportItem } from './import-item.tsx';
import { LeavingDialog } from './leaving-dialog.tsx';
import { useUpload } from './use-upload.ts';

/** The uploads of the license board’s file, and their imports. */
export function ImportsPage() {
  const { data, error, isPending, refetch } = useQuery(importsQuery());
  const { send, upload, problem, stopSending } = useUpload();
  const [fault, setFault] = useState<Awaited<ReturnType<typeof findFileFault>>>();
  const left = data?.find((one) => isLive(one) && isLeft(one, one.id === upload?.importId));
  const isBusy = upload !== undefined || (data?.some((one) => isLive(one) && one !== left) ?? false);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const found = await findFileFault(file);
    setFault(found);
    if (!found) await send(file);
  };
  return (
    <div className="space-y-8">
      <PageHeading title="License file" />
      <section aria-labelledby="upload" className="max-w-3xl space-y-3">
        <h2 id="upload" className="text-h3 font-semibold">
          Upload a file
        </h2>
        <p id="upload-hint" className="text-dense text-text-2">
          The license board’s master file, as CSV, up to {formatCount(largestUpload / megabyte)} MB. Nothing
          changes until the whole file is checked.
        </p>
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label="Master file"
          aria-describedby="upload-hint"
          disabled={isBusy}
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = '';
          }}
          className="block w-full max-w-full text-dense file:mr-3 file:min-h-11 file:rounded-control file:border file:border-control file:bg-surface file:px-4 file:font-semibold disabled:opacity-60"
        />
        {isBusy && <p className="text-dense text-text-2">Another file can follow when this one is done.</p>}
        {left && !isBusy && (
          <p className="text-dense break-words text-text-2">
            Another file takes the place of {left.fileName}, whose upload is not finished.
          </p>
        )}
        {fault && (
          <Notice kind="warn" title={fault.title}>
            <p className="break-words">{fault.words}</p>
          </Notice>
        )}
        {upload?.isRetrying && (
          <Notice kind="warn" title="The portal doesn’t respond">
            <p className="break-words">The upload of {upload.fileName} goes on as soon as it does.</p>
          </Notice>
        )}
        {problem && <ErrorPanel {...problem} />}
        <LeavingDialog fileName={upload?.fileName} />
      </section>
      <section aria-labelledby="imports" className="space-y-3">
        <h2 id="imports" className="text-h3 font-semibold">
          Imports
        </h2>
        {isPending && <Loading />}
        {error && <ErrorPanel what="Couldn’t load the imports" error={error} retry={refetch} />}
        {data?.length === 0 && <p>No file was uploaded yet.</p>}
        {data && data.length > 0 && (
          <ul
            aria-label="Imports"
            className="max-w-3xl divide-y divide-divider rounded-card border border-divider bg-surface"
          >
            {data.map((one) => (
              <ImportItem
                key={one.id}
                one={one}
                sent={upload?.importId === one.id ? upload.bytes : undefined}
                stopSending={upload?.importId === one.id ? stopSending : undefined}
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
