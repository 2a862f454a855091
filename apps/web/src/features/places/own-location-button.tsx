import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { useAnnounce } from '../../ui/announcer.tsx';
import { findOwnPlace } from './own-location.ts';

/** Fills in the person's own place. The browser asks for permission when they press it, and not before. */
export function OwnLocationButton({ choose }: { choose: (text: string) => void }) {
  const announce = useAnnounce();
  const [state, setState] = useState<{ isBusy: boolean; problem: string | null }>({
    isBusy: false,
    problem: null,
  });
  const find = async () => {
    if (state.isBusy) return;
    setState({ isBusy: true, problem: null });
    try {
      const place = await findOwnPlace();
      setState({ isBusy: false, problem: null });
      announce('Searching around your location.');
      choose(place);
    } catch (error) {
      setState({ isBusy: false, problem: error instanceof Error ? error.message : null });
    }
  };
  return (
    <>
      <button
        type="button"
        aria-disabled={state.isBusy}
        onClick={() => void find()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-2 hover:underline lg:min-h-8"
      >
        <LocateFixed aria-hidden className="size-4" />
        {state.isBusy ? 'Finding your location…' : 'Use my location'}
      </button>
      <span role="status" className={state.problem ? 'block text-dense text-bad' : 'sr-only'}>
        {state.problem}
      </span>
    </>
  );
}
