import { api, queryClient } from '../../../lib/api.ts';
import { formatCount, formatDay, formatInstant, plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { canStartAgain, type Import, isLive, statusInWords } from './import.ts';

/**
 * One import: its progress while it runs, and its outcome. `sent` is the bytes that this page has uploaded of it, and
 * `stopSending` ends and cancels this page's upload. Both are undefined for an import that this page is not sending.
 */
export function ImportItem({
  one,
  sent,
  stopSending,
}: {
  one: Import;
  sent: number | undefined;
  stopSending: (() => void) | undefined;
}) {
  const onSuccess = () => queryClient.invalidateQueries(api.imports.pathFilter());
  const cancel = useSingleMutation(api.imports.cancel.mutationOptions({ onSuccess }));
  const start = useSingleMutation(api.imports.start.mutationOptions({ onSuccess }));
  const isOn = isLive(one);
  const isSending = sent !== undefined;
  const isUnbegun = one.status === 'UPLOADING';
  return (
    <li className="space-y-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="font-semibold break-words">{one.fileName}</p>
          <p className="text-dense text-text-2">
            {/* The progress says it while the import runs. */}
            {!isOn && (
              <span className={['REFUSED', 'FAILED'].includes(one.status) ? 'font-semibold text-bad' : ''}>
                {`${statusInWords(one, isSending)}. `}
              </span>
            )}
            {`Uploaded ${formatInstant(one.createdAt)}`}
            {one.uploaderName && ` by ${one.uploaderName}`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {isOn && (
            <Button
              aria-disabled={cancel.isPending || one.cancelRequestedAt !== null}
              onClick={() => (stopSending ? stopSending() : cancel.mutate({ importId: one.id }))}
            >
              Cancel
            </Button>
          )}
          {canStartAgain(one, isSending) && (
            <Button
              aria-disabled={start.isPending}
              onClick={() => start.mutate({ importId: one.id, forced: one.status === 'REFUSED' })}
            >
              {one.status === 'REFUSED' ? 'Import anyway' : isUnbegun ? 'Start the import' : 'Start again'}
            </Button>
          )}
        </div>
      </div>
      {isOn && <Progress one={one} sent={sent} />}
      {one.problem && <p className="text-dense break-words">{one.problem}</p>}
      {cancel.error && <ErrorPanel what="Couldn’t cancel the import" error={cancel.error} />}
      {start.error && <ErrorPanel what="Couldn’t start the import" error={start.error} />}
      {one.read !== null && (
        <Facts
          areShort
          facts={[
            ['Dated', one.snapshotDate && formatDay(one.snapshotDate)],
            ['Rows read', formatCount(one.read)],
            ['New', formatCount(one.added ?? 0)],
            ['Changed', formatCount(one.changed ?? 0)],
            ['Unchanged', formatCount(one.unchanged ?? 0)],
            ['Gone', formatCount(one.gone ?? 0)],
            ['Rejected', formatCount(one.rejected ?? 0)],
          ]}
        />
      )}
      {one.rejects.length > 0 && <Rejects one={one} />}
    </li>
  );
}

function Progress({ one, sent }: { one: Import; sent: number | undefined }) {
  const arrived = sent ?? one.receivedBytes;
  const percent = one.status === 'UPLOADING' ? Math.floor((arrived / one.fileBytes) * 100) : one.progress;
  const words =
    one.status === 'RUNNING' && one.phase
      ? `${one.phase}${one.rowsRead === null ? '' : `, ${formatCount(one.rowsRead)} ${plural(one.rowsRead, 'row')}`}`
      : statusInWords(one, sent !== undefined);
  return (
    <div className="space-y-1 text-dense">
      <p>{percent === null ? words : `${words}, ${percent}%`}</p>
      <progress
        aria-label="Progress"
        max={100}
        {...(percent === null ? {} : { value: percent })}
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-divider [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-divider [&::-webkit-progress-value]:bg-brand"
      />
    </div>
  );
}

function Rejects({ one }: { one: Import }) {
  const more = (one.rejected ?? one.rejects.length) - one.rejects.length;
  return (
    <details className="text-dense">
      <summary className="min-h-11 cursor-pointer py-2 lg:min-h-9">Rejected rows</summary>
      <ul className="space-y-1">
        {one.rejects.map(({ line, field, reason }) => (
          <li key={line} className="break-words">
            Row {formatCount(line)}: {field} {reason}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-text-2">And {formatCount(more)} more.</p>}
    </details>
  );
}
