import { formatTime } from '../lib/formats.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import type { SaveState } from './use-autosave.ts';

/** Says whether the portal has what the fields hold. */
export function SaveLine({
  state,
  noun,
  retry,
}: {
  state: SaveState;
  /** “project”: what is saved. */
  noun: string;
  retry: () => void;
}) {
  if (state.kind === 'stale')
    return (
      <Notice kind="warn" title={`This ${noun} was changed elsewhere`}>
        <p>
          Another page or another person saved it after you opened it here. Nothing here was saved over it.
          Copy what you want to keep, and load the newest version.
        </p>
        <Button onClick={() => document.location.reload()}>Load the newest version</Button>
      </Notice>
    );
  return (
    <div role="status" className="flex min-h-11 flex-wrap items-center gap-3 text-dense text-text-2">
      {words(state, noun)}
      {state.kind === 'waiting' && <Button onClick={retry}>Try now</Button>}
    </div>
  );
}

function words(state: SaveState, noun: string): string {
  switch (state.kind) {
    case 'saved':
      return state.at ? `Saved ${formatTime(state.at)}` : 'Everything is saved.';
    case 'typed':
      return 'Not saved yet';
    case 'saving':
      return 'Saving…';
    case 'waiting':
      return 'Not saved: the portal can’t be reached. What you typed stays here, and is saved when the line is back.';
    case 'wrong':
      return state.isRestSaved
        ? 'A field needs your attention. The rest is saved.'
        : 'Not saved: a field needs your attention.';
    case 'stale':
      return `Not saved: the ${noun} was changed elsewhere.`;
    case 'refused':
      return `Not saved: ${state.because}`;
  }
}
