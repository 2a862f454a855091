import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { patiently } from '../../lib/connection.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { momentInList } from '../../ui/short-times.ts';
import { toast } from '../../ui/toasts.ts';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import { type OwnCompany, refreshCompanies } from './company-queries.ts';
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
            <li key={person.userId} className="flex flex-wrap items-center justify-between gap-3 p-4">
              <div className="min-w-0">
                <p className="font-semibold break-words">
                  {person.firstName} {person.lastName}
                  {person.isSelf && <span className="font-normal text-text-2"> (you)</span>}
                </p>
                <p className="text-dense text-text-2">
                  {roleWords[person.role]}, since <time {...momentInList(person.since)} />
                  {person.isShown && `. Members see ${person.isSelf ? 'you' : 'them'} in the directory.`}
                </p>
              </div>
              {(person.isSelf || (isOwner && person.isShown)) && (
                <ShowPerson companyId={companyId} person={person} />
              )}
              {isOwner && !person.isSelf && (
                <Change
                  what={`${person.firstName} ${person.lastName}`}
                  form={(close) => (
                    <Suspense fallback={<Loading />}>
                      <PersonForm company={company} person={person} done={close} />
                    </Suspense>
                  )}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isOwner && <OpenInvitations companyId={companyId} />}
      <Leave company={company} />
    </SettingsSection>
  );
}

/** A person shows themselves on the firm’s page. An owner may take others off it. */
function ShowPerson({
  companyId,
  person: { userId, firstName, lastName, isSelf, isShown },
}: {
  companyId: string;
  person: inferOutput<typeof api.companies.listPeople>[number];
}) {
  const show = useSingleMutation(
    api.companies.showPerson.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast(isShown ? 'Members no longer see the name there.' : 'Members see your name and photo there.');
      },
      onError: (error) => toast(`Couldn’t change it: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  const whom = isSelf ? 'me' : `${firstName} ${lastName}`;
  return (
    <Button
      aria-disabled={show.isPending}
      onClick={() => show.mutate({ companyId, userId, isShown: !isShown })}
    >
      {isShown ? `Take ${whom} off the directory` : 'Show me in the directory'}
    </Button>
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
        The company no longer shows in your profile. If a colleague’s membership covers you, that ends at
        once. To come back, you need a new invitation.
      </Confirm>
    </>
  );
}
