import { largestUpload } from '@namc/inputs/imports';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { importsQuery, isLive } from './import.ts';
import { ImportItem } from './import-item.tsx';
import { useUpload } from './use-upload.ts';

const megabytes = 1_000_000;

/** The uploads of the license board’s file, and their imports. */
export function ImportsPage() {
  const { data, error, isPending, refetch } = useQuery(importsQuery());
  const { upload, sent, problem, stopSending } = useUpload();
  const [tooLarge, setTooLarge] = useState<string>();
  const isBusy = data?.some(isLive) ?? false;
  const choose = (file: File | undefined) => {
    if (!file) return;
    const isTooLarge = file.size > largestUpload;
    setTooLarge(
      isTooLarge ? `${file.name} has ${formatCount(Math.ceil(file.size / megabytes))} MB.` : undefined,
    );
    if (!isTooLarge) void upload(file);
  };
  return (
    <div className="space-y-8">
      <PageHeading title="License file" />
      <section aria-labelledby="upload" className="max-w-3xl space-y-3">
        <h2 id="upload" className="text-h3 font-semibold">
          Upload a file
        </h2>
        <p id="upload-hint" className="text-dense text-text-2">
          The license board’s master file, as CSV, up to {formatCount(largestUpload / megabytes)} MB. Nothing
          changes until the whole file is checked.
        </p>
        <input
          type="file"
          accept=".csv,text/csv"
          aria-label="Master file"
          aria-describedby="upload-hint"
          disabled={isBusy}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = '';
          }}
          className="block w-full max-w-full text-dense file:mr-3 file:min-h-11 file:rounded-control file:border file:border-control file:bg-surface file:px-4 file:font-semibold disabled:opacity-60"
        />
        {isBusy && <p className="text-dense text-text-2">Another file can follow when this one is done.</p>}
        {tooLarge && (
          <Notice kind="warn" title="This file is too large">
            {tooLarge}
          </Notice>
        )}
        {problem !== null && <ErrorPanel what="Couldn’t upload the file" error={problem} />}
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
                sent={sent?.importId === one.id ? sent.bytes : undefined}
                stopSending={() => {
                  if (sent?.importId === one.id) stopSending();
                }}
              />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
