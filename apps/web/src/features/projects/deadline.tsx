import { useEffect, useState } from 'react';
import { queryClient } from '../../lib/api.ts';
import { type Project, projectQuery } from './project-queries.ts';
import { instantIn, leftWords, timeZoneWords } from './project-words.ts';

/** The deadline in its zone and in the reader’s, and the time that is left by the portal’s clock. */
export function Deadline({ project }: { project: Project }) {
  const { id, stage, deadlineAt, deadlineTimeZone, secondsLeft } = project;
  const left = useCountdown(secondsLeft);
  // The page says what may still be done, so it asks again as the deadline passes.
  const hasPassed = left !== null && left <= 0 && secondsLeft !== null && secondsLeft > 0;
  useEffect(() => {
    if (hasPassed) void queryClient.invalidateQueries({ queryKey: projectQuery(id).queryKey });
  }, [hasPassed, id]);
  const [ownZone, setOwnZone] = useState<string>();
  // The portal paints the page without knowing the reader's zone.
  useEffect(() => setOwnZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  if (!deadlineAt) return null;
  const words = instantIn(deadlineAt, deadlineTimeZone);
  const own = ownZone && instantIn(deadlineAt, ownZone);
  const isOpen = stage === 'PUBLISHED' || stage === 'BIDDING_OPEN';
  return (
    <div className="rounded-card border border-divider bg-surface p-4">
      <p className="text-dense text-text-2">Bids have to be in before</p>
      <p className="text-lead font-semibold">
        <time dateTime={new Date(deadlineAt).toISOString()}>{words}</time>
      </p>
      {own && own.replace(/ \S+$/, '') !== words.replace(/ \S+$/, '') && (
        <p className="text-dense text-text-2">For you that is {own}.</p>
      )}
      {isOpen && left !== null && (
        <p className={`font-semibold ${left < 172_800 ? 'text-warn' : ''}`}>{leftWords(left)}</p>
      )}
      <p className="mt-1 text-dense text-text-2">
        The portal’s clock decides, in {timeZoneWords[deadlineTimeZone] ?? deadlineTimeZone}.
      </p>
      {stage !== 'DRAFT' && (
        <a
          href={`/api/projects/${id}/dates.ics`}
          download
          className="inline-flex min-h-11 items-center text-dense text-link underline underline-offset-4 lg:min-h-8 print:hidden"
        >
          Add the dates to your calendar
        </a>
      )}
    </div>
  );
}

/** The longest time in seconds for which the end is awaited to the second. A browser's timers end after 24 days. */
const longestWait = 86_400;

/** The seconds that are left, from the portal's answer on. A computer's own date plays no part. */
function useCountdown(secondsLeft: number | null): number | null {
  const [passed, setPassed] = useState({ of: secondsLeft, seconds: 0 });
  if (passed.of !== secondsLeft) setPassed({ of: secondsLeft, seconds: 0 });
  useEffect(() => {
    if (secondsLeft === null || secondsLeft <= 0) return undefined;
    const began = performance.now();
    const count = () =>
      setPassed({ of: secondsLeft, seconds: Math.floor((performance.now() - began) / 1000) });
    const timer = setInterval(count, 10_000);
    // A second after the end, when the portal says the same.
    const end = secondsLeft < longestWait ? setTimeout(count, (secondsLeft + 1) * 1000) : undefined;
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [secondsLeft]);
  return secondsLeft === null ? null : secondsLeft - passed.seconds;
}
