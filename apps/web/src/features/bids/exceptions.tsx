import { grantBidExceptionInput } from '@namc/inputs/bids';
import { clockTimeOf } from '@namc/inputs/clock-time';
import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useSettled } from '../../lib/use-settled.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import { refreshProjects } from '../projects/project-queries.ts';
import { instantIn, timeZoneWords } from '../projects/project-words.ts';
import { refreshBids } from './bid-queries.ts';
import { BiddingProcedures, useBidding } from './bidding-procedures.ts';

interface Excepted {
  projectId: string;
  zone: string;
  deadlineAt: string | Date | null;
  /** True while the project takes bids, or waits for the opening. */
  isSealed: boolean;
}

/** More time for one bidder: those that were granted, and the way to grant one while the bids are sealed. */
export default function Exceptions({
  isForStaff = false,
  mayGrant = true,
  ...project
}: Excepted & { isForStaff?: boolean; mayGrant?: boolean }) {
  return (
    <BiddingProcedures value={isForStaff ? api.bids.forStaff : api.bids}>
      <Granted {...project} mayGrant={mayGrant && project.isSealed} />
    </BiddingProcedures>
  );
}

function Granted({ mayGrant, ...project }: Excepted & { mayGrant: boolean }) {
  const { projectId, zone } = project;
  const { data, error, refetch } = useQuery(useBidding().listExceptions.queryOptions({ projectId }));
  if (!mayGrant && data?.length === 0) return null;
  return (
    <section aria-labelledby="exceptions" className="max-w-3xl space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="exceptions" className="text-h3 font-semibold">
          More time for one bidder
        </h2>
        {mayGrant && (
          <span className="print:hidden">
            <Change
              label="Grant"
              what="more time to one firm"
              isSpelledOut
              form={(leave) => <GrantForm project={project} leave={leave} />}
            />
          </span>
        )}
      </div>
      {error && <ErrorPanel what="Couldn’t load the exceptions" error={error} retry={() => void refetch()} />}
      {data?.length === 0 && (
        <p className="max-w-[70ch] text-text-2">
          The deadline is the same for every firm. If one couldn’t submit, such as while the portal was down,
          you can give it more time before the bids are open.
        </p>
      )}
      {data && data.length > 0 && (
        <ul
          aria-label="Exceptions"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map(({ id, firm, until, grantedUntil, overtakenBy, reason, grantor, grantedAt }) => (
            <li key={id} className="px-4 py-3 wrap-anywhere">
              <p className="font-semibold">
                {firm ?? 'One firm'} may submit until {instantIn(until, zone)}
              </p>
              {overtakenBy === 'EXCEPTION' && (
                <p>
                  This exception ends {instantIn(grantedUntil, zone)}. Another one for this firm ends later,
                  and counts.
                </p>
              )}
              {overtakenBy === 'DEADLINE' && (
                <p>
                  The deadline moved past the end of this exception, {instantIn(grantedUntil, zone)}, so it is
                  the same for every firm.
                </p>
              )}
              {reason && <p>{reason}</p>}
              <p className="text-dense text-text-2">
                Granted {instantIn(grantedAt, zone)}
                {grantor ? ` by ${grantor}` : '. Who it is for shows once the bids are open.'}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const most = 72 * 3_600_000;

function GrantForm({ project, leave }: { project: Excepted; leave: () => void }) {
  const { projectId, zone, deadlineAt } = project;
  const form = useSchemaForm(
    grantBidExceptionInput,
    {
      projectId,
      companyId: '',
      until: clockTimeOf(deadlineAt, zone),
      reason: '',
    },
    { key: `more time ${projectId}`, names: ['companyId', 'until', 'reason'] },
  );
  const { mutateAsync } = useMutation(useBidding().grantException.mutationOptions());
  const latest = deadlineAt && new Date(new Date(deadlineAt).getTime() + most);
  return (
    <Form
      form={form}
      action="Grant more time"
      working="Granting…"
      labels={{ companyId: 'Firm', until: 'Until', reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await Promise.all([refreshBids(), refreshProjects()]);
        toast('Granted. The firm is told, and every bidder hears that one firm has more time.');
      }}
      done={leave}
    >
      <p>
        Every bidder is told that one firm has more time, and until when the bids stay sealed. Nobody is told
        which firm before the bids are open. This can’t be undone.
      </p>
      <FirmField
        projectId={projectId}
        problem={form.formState.errors.companyId ? 'Choose a firm from the list.' : undefined}
        choose={(companyId) =>
          form.setValue('companyId', companyId, { shouldDirty: true, shouldValidate: companyId !== '' })
        }
      />
      <InputField
        form={form}
        name="until"
        label="Until"
        type="datetime-local"
        hint={`In ${timeZoneWords[zone] ?? zone}.${latest ? ` At the latest ${instantIn(latest, zone)}.` : ''}`}
      />
      <InputField
        form={form}
        name="reason"
        label="Reason"
        maxLength={300}
        hint="The firm reads it now. It stands in the bidding log for good."
      />
    </Form>
  );
}

function FirmField({
  projectId,
  problem,
  choose,
}: {
  projectId: string;
  problem: string | undefined;
  choose: (companyId: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const q = useSettled(typed.trim());
  const isAsked = typed.trim() !== '' && q.length > 1 && typed !== chosen;
  const { data, error } = useQuery(
    useBidding().listFirmsToExcept.queryOptions(isAsked ? { projectId, q } : skipToken),
  );
  const options = (isAsked ? (data ?? []) : []).map(({ id, name, city }) => ({
    key: id,
    label: name,
    note: city ?? undefined,
  }));
  return (
    <div className="space-y-1">
      <Combobox
        label="Firm"
        nouns={['firm', 'firms']}
        name="companyId"
        placeholder="Name of the firm"
        maxLength={100}
        value={typed}
        change={(words) => {
          setTyped(words);
          if (words !== chosen) choose('');
        }}
        options={options}
        choose={({ key, label }) => {
          setTyped(label);
          setChosen(label);
          choose(key);
        }}
        problem={problem && 'no-firm'}
        message={
          isAsked && error
            ? 'The search isn’t available right now.'
            : isAsked && data?.length === 0
              ? 'No firm of the portal has this name.'
              : undefined
        }
      />
      {problem && (
        <p id="no-firm" className="text-dense text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
