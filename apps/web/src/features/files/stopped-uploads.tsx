import { useId } from 'react';
import { formatSize } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';

interface StoppedUpload {
  id: string;
  name: string;
  bytes: number;
  arrivedBytes: number;
}

/**
 * Uploads that a reload or a closed page has cut: how far each was, and the way to go on or to end it. `finish` goes on with one that has
 * arrived whole, without its file.
 */
export function StoppedUploads({
  uploads,
  isBusy,
  discard,
  finish,
}: {
  uploads: readonly StoppedUpload[] | undefined;
  isBusy: boolean;
  discard: (fileId: string) => void;
  finish?: { label: string; run: (fileId: string) => void };
}) {
  const heading = useId();
  if (!uploads?.length) return null;
  return (
    <section aria-labelledby={heading} className="space-y-2 rounded-card border border-divider p-3">
      <h3 id={heading} className="font-semibold">
        Uploads that stopped
      </h3>
      <p className="text-dense text-text-2">
        Choose the same file in this browser, and it goes on where it stopped. We keep it for a day.
      </p>
      <ul className="space-y-2">
        {uploads.map(({ id, name, bytes, arrivedBytes }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 text-dense">
            <span className="min-w-0 wrap-anywhere">
              {name}: {Math.floor((arrivedBytes / bytes) * 100)}% of {formatSize(bytes)}
            </span>
            <span className="flex flex-wrap gap-2">
              {finish && arrivedBytes === bytes && (
                <Button aria-disabled={isBusy} onClick={() => isBusy || finish.run(id)}>
                  {finish.label}
                  <span className="sr-only"> {name}</span>
                </Button>
              )}
              <Button aria-disabled={isBusy} onClick={() => isBusy || discard(id)}>
                Discard<span className="sr-only"> {name}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
