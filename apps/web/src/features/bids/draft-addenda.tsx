import { Link } from '@tanstack/react-router';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { refreshAddenda } from '../projects/addenda/addenda-queries.ts';
import { type BidDraft, bidDraftQuery } from './bid-queries.ts';

/** The addenda that a bid takes into account, with a button for each that the firm has not acknowledged. */
export function DraftAddenda({ draft: { id, projectId, addenda } }: { draft: BidDraft }) {
  const open = addenda.filter(({ readAt }) => readAt === null);
  const acknowledge = useSingleMutation(
    api.addenda.acknowledge.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: bidDraftQuery(id).queryKey });
        await refreshAddenda();
        toast('The addendum is acknowledged.');
        // The button disappears.
        focusPageHeading();
      },
    }),
  );
  return (
    <section aria-label="Addenda" className="space-y-2">
      <h3 className="font-semibold">Addenda</h3>
      {open.length > 0 && (
        <p>
          The bid has to take each one into account.{' '}
          <Link
            to="/projects/$id"
            params={{ id: projectId }}
            className="text-link underline underline-offset-4"
          >
            Read them on the project’s page
          </Link>
        </p>
      )}
      {acknowledge.error && <ErrorPanel what="Couldn’t save that" error={acknowledge.error} />}
      <ul className="space-y-3">
        {addenda.map((one) => (
          <li key={one.id} className="space-y-1 wrap-anywhere">
            <p>
              Addendum {one.number}: {one.title}
            </p>
            {one.readAt ? (
              <p className="text-dense text-text-2">Acknowledged on {formatInstant(one.readAt)}.</p>
            ) : (
              <Button
                aria-disabled={acknowledge.isPending}
                onClick={() => acknowledge.mutate({ addendumId: one.id })}
              >
                I have read addendum {one.number}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
