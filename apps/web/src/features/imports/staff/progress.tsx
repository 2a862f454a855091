import { formatCount, plural } from '../../../lib/formats.ts';
import { type OpenImport, statusInWords } from './import.ts';

/** The progress of an upload, a check, an import or an undoing. `sent` is the bytes that this page has uploaded of it. */
export function Progress({ one, sent }: { one: OpenImport; sent?: number | undefined }) {
  const arrived = sent ?? one.receivedBytes;
  const percent = one.status === 'UPLOADING' ? Math.floor((arrived / one.fileBytes) * 100) : one.progress;
  const rows = one.rowsRead === null ? '' : `, ${formatCount(one.rowsRead)} ${plural(one.rowsRead, 'row')}`;
  const doing = statusInWords(one, sent !== undefined);
  const words = one.status === 'RUNNING' && one.phase ? `${doing}: ${one.phase.toLowerCase()}${rows}` : doing;
  return (
    <div className="space-y-1 text-dense">
      <p>{percent === null ? words : `${words}, ${percent}%`}</p>
      <progress
        aria-label={`Progress of ${one.fileName}`}
        max={100}
        {...(percent === null ? {} : { value: percent })}
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-divider [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-divider [&::-webkit-progress-value]:bg-brand"
      />
    </div>
  );
}
