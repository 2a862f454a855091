import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, queryClient, statusOf } from '../../../lib/api.ts';
import { causeOf } from '../../../lib/cause-of.ts';
import { formatInstant, formatSize } from '../../../lib/formats.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { Change, SettingsSection } from '../../accounts/settings-section.tsx';
import { UnfinishedUploads } from '../../files/unfinished-uploads.tsx';
import { uploadFile } from '../../files/upload-file.ts';
import { UploadProgress } from '../../files/upload-progress.tsx';
import { usePosting } from './posting-procedures.ts';

const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries(api.projects.listFiles.pathFilter()),
    queryClient.invalidateQueries(api.projects.forStaff.listFiles.pathFilter()),
  ]);

/** The files of a project for its poster, who adds files and newer versions. A file of a draft can go again. */
export function PostingFiles({ projectId, isDraft }: { projectId: string; isDraft: boolean }) {
  const { projects, files } = usePosting();
  const { data, error, refetch } = useQuery(projects.listFiles.queryOptions({ projectId }));
  const current = data?.filter(({ isReplaced }) => !isReplaced) ?? [];
  return (
    <SettingsSection
      title="Plans and files"
      change={
        <Change
          label="Add"
          what="a file"
          isSpelledOut
          form={(leave) => <UploadForm projectId={projectId} leave={leave} />}
        />
      }
    >
      {error && <ErrorPanel what="Couldn’t load the files" error={error} retry={refetch} />}
      {!data && !error && <Loading />}
      {data && current.length === 0 && (
        <p className="text-text-2">No files yet. Plans and specifications help firms decide.</p>
      )}
      {current.length > 0 && (
        <ul
          aria-label="Files"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {current.map(({ id, name, bytes, createdAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
              <div className="min-w-0">
                <a
                  href={`${files}/${id}`}
                  download
                  className="text-link underline underline-offset-4 wrap-anywhere"
                >
                  {name}
                </a>
                <p className="text-dense text-text-2">
                  {formatSize(bytes)} · {formatInstant(createdAt)}
                </p>
              </div>
              <div className="flex flex-wrap gap-2">
                <Change
                  label="Replace"
                  what={name}
                  form={(leave) => <UploadForm projectId={projectId} replacesId={id} leave={leave} />}
                />
                {isDraft && <Remove projectId={projectId} fileId={id} name={name} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function Remove({ projectId, fileId, name }: { projectId: string; fileId: string; name: string }) {
  const { projects } = usePosting();
  const { mutate, isPending } = useMutation(
    projects.removeFile.mutationOptions({
      onSuccess: async () => {
        await refresh();
        toast('File removed.');
      },
      onError: (error) => toast(`Couldn’t remove the file: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <Button aria-disabled={isPending} onClick={() => isPending || mutate({ projectId, fileId })}>
      Remove<span className="sr-only"> {name}</span>
    </Button>
  );
}

function UploadForm({
  projectId,
  replacesId,
  leave,
}: {
  projectId: string;
  replacesId?: string;
  leave: () => void;
}) {
  const rules = useQuery(api.files.getRules.queryOptions({ kind: 'PROJECT_FILE' }));
  const { mutateAsync } = useMutation(usePosting().projects.addFile.mutationOptions());
  const [percent, setPercent] = useState<number>();
  const [problem, setProblem] = useState<{ error: unknown; because?: string; file?: File }>();
  const stop = useRef<AbortController>(undefined);
  // Closing the dialog ends the upload.
  useEffect(() => () => stop.current?.abort(), []);
  if (rules.error)
    return <ErrorPanel what="Couldn’t load the limits" error={rules.error} retry={rules.refetch} />;
  if (!rules.data) return <Loading />;
  const most = Math.min(rules.data.mostBytes, rules.data.quotaLeft);
  const send = async (file: File) => {
    if (file.size > most) {
      const because = `${file.name} has ${formatSize(file.size)}. A file can have up to ${formatSize(most)}.`;
      return setProblem({ error: new Error(because), because });
    }
    const own = new AbortController();
    stop.current = own;
    setProblem(undefined);
    setPercent(0);
    try {
      const fileId = await uploadFile('PROJECT_FILE', file, { signal: own.signal, onProgress: setPercent });
      await mutateAsync({ projectId, fileId, ...(replacesId && { replacesId }) });
      await refresh();
      toast('File added.');
      leave();
    } catch (error) {
      if (!own.signal.aborted) setProblem({ error, file });
    } finally {
      setPercent(undefined);
    }
  };
  const status = problem && statusOf(problem.error);
  const mayPass = problem?.file !== undefined && (status === undefined || status >= 500);
  return (
    <div className="space-y-4">
      <p>
        Choose a PDF or a picture of up to {formatSize(most)}.
        {replacesId && ' The version before stays on the project’s page.'}
      </p>
      {problem && (
        <ErrorPanel
          what="Couldn’t add the file"
          error={problem.error}
          {...(problem.because ? { because: problem.because } : {})}
          {...(mayPass ? { retry: () => problem.file && void send(problem.file) } : {})}
        />
      )}
      {percent === undefined ? (
        <>
          <UnfinishedUploads kind="PROJECT_FILE" />
          <label
            className={buttonClass(
              'primary',
              'cursor-pointer focus-within:outline-2 focus-within:outline-offset-2',
            )}
          >
            Choose a file
            <input
              type="file"
              accept={rules.data.contentTypes.join(',')}
              className="sr-only"
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                // The same file may be chosen again after it was mended.
                target.value = '';
                if (file) void send(file);
              }}
            />
          </label>
        </>
      ) : (
        <UploadProgress percent={percent} cancel={() => stop.current?.abort()} />
      )}
    </div>
  );
}
