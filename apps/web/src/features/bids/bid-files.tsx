import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatSize } from '../../lib/formats.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { toast } from '../../ui/toasts.ts';
import { UnfinishedUploads } from '../files/unfinished-uploads.tsx';
import { uploadFile } from '../files/upload-file.ts';
import { UploadProgress } from '../files/upload-progress.tsx';
import { becauseOf, mayPass } from '../files/upload-refusal.ts';
import { type BidDraft, refreshBids } from './bid-queries.ts';

const kind = 'BID_FILE';

/** The files of a draft: uploaded here, or copies of the firm's certificates. */
export function BidFiles({ draft }: { draft: BidDraft }) {
  const { id: draftId, files, companyId } = draft;
  const { mutate: remove, isPending } = useMutation(
    api.bids.removeFile.mutationOptions({
      onSuccess: refreshBids,
      onError: (error) => toast(`Couldn’t remove the file: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <fieldset className="space-y-4">
      <legend className="mb-1 text-h3 font-semibold">Files</legend>
      <p className="text-dense text-text-2">
        The bid bond, schedules and the like. They are frozen as you submit: a bid keeps the files that it
        had.
      </p>
      {files.length > 0 && (
        <ul
          aria-label="Files of the bid"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {files.map(({ id, name, bytes }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
              <span className="min-w-0">
                <a
                  href={`/api/files/${id}`}
                  download
                  className="text-link underline underline-offset-4 wrap-anywhere"
                >
                  {name}
                </a>
                <span className="block text-dense text-text-2">{formatSize(bytes)}</span>
              </span>
              <Button aria-disabled={isPending} onClick={() => isPending || remove({ draftId, fileId: id })}>
                Remove<span className="sr-only"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <UploadField draftId={draftId} />
      <FromWallet draftId={draftId} companyId={companyId} />
    </fieldset>
  );
}

function UploadField({ draftId }: { draftId: string }) {
  const rules = useQuery(api.files.getRules.queryOptions({ kind }));
  const { mutateAsync } = useMutation(api.bids.addFile.mutationOptions());
  const [percent, setPercent] = useState<number>();
  const [problems, setProblems] = useState<{ file: File; error: unknown; because?: string | undefined }[]>(
    [],
  );
  const stop = useRef<AbortController>(undefined);
  // Leaving the page ends the upload. The same file goes on where it stopped.
  useEffect(() => () => stop.current?.abort(), []);
  if (rules.error)
    return <ErrorPanel what="Couldn’t load the limits" error={rules.error} retry={rules.refetch} />;
  const most = rules.data && Math.min(rules.data.mostBytes, rules.data.quotaLeft);

  const sendOne = async (file: File, signal: AbortSignal) => {
    if (most !== undefined && file.size > most) {
      const because = `${file.name} has ${formatSize(file.size)}. A file can have up to ${formatSize(most)}.`;
      return setProblems((before) => [...before, { file, error: new Error(because), because }]);
    }
    setPercent(0);
    try {
      const fileId = await uploadFile(kind, file, { signal, onProgress: setPercent });
      await mutateAsync({ draftId, fileId });
      await refreshBids();
    } catch (error) {
      if (!signal.aborted) setProblems((before) => [...before, { file, error, because: becauseOf(error) }]);
    }
  };
  const send = async (chosen: readonly File[]) => {
    const own = new AbortController();
    stop.current = own;
    setProblems([]);
    // One bad file does not keep the others from being sent.
    for (const file of chosen) if (!own.signal.aborted) await sendOne(file, own.signal);
    setPercent(undefined);
  };

  return (
    <div className="space-y-3">
      {problems.map(({ file, error, because }) => (
        <ErrorPanel
          key={file.name}
          what={`Couldn’t add ${file.name}`}
          error={error}
          because={because}
          {...(mayPass(error) && because === undefined ? { retry: () => void send([file]) } : {})}
        />
      ))}
      {percent === undefined ? (
        <>
          <UnfinishedUploads kind={kind} />
          <label
            className={buttonClass(
              'secondary',
              'cursor-pointer focus-within:outline-2 focus-within:outline-offset-2',
            )}
          >
            Add files
            <input
              type="file"
              multiple
              accept={rules.data?.contentTypes.join(',')}
              className="sr-only"
              onChange={({ target }) => {
                const chosen = [...(target.files ?? [])];
                // The same file may be chosen again after it was mended.
                target.value = '';
                void send(chosen);
              }}
            />
          </label>
          {most !== undefined && (
            <p className="text-dense text-text-2">PDFs or pictures of up to {formatSize(most)} each.</p>
          )}
        </>
      ) : (
        <UploadProgress percent={percent} cancel={() => stop.current?.abort()} />
      )}
    </div>
  );
}

/** Copies of scans that the firm keeps with its certifications. */
function FromWallet({ draftId, companyId }: { draftId: string; companyId: string }) {
  const wallet = useQuery(api.certifications.list.queryOptions({ companyId }));
  const { mutate, isPending } = useMutation(
    api.bids.attachCertificate.mutationOptions({
      onSuccess: refreshBids,
      onError: (error) => toast(`Couldn’t add the certificate: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  const scans = (wallet.data ?? []).filter(({ fileId, replacementId }) => fileId && !replacementId);
  if (scans.length === 0) return null;
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2 text-dense">From your certifications</summary>
      <ul className="space-y-2">
        {scans.map(({ id, kindName, number }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 text-dense">
            <span className="min-w-0 wrap-anywhere">
              {kindName}
              {number && ` ${number}`}
            </span>
            <Button
              aria-disabled={isPending}
              onClick={() => isPending || mutate({ draftId, certificationId: id })}
            >
              Add a copy<span className="sr-only"> of {kindName}</span>
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
