import { formatCount } from '../../lib/formats.ts';
import { type FileImport, statusInWords } from './import-words.ts';

/** How far an import on its way is. `left` rows are still to do. */
export function ImportProgress({ one, left }: { one: FileImport; left: number }) {
  const { fileName, rowsRead } = one;
  const done = rowsRead - left;
  return (
    <div className="max-w-3xl space-y-1 text-dense">
      <p role="status">
        {statusInWords(one)}: {formatCount(done)} of {formatCount(rowsRead)} rows are done
      </p>
      <progress
        aria-label={`Progress of ${fileName}`}
        max={rowsRead}
        value={done}
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-divider [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-divider [&::-webkit-progress-value]:bg-brand"
      />
    </div>
  );
}
