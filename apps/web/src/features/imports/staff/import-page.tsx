import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, statusOf } from '../../../lib/api.ts';
import { formatCount, formatInstant, formatSize, plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { LoadDialog, UndoDialog } from './confirm-dialog.tsx';
import { Found, Rejects } from './found.tsx';
import {
  canBeChecked,
  canBeLoaded,
  type Findings,
  type Import,
  importQuery,
  isCommitting,
  isLive,
  refreshImports,
  statusInWords,
} from './import.ts';
import { Progress } from './progress.tsx';
import { Steps } from './steps.tsx';
import { Tally } from './tally.tsx';

const kindWords = {
  licenses: 'The license board’s master file',
  personnel: 'The license board’s personnel file: qualifiers, officers and their bonds',
  workers_comp: 'The license board’s file of workers’ compensation policies',
} as const satisfies Record<Findings['kind'], string>;

/** One file on its way into the register: what it is, what it changes or changed, and what a person can do next. */
export function ImportPage({ importId }: { importId: string }) {
  const { data, error, isPending, refetch } = useQuery(importQuery(importId));
  return (
    <div className="space-y-6">
      <p>
        <Link
          to="/admin/contractors/import"
          className="inline-flex min-h-11 items-center text-dense text-link underline-offset-4 hover:underline lg:min-h-9"
        >
          All imports
        </Link>
      </p>
      {isPending && <Loading />}
      {error && !data && statusOf(error) === 404 && (
        <>
          <PageHeading title="Import not found" />
          <p>There is no import at this address. It may have been removed.</p>
        </>
      )}
      {error && !data && statusOf(error) !== 404 && (
        <ErrorPanel what="Couldn’t load the import" error={error} retry={refetch} />
      )}
      {data && <OneImport one={data} />}
    </div>
  );
}

function OneImport({ one }: { one: Import }) {
  const { id, fileName, fileBytes, findings, task, status, read } = one;
  const isOn = isLive(one);
  const isUndoing = task === 'UNDO';
  const isDone = status === 'ACCEPTED';
  return (
    <>
      <div className="space-y-1">
        <PageHeading title={isUndoing ? `Undo of ${fileName}` : fileName} className="text-h2 break-words" />
        <p className="text-dense text-text-2">
          {isUndoing ? 'Begun' : one.source === 'FETCH' ? 'Fetched' : 'Uploaded'}{' '}
          {formatInstant(one.createdAt)}
          {one.uploaderName && ` by ${one.uploaderName}`}
          {!isUndoing && `, ${formatSize(fileBytes)}`}
        </p>
      </div>
      {!isUndoing && <Steps one={one} />}
      {isOn ? (
        <div className="max-w-2xl">
          <Progress one={one} />
        </div>
      ) : (
        <Outcome one={one} />
      )}
      <Actions one={one} />
      {!isUndoing && read !== null && isDone && (
        <section aria-labelledby="report" className="space-y-3">
          <h2 id="report" className="text-h3 font-semibold">
            {one.undoneAt ? 'What the import had done' : 'What the import did'}
          </h2>
          <p className="text-dense text-text-2">
            {formatCount(read)} {plural(read, 'row')}
            {one.snapshotDate && `, dated ${dayWords(one.snapshotDate)}`}
          </p>
          {one.notes?.map((note) => (
            <p key={note} className="max-w-3xl text-dense break-words">
              {note}
            </p>
          ))}
          <Tally
            label="What the import did"
            counts={[
              ['New', one.added ?? 0],
              ['Changed', one.changed ?? 0],
              ['Gone', one.gone ?? 0],
              ['Returned', one.returned ?? 0],
              ['Unchanged', one.unchanged ?? 0],
              ['Rejected rows', one.rejected ?? 0],
            ]}
          />
        </section>
      )}
      {findings && !isDone && (
        <section aria-labelledby="found" className="space-y-4">
          <h2 id="found" className="text-h3 font-semibold">
            What the check found
          </h2>
          <Facts
            areShort
            facts={[
              ['What it is', kindWords[findings.kind]],
              ['Dated', findings.snapshotDate ? dayWords(findings.snapshotDate) : 'No date in it'],
              ['Rows', formatCount(findings.read)],
              ['Checked', one.checkedAt && formatInstant(one.checkedAt)],
            ]}
          />
          <Found found={findings} />
        </section>
      )}
      {!isUndoing && (
        <Rejects
          importId={id}
          rejected={(isDone ? one.rejected : findings?.rejected) ?? one.rejects.length}
          reasons={findings?.reasons ?? []}
          rejects={one.rejects}
        />
      )}
    </>
  );
}

/** The outcome, and its meaning. */
function Outcome({ one }: { one: Import }) {
  const { status, findings, isOutdated, problem, undoneAt } = one;
  const words = statusInWords(one);
  const isLate = one.cancelRequestedAt !== null && (status === 'ACCEPTED' || status === 'UNDONE');
  if (status === 'CHECKED' && isOutdated)
    return (
      <Notice kind="warn" title="The licenses have changed since this check">
        <p>
          Another file was imported, or the last import was undone. Check this file again before you import
          it.
        </p>
      </Notice>
    );
  if (status === 'CHECKED')
    return findings?.warning ? (
      <Notice kind="warn" title="This file needs a closer look">
        <p className="break-words">{findings.warning}</p>
        <p>Nothing has changed. Import it only if you know why.</p>
      </Notice>
    ) : (
      <Notice kind="ok" title="The file can be imported">
        <p>Nothing has changed yet. Look at the differences below.</p>
      </Notice>
    );
  if (status === 'ACCEPTED' || status === 'UNDONE')
    return (
      <Notice
        kind={undoneAt && status === 'ACCEPTED' ? 'info' : 'ok'}
        title={undoneAt && status === 'ACCEPTED' ? 'This import was undone' : words}
      >
        {status === 'ACCEPTED' && one.finishedAt && (
          <p>
            {one.loadedByName ?? (one.source === 'FETCH' ? 'The scheduled fetch' : 'Somebody')} imported this
            file on {formatInstant(one.finishedAt)}.
          </p>
        )}
        {status === 'UNDONE' && <p>Everything is back to how it was before that file.</p>}
        {status === 'ACCEPTED' && undoneAt && (
          <p>
            {one.undoneByName ?? 'Somebody'} undid it on {formatInstant(undoneAt)}.
          </p>
        )}
        {isLate && <p>The cancellation came too late. The work was already done.</p>}
      </Notice>
    );
  if (status === 'UNCHANGED')
    return (
      <Notice kind="info" title={words}>
        <p>This file was already imported. There’s nothing to change.</p>
      </Notice>
    );
  if (status === 'CANCELED')
    return (
      <Notice kind="info" title={words}>
        {one.canceledByName && one.cancelRequestedAt && (
          <p>
            {one.canceledByName} canceled it on {formatInstant(one.cancelRequestedAt)}.
          </p>
        )}
        <p>Nothing was changed.</p>
      </Notice>
    );
  return (
    <Notice kind="warn" title={words}>
      {problem && <p className="break-words">{problem}</p>}
      {one.isSilent && <p>It stopped responding for a minute. Nothing was changed.</p>}
    </Notice>
  );
}

function Actions({ one }: { one: Import }) {
  const { id: importId, fileName, findings, runId } = one;
  const navigate = useNavigate();
  const [asks, setAsks] = useState<'load' | 'undo'>();
  const close = () => setAsks(undefined);
  const onSettled = refreshImports;
  const check = useSingleMutation(api.imports.check.mutationOptions({ onSettled }));
  const cancel = useSingleMutation(api.imports.cancel.mutationOptions({ onSettled }));
  const isOn = isLive(one);
  const isLate = isCommitting(one);
  const mayCheck = canBeChecked(one) && !(one.status === 'CHECKED' && !one.isOutdated);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {canBeLoaded(one) && (
          <Button look="primary" onClick={() => setAsks('load')}>
            {findings?.warning ? 'Import anyway…' : 'Import…'}
          </Button>
        )}
        {mayCheck && (
          <Button
            look={one.isOutdated ? 'primary' : 'secondary'}
            aria-disabled={check.isPending}
            onClick={() => check.mutate({ importId })}
          >
            {findings || one.problem ? 'Check again' : 'Check the file'}
          </Button>
        )}
        {(isOn || one.status === 'CHECKED') && (
          <Button
            aria-disabled={cancel.isPending || one.cancelRequestedAt !== null || isLate}
            onClick={() => !isLate && cancel.mutate({ importId })}
          >
            {one.status === 'CHECKED' ? 'Discard' : 'Cancel'}
          </Button>
        )}
        {one.mayBeUndone && runId && <Button onClick={() => setAsks('undo')}>Undo this import…</Button>}
      </div>
      {isLate && <p className="text-dense text-text-2">It’s too late to cancel. The last step is running.</p>}
      {check.error && <ErrorPanel what="Couldn’t check the file" error={check.error} />}
      {cancel.error && <ErrorPanel what="Couldn’t cancel" error={cancel.error} />}
      {findings && (
        <LoadDialog
          importId={importId}
          fileName={fileName}
          found={findings}
          isOpen={asks === 'load'}
          close={close}
          done={async () => {
            close();
            await refreshImports();
          }}
        />
      )}
      {runId && (
        <UndoDialog
          runId={runId}
          fileName={fileName}
          counts={{ added: one.added ?? 0, changed: one.changed ?? 0, gone: one.gone ?? 0 }}
          isOpen={asks === 'undo'}
          close={close}
          done={async (undoing) => {
            close();
            await refreshImports();
            await navigate({ to: '/admin/contractors/import/$id', params: { id: undoing } });
          }}
        />
      )}
    </>
  );
}
