import { api } from '../../lib/api.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';
import { refreshBids } from './bid-queries.ts';

const longAfterMs = 60_000;

/** Bids between their deadline and the opening. It takes seconds; a minute later the poster may ask for another try. */
export function OpeningNotice({
  projectId,
  count,
  deadlineAt,
}: {
  projectId: string;
  count: number;
  deadlineAt: string | Date | null | undefined;
}) {
  const ask = useSingleMutation(
    api.bids.askOpening.mutationOptions({
      onSuccess: async () => {
        await refreshBids();
        toast('The portal tries to open the bids again.');
      },
    }),
  );
  const isLate = deadlineAt ? Date.now() - new Date(deadlineAt).getTime() > longAfterMs : false;
  return (
    <Notice kind="info" title="The bids are being opened">
      <p>
        The deadline has passed. {formatCount(count)} {plural(count, 'bid')} came in.{' '}
        {isLate ? 'The opening takes longer than it should.' : 'This page shows them in a few seconds.'}
      </p>
      {ask.error && <ErrorPanel what="Couldn’t ask for the opening" error={ask.error} />}
      {isLate && (
        <Button aria-disabled={ask.isPending} onClick={() => ask.mutate({ projectId })}>
          Open the bids now
        </Button>
      )}
    </Notice>
  );
}
