import { formatCount, plural } from '../../../lib/formats.ts';
import { type OpenImport, statusInWords } from './import.ts';

/** The progress of a check, an import or an undoing. */
export function Progress({ one }: { one: OpenImport }) {
  const percent = one.progress;
  const rows = one.rowsRead === null ? '' : `, ${formatCount(one.rowsRead)} ${plural(one.rowsRead, 'row')}`;
  const doing = statusInWords(one);
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
