import type { FileKind } from '@namc/inputs/files';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatSize } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toasts.ts';

/** The person's uploads that a reload or a closed page has cut: how far each was, and the way to go on or to end it. */
export function UnfinishedUploads({ kind }: { kind: FileKind }) {
  const heading = useId();
  // An upload that the browser doesn’t know is not offered. The same file goes on all the same.
  const { data } = useQuery(api.files.listUnfinished.queryOptions({ kind }, { staleTime: 0, gcTime: 0 }));
  const { mutate, isPending } = useMutation(
    api.files.cancel.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(api.files.pathFilter()),
      onError: (error) => toast(`Couldn’t discard the upload: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  if (!data?.length) return null;
  return (
    <section aria-labelledby={heading} className="space-y-2 rounded-card border border-divider p-3">
      <h3 id={heading} className="font-semibold">
        Uploads that stopped
      </h3>
      <p className="text-dense text-text-2">
        Choose the same file in this browser, and it goes on where it stopped. We keep it for a day.
      </p>
      <ul className="space-y-2">
        {data.map(({ id, name, bytes, arrivedBytes }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 text-dense">
            <span className="min-w-0 wrap-anywhere">
              {name}: {Math.floor((arrivedBytes / bytes) * 100)}% of {formatSize(bytes)}
            </span>
            <Button disabled={isPending} onClick={() => mutate({ fileId: id })}>
              Discard<span className="sr-only"> {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
