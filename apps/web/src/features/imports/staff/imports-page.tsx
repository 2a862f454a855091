import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { LeavingDialog } from '../../../ui/leaving-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { findFileFault } from './check-file.ts';
import { DropZone } from './drop-zone.tsx';
import { History } from './history.tsx';
import { isLeft, isLive, type OpenImport, openImportsQuery } from './import.ts';
import { OpenImports } from './open-imports.tsx';
import { ScheduledFetch } from './scheduled-fetch.tsx';
import { useUpload } from './use-upload.ts';

/** The license board’s file: upload it, see what is on its way, and what came before. */
export function ImportsPage() {
  const { data, error, refetch } = useQuery(openImportsQuery());
  const navigate = useNavigate();
  const { send, upload, problem, stopSending } = useUpload();
  const [fault, setFault] = useState<Awaited<ReturnType<typeof findFileFault>>>();
  const isSending = ({ id }: OpenImport) => id === upload?.importId;
  const left = data?.find((one) => isLive(one) && isLeft(one, isSending(one)));
  const isTaken = upload !== undefined || (data?.some((one) => isLive(one) && one !== left) ?? false);
  // Before the list has come, nobody knows whether a file may follow. One that is chosen then would be dropped in silence.
  const isBusy = isTaken || (!data && !error);
  const choose = async (file: File) => {
    const found = await findFileFault(file);
    setFault(found);
    if (found) return;
    const importId = await send(file);
    if (importId) await navigate({ to: '/admin/contractors/import/$id', params: { id: importId } });
  };
  return (
    <div className="space-y-8">
      <PageHeading title="License file" />
      <section aria-label="Upload" className="max-w-3xl space-y-3">
        <DropZone isBusy={isBusy} choose={(file) => void choose(file)} />
        {isTaken && (
          <p className="text-dense text-text-2">You can upload another file when this one is done.</p>
        )}
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
        <LeavingDialog loses={upload && `The upload of ${upload.fileName} stops if you leave this page.`} />
      </section>
      {error && <ErrorPanel what="Couldn’t load the imports in progress" error={error} retry={refetch} />}
      {data && <OpenImports open={data} sending={upload} stopSending={stopSending} />}
      <ScheduledFetch />
      <History />
    </div>
  );
}
