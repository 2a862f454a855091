import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { formatInstant, plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { focusPageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useMay } from '../../accounts/me.ts';
import type { Project } from '../project-queries.ts';
import { addendaQuery, refreshAddenda } from './addenda-queries.ts';
import { AddendumText } from './addendum-text.tsx';

/** The addenda of a project, with a button for each that the reader’s firm has not acknowledged. A project without any shows nothing. */
export default function Addenda({ project }: { project: Project }) {
  const readsPlans = useMay('READ_PLANS');
  const { data, error, refetch } = useQuery(addendaQuery(project.id));
  if (error)
    return <ErrorPanel what="Couldn’t load the addenda" error={error} retry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  const isOpen = project.stage === 'PUBLISHED' || project.stage === 'BIDDING_OPEN';
  const asks = isOpen && !project.isOwn && readsPlans;
  const open = asks ? data.filter(({ acknowledgedAt }) => acknowledgedAt === null) : [];
  return (
    <section aria-labelledby="addenda" className="space-y-3">
      <h2 id="addenda" className="text-h3 font-semibold">
        Addenda
      </h2>
      {open.length > 0 && (
        <Notice
          kind="warn"
          title={`${open.length} ${plural(open.length, 'addendum', 'addenda')} to acknowledge`}
        >
          <p>Read each one and confirm it for your firm. A bid has to take all of them into account.</p>
        </Notice>
      )}
      <ul
        aria-label="Addenda"
        className="divide-y divide-divider rounded-card border border-divider bg-surface"
      >
        {data.map((addendum) => (
          <li key={addendum.id} className="space-y-3 p-4">
            <div className="flex flex-wrap items-start justify-between gap-2">
              <div className="min-w-0">
                <h3 className="font-semibold wrap-anywhere">
                  Addendum {addendum.number}: {addendum.title}
                </h3>
                <p className="text-dense text-text-2">{formatInstant(addendum.createdAt)}</p>
              </div>
              {asks &&
                (addendum.acknowledgedAt ? (
                  <Pill tone="ok">Acknowledged</Pill>
                ) : (
                  <Pill tone="warn">Not acknowledged</Pill>
                ))}
            </div>
            <AddendumText addendum={addendum} zone={project.deadlineTimeZone} />
            {asks && !addendum.acknowledgedAt && (
              <Acknowledge addendumId={addendum.id} number={addendum.number} />
            )}
            {addendum.acknowledgedAt && (
              <p className="text-dense text-text-2">
                Acknowledged for your firm on {formatInstant(addendum.acknowledgedAt)}.
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acknowledge({ addendumId, number }: { addendumId: string; number: number }) {
  const { mutate, isPending, error } = useSingleMutation(
    api.addenda.acknowledge.mutationOptions({
      onSuccess: async () => {
        await refreshAddenda();
        toast(`Addendum ${number} is acknowledged.`);
        // The button disappears.
        focusPageHeading();
      },
    }),
  );
  return (
    <div className="space-y-2 print:hidden">
      {error && <ErrorPanel what="Couldn’t save that" error={error} />}
      <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ addendumId })}>
        {isPending ? 'Saving…' : 'I have read it'}
        <span className="sr-only">: addendum {number}</span>
      </Button>
    </div>
  );
}
