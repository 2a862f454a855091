import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { causeOf } from '../../../lib/cause-of.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { LeavingDialog } from '../../../ui/leaving-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { StoppedUploads } from '../../files/stopped-uploads.tsx';
import { UploadProgress } from '../../files/upload-progress.tsx';
import { type FileFault, findFileFault } from './check-file.ts';
import { DropZone } from './drop-zone.tsx';
import { History } from './history.tsx';
import { isLive, openImportsQuery } from './import.ts';
import { OpenImports } from './open-imports.tsx';
import { ScheduledFetch } from './scheduled-fetch.tsx';
import { refreshUploads, useUpload } from './use-upload.ts';

/** The license board’s file: upload it, see what is on its way, and what came before. */
export function ImportsPage() {
  const { data, error, refetch } = useQuery(openImportsQuery());
  return (
    <div className="space-y-8">
      <PageHeading title="License file" />
      <Upload isTaken={data?.some(isLive) ?? false} isKnown={data !== undefined || error !== null} />
      {error && <ErrorPanel what="Couldn’t load the imports in progress" error={error} retry={refetch} />}
      {data && <OpenImports open={data} />}
      <ScheduledFetch />
      <History />
    </div>
  );
}

/** Takes a file. `isTaken` is true while another one is imported. Before that is known, a chosen file would be refused later. */
function Upload({ isTaken, isKnown }: { isTaken: boolean; isKnown: boolean }) {
  const navigate = useNavigate();
  const rules = useQuery(api.imports.getFileRules.queryOptions());
  const stopped = useQuery(api.imports.listUploads.queryOptions(undefined, { staleTime: 0, gcTime: 0 }));
  const { send, finish, sending, problem, cancel } = useUpload();
  const [fault, setFault] = useState<FileFault>();
  const discard = useSingleMutation(
    api.imports.cancelUpload.mutationOptions({
      onSuccess: refreshUploads,
      onError: (failure) => toast(`Couldn’t discard the upload: ${causeOf(failure)}`, { kind: 'failed' }),
    }),
  );
  const [isStarting, setStarting] = useState(false);
  const open = async (importId: string | undefined) => {
    if (importId) await navigate({ to: '/admin/contractors/import/$id', params: { id: importId } });
  };
  const choose = async (file: File, mostBytes: number) => {
    const found = await findFileFault(file, mostBytes);
    setFault(found);
    if (!found) await open(await send(file));
  };
  const start = async (fileId: string) => {
    const { name = '' } = stopped.data?.find(({ id }) => id === fileId) ?? {};
    setStarting(true);
    try {
      await open(await finish(fileId, name));
    } finally {
      setStarting(false);
    }
  };
  const mostBytes = rules.data?.mostBytes;
  return (
    <section aria-label="Upload" className="max-w-3xl space-y-3">
      {rules.error && (
        <ErrorPanel what="Couldn’t load the limits" error={rules.error} retry={rules.refetch} />
      )}
      <DropZone
        isBusy={isTaken || !isKnown || mostBytes === undefined || sending !== undefined}
        mostBytes={mostBytes}
        choose={(file) => mostBytes !== undefined && void choose(file, mostBytes)}
      />
      {isTaken && (
        <p className="text-dense text-text-2">You can upload another file when this one is done.</p>
      )}
      {fault && (
        <Notice kind="warn" title={fault.title}>
          <p className="break-words">{fault.words}</p>
        </Notice>
      )}
      {problem && <ErrorPanel {...problem} />}
      {sending ? (
        <div className="space-y-2 rounded-card border border-divider bg-surface p-4">
          <p className="font-semibold break-words">{sending.fileName}</p>
          {sending.isRetrying && (
            <Notice kind="warn" title="The portal doesn’t respond">
              <p className="break-words">The upload of {sending.fileName} goes on as soon as it does.</p>
            </Notice>
          )}
          <UploadProgress percent={sending.percent} cancel={cancel} />
        </div>
      ) : (
        <StoppedUploads
          uploads={stopped.data}
          isBusy={discard.isPending || isStarting}
          discard={(fileId) => discard.mutate({ fileId })}
          finish={{ label: 'Check the file', run: (fileId) => void start(fileId) }}
        />
      )}
      <LeavingDialog
        loses={
          sending &&
          `The upload of ${sending.fileName} stops if you leave this page. Choose the file again within a day, and it goes on.`
        }
      />
    </section>
  );
}
