import { wordsOfChange } from '@namc/inputs/change-words';
import { dayWords } from '@namc/inputs/day-words';
import { Link } from '@tanstack/react-router';
import { BookmarkX, NotebookPen } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { StandingMark } from '../contractors/standing-mark.tsx';
import type { Follow } from '../follows/follow-queries.ts';
import { useFollow } from '../follows/use-follow.ts';

const NoteForm = lazy(patiently(() => import('./note-form.tsx')));

/** A license that the person follows: its standing today, the latest change, and the person's note. */
export function FollowedFirm({
  follow,
  choice,
}: {
  follow: Follow;
  /** Whether the license is chosen for a comparison, where there is something to choose. */
  choice: { isChosen: boolean; choose: (isChosen: boolean) => void } | undefined;
}) {
  const { contractor, change, note } = follow;
  const { licenseNumber, name, city, standing } = contractor;
  const { unfollow } = useFollow({ licenseNumber, name });
  const [isNoting, setNoting] = useState(false);
  return (
    <li className="flex flex-col gap-3 p-4 sm:flex-row sm:items-start sm:justify-between">
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h3 className="font-semibold">
            <Link
              to="/contractors/$license"
              params={{ license: licenseNumber }}
              className="text-link underline-offset-4 hover:underline"
            >
              {name}
            </Link>
          </h3>
          <StandingMark standing={standing} />
        </div>
        <p className="text-dense text-text-2">
          License <span className="tabular-nums">{licenseNumber}</span>
          {city && ` · ${city}`}
        </p>
        <p className="text-dense">{change ? <LatestChange change={change} /> : 'No changes so far.'}</p>
        {note && <p className="text-dense text-text-2">Your note: {note}</p>}
        {choice && (
          <label className="inline-flex min-h-11 items-center gap-2 text-dense lg:min-h-8">
            <input
              type="checkbox"
              className="size-5 shrink-0 accent-brand"
              checked={choice.isChosen}
              onChange={({ target }) => choice.choose(target.checked)}
            />
            <span>
              Compare<span className="sr-only"> {name}</span>
            </span>
          </label>
        )}
      </div>
      <div className="-ml-3 flex shrink-0 sm:ml-0">
        <Button className="border-transparent px-3" aria-haspopup="dialog" onClick={() => setNoting(true)}>
          <NotebookPen aria-hidden className="size-4" />
          <span>
            {note ? 'Change note' : 'Add a note'}
            <span className="sr-only"> on {name}</span>
          </span>
        </Button>
        <Button
          className="border-transparent px-3"
          onClick={() => {
            unfollow(note);
            // The row disappears.
            focusPageHeading();
          }}
        >
          <BookmarkX aria-hidden className="size-4" />
          <span>
            Unfollow<span className="sr-only"> {name}</span>
          </span>
        </Button>
      </div>
      <Dialog title={`Your note on ${name}`} isOpen={isNoting} close={() => setNoting(false)}>
        <Suspense>
          <NoteForm licenseNumber={licenseNumber} note={note} done={() => setNoting(false)} />
        </Suspense>
      </Dialog>
    </li>
  );
}

function LatestChange({ change }: { change: NonNullable<Follow['change']> }) {
  const { sentence } = wordsOfChange(change);
  return (
    <>
      <span className="text-text-2">
        {change.on ? `Latest change, in the file of ${dayWords(change.on)}: ` : 'Latest change: '}
      </span>
      {sentence}.
    </>
  );
}
