import { accountSuspension, roleGrant, roleRemoval } from '@namc/inputs/roles';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { formatDay, formatInstant, formatPhone } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Form, InputField, SelectField, TextareaField } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { deviceOf } from '../account/device.ts';
import { useMe } from '../account/me.ts';
import { Facts } from './facts.tsx';
import { statusWords, wordsOf } from './status-words.ts';

type Act = { kind: 'suspend' | 'reinstate' | 'grant' } | { kind: 'take'; roleCode: string; name: string };

export function MemberPage({ id }: { id: string }) {
  const me = useMe();
  const may = (permission: string) => me?.permissions.some((one) => one === permission) ?? false;
  const account = useQuery(api.members.get.queryOptions({ userId: id }, { staleTime: 0 }));
  const [act, setAct] = useState<Act>();
  const announce = useAnnounce();
  const done = async (words: string) => {
    setAct(undefined);
    await queryClient.invalidateQueries(api.members.pathFilter());
    announce(words);
  };
  const { data } = account;
  const isMyself = me?.userId === id;
  return (
    <div className="space-y-8">
      <PageHeading title={data ? `${data.firstName} ${data.lastName}` : 'Account'} />
      {account.isPending && <Loading />}
      {account.error && (
        <ErrorPanel what="The account could not be loaded" error={account.error} retry={account.refetch} />
      )}
      {data && (
        <>
          <Facts
            facts={[
              ['Standing', statusWords[data.status as keyof typeof statusWords]],
              ['Company', data.company],
              ['E-mail', `${data.email}${data.isEmailVerified ? ' (confirmed)' : ' (not confirmed)'}`],
              ['Phone', data.phone && formatPhone(data.phone)],
              ['City', [data.city, data.zipCode].filter(Boolean).join(' ')],
              ['License', data.licenseNumber],
              ['Two-step sign-in', data.hasTwoFactor ? 'On' : 'Off'],
              ['Since', formatInstant(data.createdAt)],
              [
                'Application',
                data.applicationId && (
                  <Link
                    to="/admin/approvals/$id"
                    params={{ id: data.applicationId }}
                    className="text-link underline underline-offset-4"
                  >
                    See it
                  </Link>
                ),
              ],
              [
                'Memberships',
                data.memberships
                  .map(
                    ({ tierName, startsOn, endsOn, status }) =>
                      `${tierName}, ${formatDay(startsOn)} to ${formatDay(endsOn)} (${status.toLowerCase()})`,
                  )
                  .join('\n'),
              ],
            ]}
          />
          {may('members.edit') && !isMyself && (
            <div className="flex gap-3">
              {(data.status === 'ACTIVE' || data.status === 'LAPSED') && (
                <Button onClick={() => setAct({ kind: 'suspend' })}>Suspend…</Button>
              )}
              {data.status === 'SUSPENDED' && (
                <Button onClick={() => setAct({ kind: 'reinstate' })}>Open again…</Button>
              )}
            </div>
          )}
          <section aria-label="Roles" className="space-y-3">
            <h2 className="text-h3 font-semibold">Roles</h2>
            {data.grants.length === 0 && <p className="text-text-2">None.</p>}
            <ul className="max-w-2xl space-y-2">
              {data.grants.map(({ code, name, reason, expiresAt }) => (
                <li
                  key={code}
                  className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-divider bg-surface p-3"
                >
                  <div>
                    <p className="font-semibold">{name}</p>
                    <p className="text-dense text-text-2">
                      {expiresAt ? `Until ${formatInstant(expiresAt)}` : 'Until it is taken away'}
                      {reason && `. ${reason}`}
                    </p>
                  </div>
                  {may('roles.grant') && !isMyself && (
                    <Button
                      onClick={() => setAct({ kind: 'take', roleCode: code, name })}
                      aria-label={`Take away ${name}`}
                    >
                      Take away…
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {may('roles.grant') && !isMyself && data.status === 'ACTIVE' && (
              <Button onClick={() => setAct({ kind: 'grant' })}>Give a role…</Button>
            )}
            {isMyself && <p className="text-dense text-text-2">Nobody changes their own roles.</p>}
          </section>
          {may('members.edit') && <SignedIn userId={id} />}
          <Timeline userId={id} />
          <ActDialog
            act={act}
            userId={id}
            name={`${data.firstName} ${data.lastName}`}
            close={() => setAct(undefined)}
            done={done}
          />
        </>
      )}
    </div>
  );
}

function SignedIn({ userId }: { userId: string }) {
  const sessions = useQuery(api.members.listSessions.queryOptions({ userId }, { staleTime: 0 }));
  const announce = useAnnounce();
  const end = useMutation(
    api.members.endSession.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.members.pathFilter());
        announce('Signed out there.');
      },
    }),
  );
  return (
    <section aria-label="Where they are signed in" className="space-y-3">
      <h2 className="text-h3 font-semibold">Where they are signed in</h2>
      {sessions.error && (
        <ErrorPanel what="The sessions could not be loaded" error={sessions.error} retry={sessions.refetch} />
      )}
      {end.error && <ErrorPanel what="The session goes on" error={end.error} />}
      {sessions.data?.length === 0 && <p className="text-text-2">Nowhere.</p>}
      <ul className="max-w-2xl space-y-2">
        {sessions.data?.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-divider bg-surface p-3"
          >
            <p>
              {deviceOf(session.userAgent)}{' '}
              <span className="text-dense text-text-2">
                {session.address}, {formatInstant(session.createdAt)}
              </span>
            </p>
            <Button onClick={() => end.mutate({ userId, sessionId: session.id })}>Sign out</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Timeline({ userId }: { userId: string }) {
  const { data, error, isPending, refetch } = useQuery(
    api.members.listTimeline.queryOptions({ userId }, { staleTime: 0 }),
  );
  return (
    <section aria-label="What happened" className="space-y-3">
      <h2 className="text-h3 font-semibold">What happened</h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="The timeline could not be loaded" error={error} retry={refetch} />}
      {data?.length === 0 && <p className="text-text-2">Nothing yet.</p>}
      <ol className="max-w-2xl space-y-2">
        {data?.map(({ id, kind, what, byName, note, at }) => (
          <li key={`${kind}${id}`} className="border-l-2 border-divider pl-3">
            <p>
              {kind === 'mail' ? `Mail: ${what}` : wordsOf(what)}
              {byName && ` by ${byName}`}
            </p>
            <p className="text-dense text-text-2">
              {formatInstant(at)}
              {note && ` · ${note}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function ActDialog({
  act,
  userId,
  name,
  close,
  done,
}: {
  act: Act | undefined;
  userId: string;
  name: string;
  close: () => void;
  done: (words: string) => Promise<void>;
}) {
  const titles = {
    suspend: `Suspend ${name}?`,
    reinstate: `Open the account of ${name}?`,
    grant: `Give ${name} a role`,
    take: `Take a role from ${name}?`,
  };
  return (
    <Dialog title={act ? titles[act.kind] : ''} isOpen={act !== undefined} close={close}>
      {act?.kind === 'grant' && <Grant userId={userId} done={() => done('The role is given.')} />}
      {act?.kind === 'take' && (
        <Take userId={userId} roleCode={act.roleCode} done={() => done('The role is taken away.')} />
      )}
      {(act?.kind === 'suspend' || act?.kind === 'reinstate') && (
        <Standing
          userId={userId}
          kind={act.kind}
          done={() => done(act.kind === 'suspend' ? 'Suspended.' : 'Open again.')}
        />
      )}
    </Dialog>
  );
}

function Grant({ userId, done }: { userId: string; done: () => Promise<void> }) {
  const roles = useQuery(api.roles.list.queryOptions());
  const form = useSchemaForm(roleGrant, { userId, roleCode: 'support', reason: '' });
  const { mutateAsync } = useMutation(api.roles.grant.mutationOptions());
  return (
    <Form
      form={form}
      action="Give the role"
      working="Giving…"
      labels={{ roleCode: 'Role', reason: 'Reason', until: 'Last day' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done();
      }}
    >
      <SelectField
        form={form}
        name="roleCode"
        label="Role"
        choices={(roles.data ?? [])
          .filter(({ standing }) => standing > 0)
          .map(({ code, name: label }) => ({ value: code, label }))}
      />
      <InputField form={form} name="until" label="Last day" type="date" isOptional />
      <TextareaField form={form} name="reason" label="Reason" />
    </Form>
  );
}

function Take({ userId, roleCode, done }: { userId: string; roleCode: string; done: () => Promise<void> }) {
  const form = useSchemaForm(roleRemoval, { userId, roleCode, reason: '' });
  const { mutateAsync } = useMutation(api.roles.take.mutationOptions());
  return (
    <Form
      form={form}
      action="Take it away"
      working="Taking…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done();
      }}
    >
      <TextareaField form={form} name="reason" label="Reason" />
    </Form>
  );
}

function Standing({
  userId,
  kind,
  done,
}: {
  userId: string;
  kind: 'suspend' | 'reinstate';
  done: () => Promise<void>;
}) {
  const form = useSchemaForm(accountSuspension, { userId, reason: '' });
  const suspend = useMutation(api.members.suspend.mutationOptions());
  const reinstate = useMutation(api.members.reinstate.mutationOptions());
  return (
    <Form
      form={form}
      action={kind === 'suspend' ? 'Suspend' : 'Open again'}
      working="One moment…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await (kind === 'suspend' ? suspend : reinstate).mutateAsync(values);
        await done();
      }}
    >
      <TextareaField
        form={form}
        name="reason"
        label="Reason"
        hint={kind === 'suspend' ? 'They are told this by mail.' : undefined}
      />
    </Form>
  );
}
