import { asSentence } from '@namc/inputs/change-sentence';
import { wordsOfChange } from '@namc/inputs/change-words';
import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { formatInstant } from '../../../lib/formats.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { SkeletonCard } from '../../../ui/skeleton.tsx';
import { useMay } from '../../accounts/me.ts';
import type { LicenseChange } from '../contractor.ts';
import { licenseChangesQuery } from '../contractor-queries.ts';
import { changesByFile } from './changes-by-file.ts';

const filesShown = 3;

/** The changes between the files that the portal has read, the latest file first. For members and staff. */
export function WhatChanged({ licenseNumber }: { licenseNumber: string }) {
  const isMember = useMay('READ_MEMBER_PAGES');
  const changes = useQuery({ ...licenseChangesQuery(licenseNumber), enabled: isMember });
  const [showsAll, setShowsAll] = useState(false);
  if (!isMember) return null;
  const files = changes.data ? changesByFile(changes.data) : [];
  const shown = showsAll ? files : files.slice(0, filesShown);
  return (
    <section aria-labelledby="what-changed">
      <h2 id="what-changed" className="mb-3 text-h3 font-semibold">
        What changed
      </h2>
      {changes.isPending && <SkeletonCard className="h-24" />}
      {changes.isError && (
        <ErrorPanel
          what="Couldn’t load what changed"
          error={changes.error}
          retry={() => void changes.refetch()}
        />
      )}
      {changes.data?.length === 0 && (
        <p className="text-dense text-text-2">Nothing has changed in the files we’ve read.</p>
      )}
      {shown.length > 0 && (
        <ol className="divide-y divide-divider rounded-card border border-divider bg-surface">
          {shown.map(({ date, readAt, isLater, changes: together }) => (
            <li key={readAt} className="p-4 sm:grid sm:grid-cols-[11rem_1fr] sm:gap-4">
              <h3 className="text-dense font-semibold">
                <span className="sr-only">In the file of </span>
                {dayWords(date)}
                {isLater !== undefined && (
                  <span className="block font-normal text-text-2">
                    {isLater ? 'A later file of this date, read ' : 'An earlier file of this date, read '}
                    {formatInstant(readAt)}
                  </span>
                )}
              </h3>
              <ul className="mt-1 space-y-1 sm:mt-0">
                {together.map((change) => (
                  <Change key={change.id} change={change} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {files.length > filesShown && !showsAll && (
        <Button className="mt-3" onClick={() => setShowsAll(true)}>
          Show all of it
        </Button>
      )}
    </section>
  );
}

function Change({ change }: { change: LicenseChange }) {
  const { label, before, after, sentence, isSaid } = wordsOfChange(change);
  return (
    <li className="text-dense">
      {isSaid ? (
        asSentence(sentence)
      ) : (
        <>
          <span className="text-text-2">{label}:</span>{' '}
          <span className="text-text-2">{before ?? 'none'}</span>{' '}
          <ArrowRight aria-hidden className="inline size-3.5 text-text-3" />
          <span className="sr-only">became</span> <span className="font-semibold">{after ?? 'none'}</span>
        </>
      )}
    </li>
  );
}
