import { dayWords } from '@namc/inputs/day-words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { pageOptions } from '../../../lib/page-options.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { NothingYet } from '../../../ui/illustrations.tsx';
import { UndoDialog } from './confirm-dialog.tsx';
import { isGoing, type PastImport, pastInWords, refreshImports, silenceMs } from './import.ts';

/** All uploads and runs, newest first: who, which file, what became of it, and the numbers. */
export function History() {
  const list = useInfiniteQuery(
    api.imports.list.infiniteQueryOptions(
      { limit: 20 },
      {
        ...pageOptions,
        // An import on its way becomes history while the page is open.
        refetchInterval: ({ state }) =>
          state.data?.pages.some((page) => page.rows.some(isGoing)) && silenceMs,
      },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const navigate = useNavigate();
  const [asked, setAsked] = useState<PastImport>();
  return (
    <section aria-labelledby="history" className="max-w-4xl space-y-3">
      <h2 id="history" className="text-h3 font-semibold">
        History
      </h2>
      <Entries
        label="History"
        what="Couldn’t load the history"
        list={list}
        isEmpty={rows.length === 0}
        empty={<Empty drawing={<NothingYet />} title="No files imported yet." />}
      >
        {rows.map((row) => (
          <Past key={row.id} row={row} undo={() => setAsked(row)} />
        ))}
      </Entries>
      {asked?.runId && (
        <UndoDialog
          runId={asked.runId}
          fileName={asked.fileName}
          counts={{ added: asked.added ?? 0, changed: asked.changed ?? 0, gone: asked.gone ?? 0 }}
          isOpen
          close={() => setAsked(undefined)}
          done={async (importId) => {
            setAsked(undefined);
            await refreshImports();
            await navigate({ to: '/admin/contractors/import/$id', params: { id: importId } });
          }}
        />
      )}
    </section>
  );
}

function Past({ row, undo }: { row: PastImport; undo: () => void }) {
  const { importId, fileName, task, status, outcome, refusal } = row;
  const isUndoing = task === 'UNDO';
  const isBad = status === 'REFUSED' || status === 'FAILED' || (!status && outcome === 'refused');
  const name = isUndoing ? `Undo of ${fileName}` : fileName;
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 p-4">
      <div className="min-w-0 space-y-0.5">
        {importId ? (
          <Link
            to="/admin/contractors/import/$id"
            params={{ id: importId }}
            className="font-semibold break-words text-link underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        ) : (
          <p className="font-semibold break-words">{name}</p>
        )}
        <p className="text-dense text-text-2">
          <span className={isBad ? 'font-semibold text-bad' : 'text-text'}>{pastInWords(row)}</span>
          {` · ${formatInstant(row.at)} · ${whoOf(row)}`}
        </p>
        {isBad && refusal && <p className="text-dense break-words">{refusal}</p>}
        {!isUndoing && row.read !== null && row.read > 0 && outcome === 'accepted' && (
          <p className="text-dense tabular-nums text-text-2">{numbersOf(row)}</p>
        )}
        {row.notes?.map((note) => (
          <p key={note} className="text-dense break-words text-text-2">
            {note}
          </p>
        ))}
      </div>
      {row.mayBeUndone && (
        <Button onClick={undo}>
          Undo…<span className="sr-only"> {fileName}</span>
        </Button>
      )}
    </li>
  );
}

const whoOf = ({ uploaderName, importedBy, source }: PastImport): string => {
  if (uploaderName) return uploaderName;
  if (source === 'FETCH') return 'the scheduled fetch';
  if (!importedBy) return 'an account that was closed';
  // The id of an account says nothing to a person.
  if (importedBy.startsWith('the portal')) return 'the portal';
  return /^(the |demonstration$)/.test(importedBy) ? importedBy : `${importedBy} on the command line`;
};

const numbersOf = (row: PastImport): string =>
  [
    row.snapshotDate && `dated ${dayWords(row.snapshotDate)}`,
    `${formatCount(row.read ?? 0)} ${plural(row.read ?? 0, 'row')}`,
    `${formatCount(row.added ?? 0)} new`,
    `${formatCount(row.changed ?? 0)} changed`,
    `${formatCount(row.gone ?? 0)} gone`,
    `${formatCount(row.rejected ?? 0)} rejected`,
  ]
    .filter(Boolean)
    .join(' · ');
