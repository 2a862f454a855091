import type { ReactNode } from 'react';
import { formatCount, formatInstant, plural } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { type FileImport, statusInWords } from './import-words.ts';

/** The imports that came before, newest first. */
export function FilesSoFar<One extends FileImport>({
  list: { data, error, isPending, refetch },
  link,
}: {
  list: {
    data: One[] | undefined;
    error: unknown;
    isPending: boolean;
    refetch: () => Promise<unknown>;
  };
  link: (one: One) => ReactNode;
}) {
  return (
    <section aria-labelledby="before" className="max-w-3xl space-y-3">
      <h2 id="before" className="text-h3 font-semibold">
        Files so far
      </h2>
      {isPending && <Loading />}
      {Boolean(error) && <ErrorPanel what="Couldn’t load the imports" error={error} retry={refetch} />}
      {data?.length === 0 && <p className="text-text-2">No file yet.</p>}
      {data && data.length > 0 && (
        <ul
          aria-label="Files so far"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map((one) => (
            <li key={one.id} className="space-y-1 p-4">
              {link(one)}
              <p className="text-dense text-text-2">
                {statusInWords(one)}. {formatCount(one.rowsRead)} {plural(one.rowsRead, 'row')},{' '}
                {formatCount(one.rowsAdded)} added, {formatCount(one.rejected)} rejected.{' '}
                {one.uploaderName ?? 'Somebody'}, {formatInstant(one.createdAt)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
