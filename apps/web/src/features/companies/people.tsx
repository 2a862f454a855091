import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { momentInList } from '../../ui/short-times.ts';
import { toast } from '../../ui/toasts.ts';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import type { PersonAct } from './company-forms.tsx';
import { type CompanyPerson, type OwnCompany, refreshCompanies } from './company-queries.ts';
import { roleWords } from './company-words.ts';

const loadForms = () => import('./company-forms.tsx');
const InviteForm = lazy(patiently(async () => ({ default: (await loadForms()).InviteForm })));
const PersonForm = lazy(patiently(async () => ({ default: (await loadForms()).PersonForm })));

/** The people of a company, with what an owner can do about them, and the way out for everybody. */
export function CompanyPeople({ company }: { company: OwnCompany }) {
  const companyId = company.id;
  const isOwner = company.ownRole === 'OWNER';
  const { data, error, isPending, refetch } = useQuery(api.companies.listPeople.queryOptions({ companyId }));
  return (
    <SettingsSection
      title="People"
      change={
        isOwner && (
          <Change
            what="a colleague"
            label="Invite"
            isSpelledOut
            form={(close) => (
              <Suspense fallback={<Loading />}>
                <InviteForm companyId={companyId} done={close} />
              </Suspense>
            )}
          />
        )
      }
    >
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the people" error={error} retry={refetch} />}
      {data && (
        <ul
          aria-label="People of the company"
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
        >
          {data.map((person) => (
            <Person key={person.userId} company={company} person={person} />
          ))}
        </ul>
      )}
      {isOwner && <OpenInvitations companyId={companyId} />}
      <Leave company={company} />
    </SettingsSection>
  );
}

/** A person of the company. An owner changes the role of the others, hands the company over to one, or removes one. */
function Person({ company, person }: { company: OwnCompany; person: CompanyPerson }) {
  const { userId, firstName, lastName } = person;
  const [asked, setAsked] = useState<PersonAct>();
  const done = (words: string) => async () => {
    await refreshCompanies();
    toast(words);
  };
  const transfer = useSingleMutation(
    api.companies.transfer.mutationOptions({ onSuccess: done(`${firstName} owns the company now.`) }),
  );
  const remove = useSingleMutation(
    api.companies.removePerson.mutationOptions({
      onSuccess: done(`${firstName} is no longer in the company.`),
    }),
  );
  const acts = {
    transfer: {
      run: transfer.mutate,
      title: `Hand ${company.name} over to ${firstName} ${lastName}?`,
      action: 'Hand over',
      means: `${firstName} becomes an owner, and you become a member. After that you can’t change the company or its people, and only an owner can make you one again.`,
    },
    remove: {
      run: remove.mutate,
      title: `Remove ${firstName} ${lastName} from ${company.name}?`,
      action: 'Remove',
      means: `${firstName} no longer sees the company and hears nothing of it. To come back, ${firstName} needs a new invitation.`,
    },
  };
  const act = asked && acts[asked];
  const failed = transfer.error ?? remove.error;
  const close = () => setAsked(undefined);
  return (
    <li className="space-y-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="font-semibold break-words">
            {firstName} {lastName}
            {person.isSelf && <span className="font-normal text-text-2"> (you)</span>}
          </p>
          <p className="text-dense text-text-2">
            {roleWords[person.role]}, since <time {...momentInList(person.since)} />
          </p>
        </div>
        {company.ownRole === 'OWNER' && !person.isSelf && (
          <Change
            what={`${firstName} ${lastName}`}
            form={(end) => (
              <Suspense fallback={<Loading />}>
                <PersonForm
                  companyId={company.id}
                  person={person}
                  ask={(wanted) => {
                    end();
                    setAsked(wanted);
                  }}
                  done={end}
                />
              </Suspense>
            )}
          />
        )}
      </div>
      {failed && <ErrorPanel what="Couldn’t do that" error={failed} />}
      {act && (
        <Confirm
          title={act.title}
          isOpen
          close={close}
          action={act.action}
          act={() => {
            close();
            act.run({ companyId: company.id, userId });
          }}
        >
          {act.means}
        </Confirm>
      )}
    </li>
  );
}

function OpenInvitations({ companyId }: { companyId: string }) {
  const { data, error, refetch } = useQuery(api.companies.listInvitations.queryOptions({ companyId }));
  const withdraw = useSingleMutation(
    api.companies.withdrawInvitation.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('Invitation taken back.');
      },
    }),
  );
  const again = useSingleMutation(
    api.companies.invite.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('Invitation sent again.');
      },
    }),
  );
  const failed = withdraw.error ?? again.error;
  if (error) return <ErrorPanel what="Couldn’t load the invitations" error={error} retry={refetch} />;
  if (!data || data.length === 0) return null;
  return (
    <>
      <h3 className="font-semibold">Invited</h3>
      {failed && <ErrorPanel what="Couldn’t change the invitation" error={failed} />}
      <ul
        aria-label="Invitations"
        className="divide-y divide-divider rounded-card border border-divider bg-surface"
      >
        {data.map(({ id, email, role, expiresAt, isExpired }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 p-4">
            <div className="min-w-0">
              <p className="font-semibold break-all">{email}</p>
              <p className="text-dense text-text-2">
                {roleWords[role]}, {isExpired ? 'expired' : 'good until'}{' '}
                <time {...momentInList(expiresAt)} />
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button
                aria-label={`Send the invitation to ${email} again`}
                aria-disabled={again.isPending}
                onClick={() => again.mutate({ companyId, email, role })}
              >
                Send again
              </Button>
              <Button
                aria-label={`Take the invitation to ${email} back`}
                aria-disabled={withdraw.isPending}
                onClick={() => withdraw.mutate({ invitationId: id })}
              >
                Take back
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Leave({ company }: { company: OwnCompany }) {
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const leave = useSingleMutation(
    api.companies.leave.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast(`You left ${company.name}.`);
      },
    }),
  );
  return (
    <>
      {leave.error && <ErrorPanel what="Couldn’t leave the company" error={leave.error} />}
      <Button aria-disabled={leave.isPending} onClick={() => setAsked(true)}>
        Leave this company…
      </Button>
      <Confirm
        title={`Leave ${company.name}?`}
        isOpen={isAsked}
        close={close}
        action="Leave"
        act={() => {
          close();
          leave.mutate({ companyId: company.id });
        }}
      >
        The company no longer shows in your profile. To come back, you need a new invitation.
      </Confirm>
    </>
  );
}
