import type { InvitationOutcome } from '@namc/inputs/outreach';
import {
  invitationEnding,
  invitationLinks,
  invitationSentences,
  invitationSubject,
} from '@namc/inputs/outreach-words';
import { useQuery } from '@tanstack/react-query';
import { formatCount, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { toast } from '../../ui/toasts.ts';
import { type OutreachFirm, refreshOutreach, useOutreach } from './outreach-queries.ts';

const unsentWords: Record<Exclude<InvitationOutcome, 'SENT'>, string> = {
  NO_ADDRESS: 'no address',
  INVITED_BEFORE: 'the address was invited before',
  STOPPED: 'the address wants no invitations',
  OFTEN: 'the address got three invitations in the last 30 days',
  LIMIT: 'no more of your invitations leave today',
};

function outcomeWords(outcomes: { outcome: InvitationOutcome }[]): string {
  const count = (wanted: InvitationOutcome) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const sent = count('SENT');
  const others = (Object.keys(unsentWords) as (keyof typeof unsentWords)[]).filter((one) => count(one) > 0);
  return [
    sent > 0
      ? `${formatCount(sent)} ${plural(sent, 'invitation')} sent and logged.`
      : 'No invitation was sent.',
    ...others.map((one) => `${formatCount(count(one))} ${plural(count(one), 'firm')}: ${unsentWords[one]}.`),
  ].join(' ');
}

/** The email as it will leave, and the button that sends it to firms on the list. */
export default function InviteFirms({
  projectId,
  firms,
  leave,
}: {
  projectId: string;
  firms: OutreachFirm[];
  leave: () => void;
}) {
  const procedures = useOutreach();
  const preview = useQuery(procedures.previewInvitation.queryOptions({ projectId }));
  const { mutate, isPending, error } = useSingleMutation(
    procedures.invite.mutationOptions({
      onSuccess: async (outcomes) => {
        await refreshOutreach();
        toast(
          outcomeWords(outcomes),
          outcomes.some(({ outcome }) => outcome === 'SENT') ? {} : { kind: 'failed' },
        );
        leave();
      },
    }),
  );
  if (preview.isError)
    return (
      <ErrorPanel what="Couldn’t load the email" error={preview.error} retry={() => void preview.refetch()} />
    );
  if (preview.isPending) return <Loading />;
  const facts = preview.data;
  const [first] = firms;
  if (!facts || !first) return <p>The project takes no bids now, so nobody can be invited to bid on it.</p>;
  const { joining, reason } = invitationEnding(facts, {
    firm: first.firm?.name ?? null,
    licenseNumber: first.licenseNumber,
  });
  return (
    <div className="space-y-4 text-dense wrap-anywhere">
      <p>To {firms.length === 1 ? first.email : `${formatCount(firms.length)} firms, each by itself`}</p>
      <section aria-label="The email" className="space-y-2 rounded-card border border-divider bg-surface p-3">
        <h3 className="font-semibold">{invitationSubject(facts)}</h3>
        {invitationSentences(facts).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <Linked>{invitationLinks.project}</Linked>
        <p>{joining}</p>
        <Linked>{invitationLinks.claim}</Linked>
        <p>{reason}</p>
        <Linked>{invitationLinks.stop}</Linked>
      </section>
      {firms.length > 1 && (
        <p className="text-text-2">Each email has the name and the license of its firm.</p>
      )}
      <p className="text-text-2">
        Each email is logged as a contact. An address gets one invitation for a project.
      </p>
      {error && <ErrorPanel what="Couldn’t send it" error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          aria-disabled={isPending}
          onClick={() => mutate({ projectId, outreachIds: firms.map(({ id }) => id) })}
        >
          {isPending ? 'Sending…' : `Send ${formatCount(firms.length)} ${plural(firms.length, 'invitation')}`}
        </Button>
        <Button onClick={leave}>Cancel</Button>
      </div>
    </div>
  );
}

const Linked = ({ children }: { children: string }) => (
  <p>
    <span className="text-link underline underline-offset-4">{children}</span>
  </p>
);
