import { changeEmailInput } from '@namc/inputs/accounts';
import { changePasswordInput, currentPasswordInput, secondFactorInput } from '@namc/inputs/sign-in';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Path } from 'react-hook-form';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { type SchemaForm, useSchemaForm } from '../../ui/use-schema-form.ts';
import { placeOf } from './country.ts';
import { deviceOf } from './device.ts';
import { type Me, startAnew } from './me.ts';

export function SettingsPage({ me }: { me: Me }) {
  return (
    <div className="space-y-10">
      <PageHeading title="Account settings" />
      <Password />
      <Email me={me} />
      <TwoFactor me={me} />
      <Sessions />
      <OwnData />
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="space-y-4 border-t border-divider pt-6">
      <h2 className="text-h3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Password() {
  const form = useSchemaForm(changePasswordInput, { currentPassword: '', newPassword: '' });
  const { mutateAsync } = useMutation(api.accounts.changePassword.mutationOptions());
  return (
    <Section title="Password">
      <Form
        form={form}
        action="Change my password"
        working="Changing…"
        clears
        labels={{ currentPassword: 'Current password', newPassword: 'New password' }}
        submit={async (values) => {
          await mutateAsync(values);
          await queryClient.invalidateQueries(api.accounts.listSessions.pathFilter());
          toast('Your password has been changed. You’re signed out everywhere else.');
        }}
      >
        <InputField
          form={form}
          name="currentPassword"
          label="Current password"
          type="password"
          autoComplete="current-password"
        />
        <InputField
          form={form}
          name="newPassword"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
        />
      </Form>
    </Section>
  );
}

function Email({ me }: { me: Me }) {
  const form = useSchemaForm(changeEmailInput, { currentPassword: '', email: '' });
  const { mutateAsync, isSuccess } = useMutation(api.accounts.changeEmail.mutationOptions());
  return (
    <Section title="Email address">
      <p>
        Your email address is <strong>{me.email}</strong>.
      </p>
      {isSuccess && (
        <Notice kind="ok" title="Check the inbox of your new address">
          <p>The change takes effect when you click the link we sent there.</p>
        </Notice>
      )}
      <Form
        form={form}
        action="Change my email"
        working="Sending…"
        clears
        labels={{ email: 'New email address', currentPassword: 'Password' }}
        submit={async (values) => {
          await mutateAsync(values);
        }}
      >
        <EmailField form={form} label="New email address" autoComplete="email" />
        <PasswordField form={form} />
      </Form>
    </Section>
  );
}

/** The current password, which several forms of this page ask for. */
function PasswordField<Input extends { currentPassword: string }, Output>({
  form,
}: {
  form: SchemaForm<Input, Output>;
}) {
  return (
    <InputField
      form={form}
      name={'currentPassword' as Path<Input>}
      label="Password"
      type="password"
      autoComplete="current-password"
    />
  );
}

function TwoFactor({ me }: { me: Me }) {
  const [secret, setSecret] = useState<{ secret: string; svg: string }>();
  const [codes, setCodes] = useState<string[]>();
  const form = useSchemaForm(currentPasswordInput, { currentPassword: '' });
  const begin = useMutation(api.accounts.beginTwoFactor.mutationOptions());
  const end = useMutation(api.accounts.endTwoFactor.mutationOptions());
  return (
    <Section title="Two-step sign-in">
      {codes ? (
        <>
          <Notice kind="ok" title="Two-step sign-in is on" />
          <p className="max-w-xl">
            Save these recovery codes somewhere other than your phone. Each works once, and we won’t show them
            again.
          </p>
          <ul className="grid max-w-md grid-cols-2 gap-2 font-mono" aria-label="Recovery codes">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <Button onClick={() => setCodes(undefined)}>I’ve saved them</Button>
        </>
      ) : secret ? (
        <ConfirmTwoFactor
          secret={secret}
          done={async (recoveryCodes) => {
            setSecret(undefined);
            setCodes(recoveryCodes);
            await queryClient.invalidateQueries(api.accounts.findMe.pathFilter());
          }}
        />
      ) : (
        <>
          <p className="max-w-xl">
            {me.hasTwoFactor
              ? 'On. Signing in takes a code from your authenticator app.'
              : 'Off. Turn it on so that a stolen password isn’t enough to get in. It’s required for staff.'}
          </p>
          <Form
            form={form}
            action={me.hasTwoFactor ? 'Turn off' : 'Set up'}
            working="One moment…"
            clears
            labels={{ currentPassword: 'Password' }}
            submit={async (values) => {
              if (me.hasTwoFactor) {
                await end.mutateAsync(values);
                await queryClient.invalidateQueries(api.accounts.findMe.pathFilter());
                toast('Two-step sign-in is off.');
              } else setSecret(await begin.mutateAsync(values));
            }}
          >
            <PasswordField form={form} />
          </Form>
        </>
      )}
    </Section>
  );
}

function ConfirmTwoFactor({
  secret: { secret, svg },
  done,
}: {
  secret: { secret: string; svg: string };
  done: (codes: string[]) => Promise<void>;
}) {
  const form = useSchemaForm(secondFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.accounts.confirmTwoFactor.mutationOptions());
  return (
    <>
      <p className="max-w-xl">Scan this with an authenticator app, then type the code it shows.</p>
      <img
        alt="QR code for an authenticator app"
        className="size-48 rounded-control border border-divider bg-white"
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      />
      <p>
        Or type this key into the app:{' '}
        <code className="break-all font-mono">{secret.replace(/(.{4})/g, '$1 ')}</code>
      </p>
      <Form
        form={form}
        action="Turn on"
        working="Checking…"
        labels={{ code: 'Code' }}
        submit={async (values) => done((await mutateAsync(values)).recoveryCodes)}
      >
        <InputField
          form={form}
          name="code"
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
        />
      </Form>
    </>
  );
}

function Sessions() {
  const { data, error, isPending, refetch } = useQuery(api.accounts.listSessions.queryOptions());
  const refresh = async (words: string) => {
    await queryClient.invalidateQueries(api.accounts.listSessions.pathFilter());
    toast(words);
  };
  const end = useMutation(
    api.accounts.endSession.mutationOptions({ onSuccess: () => refresh('Signed out on that device.') }),
  );
  const endOthers = useMutation(
    api.accounts.endOtherSessions.mutationOptions({
      onSuccess: () => refresh('You’re signed out everywhere else.'),
    }),
  );
  return (
    <Section title="Signed-in devices">
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your devices" error={error} retry={refetch} />}
      {(end.error ?? endOthers.error) && (
        <ErrorPanel what="Couldn’t sign that device out" error={end.error ?? endOthers.error} />
      )}
      <ul className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface">
        {data?.rows.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 p-4">
            <div>
              <p className="font-semibold">
                {deviceOf(session.userAgent)}{' '}
                {session.id === data.current && <span className="font-normal text-ok">(this device)</span>}
              </p>
              <p className="text-dense text-text-2">
                Last seen {formatInstant(session.lastSeenAt)}
                {placeOf(session.lastAddress, session.country)}
              </p>
              <p className="text-dense text-text-2">
                Signed in {formatInstant(session.createdAt)}
                {session.address && session.address !== session.lastAddress && ` at ${session.address}`}
                {session.isKept && ', stays signed in'}
              </p>
            </div>
            {session.id !== data.current && (
              <Button
                onClick={() => end.mutate({ id: session.id })}
                aria-label={`Sign out ${deviceOf(session.userAgent)}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(data?.rows.length ?? 0) > 1 && (
        <Button onClick={() => endOthers.mutate()}>Sign out everywhere else</Button>
      )}
    </Section>
  );
}

function OwnData() {
  const [isClosing, setClosing] = useState(false);
  const navigate = useNavigate();
  const form = useSchemaForm(currentPasswordInput, { currentPassword: '' });
  const close = useMutation(api.accounts.close.mutationOptions());
  const download = useMutation({
    mutationFn: async () => {
      const data = await queryClient.fetchQuery(api.accounts.exportData.queryOptions());
      const link = document.createElement('a');
      link.href = URL.createObjectURL(
        new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      );
      link.download = 'namc-norcal-my-data.json';
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <Section title="Your data">
      {download.error && <ErrorPanel what="Couldn’t collect your data" error={download.error} />}
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => download.mutate()}>
          {download.isPending ? 'Collecting…' : 'Download my data'}
        </Button>
        <Button onClick={() => setClosing(true)}>Close my account…</Button>
      </div>
      <Dialog title="Close your account?" isOpen={isClosing} close={() => setClosing(false)}>
        <div className="space-y-4">
          <p>
            We erase your name, contact details, license and password immediately. This can’t be undone.
            Records that others rely on, such as payments and messages, stay without your name.
          </p>
          <Form
            form={form}
            action="Close my account"
            working="Closing…"
            labels={{ currentPassword: 'Password' }}
            submit={async (values) => {
              await close.mutateAsync(values);
              await startAnew();
              await navigate({ to: '/' });
              toast('Your account is closed.');
            }}
            beside={<Button onClick={() => setClosing(false)}>Cancel</Button>}
          >
            <PasswordField form={form} />
          </Form>
        </div>
      </Dialog>
    </Section>
  );
}
