import { useQuery } from '@tanstack/react-query';
import { formatCount, formatInstant, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Block } from '../../ui/block.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { toast } from '../../ui/toasts.ts';
import { refreshOutreach, useOutreach, useRecordAddress } from './outreach-queries.ts';

/** The records of an outreach, as evidence of a good faith effort. One that was made never changes. */
export default function Records({ projectId, firms }: { projectId: string; firms: number }) {
  const procedures = useOutreach();
  const addressOf = useRecordAddress();
  const records = useQuery(procedures.listRecords.queryOptions({ projectId }));
  const { mutate, isPending, error } = useSingleMutation(
    procedures.makeRecord.mutationOptions({
      onSuccess: async () => {
        await refreshOutreach();
        toast('The record is made.');
      },
    }),
  );
  return (
    <Block title="Records of the outreach" what="Couldn’t load the records" asked={records}>
      {(made) => (
        <>
          <p className="max-w-[70ch]">
            A record says all of the outreach as it is now: the work, the searches, the date of the license
            data, and each firm with its standing and certifications on the day on which bids open, and your
            contacts. It never changes. Contacts that you log later go into the next record.
          </p>
          {error && <ErrorPanel what="Couldn’t make the record" error={error} />}
          {firms === 0 ? (
            <p className="text-text-2">Add firms to the list first.</p>
          ) : (
            <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ projectId })}>
              {isPending ? 'Making it…' : 'Make a record now'}
            </Button>
          )}
          {made.length === 0 ? (
            <p className="text-text-2">No records yet.</p>
          ) : (
            <ul
              aria-label="Records"
              className="divide-y divide-divider rounded-card border border-divider bg-surface"
            >
              {made.map(({ id, madeAt, firms: count }) => (
                <li key={id} className="px-4 py-2 text-dense">
                  <a
                    href={addressOf(id)}
                    download
                    className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
                  >
                    Record of {formatInstant(madeAt)} (PDF)
                  </a>{' '}
                  <span className="text-text-2">
                    {formatCount(count)} {plural(count, 'firm')}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Block>
  );
}
