import {
  approveApplicationsInput,
  askApplicantInput,
  declineApplicationsInput,
} from '@namc/inputs/applications';
import { useMutation } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod/mini';
import { api, queryClient } from '../../../lib/api.ts';
import { plural } from '../../../lib/formats.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { InputField, TextareaField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

export type Act = 'approve' | 'decline' | 'ask';

interface Decision {
  applications: { id: string; name: string; updatedAt: string }[];
  /** The reasons against approving them. */
  warnings: string[];
  close: () => void;
  /** Receives the words for the toast. */
  done: (words: string) => Promise<void>;
}

/** After a refusal, the page beneath shows what has happened in the meantime. */
const refresh = () => queryClient.invalidateQueries(api.applications.pathFilter());

const countOf = ({ length }: readonly unknown[]) =>
  `${length} ${plural(length, 'application', 'applications')}`;

/** Confirms a decision: one application by its name, several by their number. */
export default function DecisionDialog({ act, close, ...decision }: Decision & { act: Act | undefined }) {
  const { applications } = decision;
  const isBulk = applications.length !== 1;
  const whose = isBulk ? countOf(applications) : `${applications[0]?.name ?? ''}’s application`;
  const titles = {
    approve: `Approve ${whose}?`,
    decline: `Decline ${whose}?`,
    ask: `Ask ${applications[0]?.name ?? ''}`,
  };
  return (
    <Dialog title={act ? titles[act] : ''} isOpen={act !== undefined} close={close}>
      {act === 'ask' && <Ask {...decision} />}
      {(act === 'approve' || act === 'decline') && <Decide key={act} act={act} {...decision} />}
    </Dialog>
  );
}

/** To decide several applications people type their number. For one, its name in the title is enough. */
const typedNumber = (count: number) =>
  z
    .string()
    .check(
      z.refine(
        (typed) => count === 1 || typed.trim() === String(count),
        `must be ${count}, the number of applications you selected`,
      ),
    );

const list = new Intl.ListFormat('en-US');
const mostNames = 10;

/** The names of the applicants in a bulk decision. */
function Names({ applications }: Pick<Decision, 'applications'>) {
  if (applications.length === 1) return null;
  const names = applications.slice(0, mostNames).map(({ name }) => name);
  const more = applications.length - names.length;
  return <p className="text-dense">{list.format(more > 0 ? [...names, `${more} more`] : names)}.</p>;
}

/** The warnings of the page, once more at the decision. */
function Warnings({ warnings }: Pick<Decision, 'warnings'>) {
  if (warnings.length === 0) return null;
  return (
    <ul
      aria-label="Check before you approve"
      className="space-y-1 rounded-control bg-warn-tint p-3 text-dense"
    >
      {warnings.map((warning) => (
        <li key={warning} className="flex gap-2">
          <TriangleAlert aria-hidden className="size-5 shrink-0 text-warn" />
          {warning}
        </li>
      ))}
    </ul>
  );
}

/** The words and rules of the two decisions. */
const words = {
  approve: {
    verb: 'Approve',
    working: 'Approving…',
    past: {
      one: 'Application approved. We’ll email the applicant.',
      several: 'approved. We’ll email each applicant.',
    },
    one: 'The applicant becomes a member today, for one year, and gets an email.',
    several: 'Each applicant becomes a member today, for one year, and gets an email.',
    reason: approveApplicationsInput.shape.reason,
    hint: () => 'Kept in the audit trail. Applicants don’t see it.',
  },
  decline: {
    verb: 'Decline',
    working: 'Declining…',
    past: {
      one: 'Application declined. We’ll email the applicant.',
      several: 'declined. We’ll email each applicant.',
    },
    one: 'The applicant gets an email.',
    several: 'Each applicant gets an email with the same reason.',
    reason: declineApplicationsInput.shape.reason,
    hint: (count: number) => (count === 1 ? 'The applicant sees this.' : 'All applicants see this.'),
  },
};

function Decide({
  act,
  applications,
  warnings,
  done,
}: Omit<Decision, 'close'> & { act: keyof typeof words }) {
  const count = applications.length;
  const { verb, working, past, one, several, hint, reason } = words[act];
  const ids = applications.map(({ id }) => id);
  // The page behind the dialog may go on to later answers, which nobody looks at now.
  const [seen] = useState(() => applications.map(({ id, updatedAt }) => ({ id, updatedAt })));
  const form = useSchemaForm(
    z.extend(approveApplicationsInput, { reason, typed: typedNumber(count) }),
    { ids, seen: [], reason: '', typed: '' },
    // A reason is for these applications and no others.
    { key: [act, ...ids.toSorted()].join(' '), names: ['reason'] },
  );
  const decide = {
    approve: useMutation(api.applications.approve.mutationOptions({ onError: refresh })),
    decline: useMutation(api.applications.decline.mutationOptions({ onError: refresh })),
  }[act];
  return (
    <Form
      form={form}
      action={count === 1 ? verb : `${verb} ${countOf(applications)}`}
      working={working}
      isDangerous={act === 'decline'}
      labels={{ reason: 'Reason', typed: 'Number' }}
      submit={({ typed: _, ...values }) => decide.mutateAsync({ ...values, seen })}
      done={() => done(count === 1 ? past.one : `${countOf(applications)} ${past.several}`)}
    >
      <p>{count === 1 ? one : several} This can’t be undone.</p>
      {act === 'approve' && <Warnings warnings={warnings} />}
      <Names applications={applications} />
      <TextareaField
        form={form}
        name="reason"
        label="Reason"
        isOptional={act === 'approve'}
        hint={hint(count)}
      />
      {count !== 1 && (
        <InputField
          form={form}
          name="typed"
          label="Number"
          inputMode="numeric"
          autoComplete="off"
          hint={`Type ${count} to confirm.`}
        />
      )}
    </Form>
  );
}

function Ask({ applications, done }: Pick<Decision, 'applications' | 'done'>) {
  const id = applications[0]?.id ?? '';
  const form = useSchemaForm(askApplicantInput, { id, body: '' }, { key: `ask ${id}`, names: ['body'] });
  const { mutateAsync } = useMutation(api.applications.ask.mutationOptions());
  return (
    <Form
      form={form}
      action="Send the question"
      working="Sending…"
      labels={{ body: 'Question' }}
      submit={(values) => mutateAsync(values)}
      done={() => done('Your question was sent.')}
    >
      <TextareaField
        form={form}
        name="body"
        label="Question"
        hint="We’ll email this to the applicant and put the application on hold until they reply."
      />
    </Form>
  );
}
