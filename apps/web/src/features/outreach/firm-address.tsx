import { mostInvitations, setOutreachEmailInput } from '@namc/inputs/outreach';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import type { Project } from '../projects/project-queries.ts';
import { instantIn } from '../projects/project-words.ts';
import { type OutreachFigures, type OutreachFirm, refreshOutreach, useOutreach } from './outreach-queries.ts';

const InviteFirms = lazy(patiently(() => import('./invite-firms.tsx')));

const mayInvite = ({ email, isStopped, wasInvited }: OutreachFirm) =>
  email !== null && !isStopped && !wasInvited;

/** The address of a firm, and what became of its invitation. */
export function FirmAddress({ row, project }: { row: OutreachFirm; project: Project }) {
  const { email, isStopped, invitation } = row;
  if (!email && !invitation) return null;
  return (
    <div className="space-y-1 text-dense wrap-anywhere">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {email && <span>Email: {email}</span>}
        {isStopped && <Pill tone="warn">Wants no invitations</Pill>}
        {invitation && <Delivery invitation={invitation} />}
      </p>
      {invitation && <Answers invitation={invitation} zone={project.deadlineTimeZone} />}
    </div>
  );
}

/** The buttons for the address of a firm, and for an invitation to it. */
export function AddressActs({
  row,
  project,
  name,
  isRoom,
}: {
  row: OutreachFirm;
  project: Project;
  name: string;
  /** True while invitations may leave for the project. */
  isRoom: boolean;
}) {
  return (
    <>
      {isRoom && mayInvite(row) && (
        <Change
          label="Invite by email"
          what={name}
          form={(leave) => (
            <Suspense fallback={<Loading />}>
              <InviteFirms projectId={project.id} firms={[row]} leave={leave} />
            </Suspense>
          )}
        />
      )}
      <Change
        label={row.email ? 'Change the email address' : 'Add an email address'}
        what={`of ${name}`}
        form={(leave) => <AddressForm row={row} leave={leave} />}
      />
    </>
  );
}

function Delivery({
  invitation: { delivery, returnedAt },
}: {
  invitation: NonNullable<OutreachFirm['invitation']>;
}) {
  if (returnedAt) return <Pill tone="bad">The invitation came back</Pill>;
  switch (delivery) {
    case 'FAILED':
      return <Pill tone="bad">Invitation couldn’t be delivered</Pill>;
    case 'DROPPED':
      return <Pill tone="warn">Invitation didn’t leave</Pill>;
    case 'WAITING':
      return <Pill tone="info">Invitation on its way</Pill>;
    case 'KEPT':
      return <Pill tone="warn">Invitation kept, because no mail server is set</Pill>;
    default:
      return <Pill tone="info">Invited by email</Pill>;
  }
}

function Answers({
  invitation: { email, openedAt, appliedAt },
  zone,
}: {
  invitation: NonNullable<OutreachFirm['invitation']>;
  zone: string;
}) {
  const said = appliedAt
    ? `applied for membership on ${instantIn(appliedAt, zone)}`
    : openedAt && `opened the personal link on ${instantIn(openedAt, zone)}`;
  return said ? (
    <p>
      {email} {said}
    </p>
  ) : null;
}

function AddressForm({ row, leave }: { row: OutreachFirm; leave: () => void }) {
  const form = useSchemaForm(setOutreachEmailInput, { outreachId: row.id, email: row.email ?? '' });
  const { mutateAsync } = useMutation(useOutreach().setEmail.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ email: 'Email address' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshOutreach();
        toast('Email address saved.');
      }}
      done={leave}
    >
      <InputField
        form={form}
        name="email"
        label="Email address"
        isOptional
        type="email"
        autoComplete="off"
        spellCheck={false}
        hint="The license board’s file has no email addresses. Enter one that the firm gave you. Only you and our staff see it."
      />
    </Form>
  );
}

/** Invites all firms of those shown whose address gets an invitation now, or says when the next one may leave. */
export function InviteShown({
  rows,
  project,
  figures: { invitationsLeft, nextInvitationAt },
}: {
  rows: OutreachFirm[];
  project: Project;
  figures: OutreachFigures;
}) {
  // Two firms may share an address, which gets one.
  const all = [...new Map(rows.filter(mayInvite).map((row) => [row.email, row])).values()];
  const firms = all.slice(0, invitationsLeft);
  if (all.length > 0 && nextInvitationAt)
    return (
      <p className="text-dense text-text-2">
        {mostInvitations} invitations left in the last 24 hours, which is the most for one project. The next
        one may leave on {instantIn(nextInvitationAt, project.deadlineTimeZone)}.
      </p>
    );
  if (firms.length < 2) return null;
  return (
    <Change
      label="Invite"
      what={`${formatCount(firms.length)} ${plural(firms.length, 'firm')} by email`}
      isSpelledOut
      form={(leave) => (
        <Suspense fallback={<Loading />}>
          <InviteFirms projectId={project.id} firms={firms} leave={leave} />
        </Suspense>
      )}
    />
  );
}
