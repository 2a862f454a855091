import {
  beginTwoFactorInput,
  confirmTwoFactorInput,
  endTwoFactorInput,
  makeRecoveryCodesInput,
} from '@namc/inputs/sign-in';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { CodeField } from './code-field.tsx';
import type { Me } from './me.ts';
import { Change, PasswordField, SettingsSection } from './settings-section.tsx';

const loadRecoveryCodes = patiently(() => import('./recovery-codes.tsx'));
const RecoveryCodes = lazy(loadRecoveryCodes);

interface Shown {
  secret: string;
  svg: string;
}
const passwordAndCode = { currentPassword: '', code: '' };
const labels = { currentPassword: 'Password', code: 'Code' } as const;

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(api.accounts.findMe.pathFilter()),
    queryClient.invalidateQueries(api.signIn.countRecoveryCodes.pathFilter()),
    queryClient.invalidateQueries(api.signIn.listSessions.pathFilter()),
  ]);
}

/** Turns two-step sign-in on and off, replaces the authenticator app, and makes recovery codes. */
export function TwoFactorSettings({ me }: { me: Me }) {
  const [secret, setSecret] = useState<Shown>();
  const [codes, setCodes] = useState<string[]>();
  // The codes are shown once. A line that is lost by then must not keep them off the page.
  useEffect(() => void loadRecoveryCodes().catch(() => undefined), []);
  const show = async (recoveryCodes: string[]) => {
    setSecret(undefined);
    setCodes(recoveryCodes);
    await refresh();
  };
  return (
    <SettingsSection
      title="Two-step sign-in"
      change={
        !me.hasTwoFactor &&
        !secret &&
        !codes && (
          <Change
            what="two-step sign-in"
            label="Set up"
            form={(close) => (
              <SetUp
                showSecret={(shown) => {
                  close();
                  setSecret(shown);
                }}
              />
            )}
          />
        )
      }
    >
      {codes ? (
        <Suspense>
          <RecoveryCodes codes={codes} done={() => setCodes(undefined)} />
        </Suspense>
      ) : secret ? (
        <ConfirmTwoFactor
          secret={secret}
          isReplacing={me.hasTwoFactor}
          done={show}
          cancel={() => setSecret(undefined)}
        />
      ) : me.hasTwoFactor ? (
        <TurnedOn showSecret={setSecret} showCodes={show} />
      ) : (
        <p>Off. Turn it on so that a stolen password isn’t enough to get in. It’s required for staff.</p>
      )}
    </SettingsSection>
  );
}

function SetUp({ showSecret }: { showSecret: (secret: Shown) => void }) {
  const form = useSchemaForm(beginTwoFactorInput, { currentPassword: '' });
  const begin = useMutation(api.signIn.beginTwoFactor.mutationOptions());
  return (
    <Explained words="You’ll need an authenticator app on your phone.">
      <Form
        form={form}
        action="Continue"
        working="One moment…"
        labels={{ currentPassword: 'Password' }}
        submit={async (values) => showSecret(await begin.mutateAsync(values))}
      >
        <PasswordField form={form} />
      </Form>
    </Explained>
  );
}

type Act = 'replace' | 'codes' | 'end';
const titles: Record<Act, string> = {
  replace: 'Use another authenticator app',
  codes: 'Make new recovery codes',
  end: 'Turn off two-step sign-in',
};

function TurnedOn({
  showSecret,
  showCodes,
}: {
  showSecret: (secret: Shown) => void;
  showCodes: (codes: string[]) => Promise<void>;
}) {
  const [act, setAct] = useState<Act>();
  const { data: left } = useQuery(api.signIn.countRecoveryCodes.queryOptions());
  const close = () => setAct(undefined);
  return (
    <>
      <p className="max-w-xl">
        On. Signing in takes a code from your authenticator app.
        {left !== undefined && ` You have ${left} recovery ${left === 1 ? 'code' : 'codes'} left.`}
      </p>
      <div className="flex flex-wrap gap-3">
        {(Object.keys(titles) as Act[]).map((kind) => (
          <Button key={kind} onClick={() => setAct(kind)}>
            {titles[kind]}…
          </Button>
        ))}
      </div>
      <Dialog title={act ? titles[act] : ''} isOpen={act !== undefined} close={close}>
        {act === 'replace' && (
          <Replace
            done={(secret) => {
              close();
              showSecret(secret);
            }}
          />
        )}
        {act === 'codes' && (
          <MakeCodes
            done={async (codes) => {
              close();
              await showCodes(codes);
            }}
          />
        )}
        {act === 'end' && (
          <TurnOff
            done={async () => {
              close();
              await refresh();
              toast('Two-step sign-in is off.');
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Replace({ done }: { done: (secret: Shown) => void }) {
  const form = useSchemaForm(beginTwoFactorInput, passwordAndCode);
  const { mutateAsync } = useMutation(api.signIn.beginTwoFactor.mutationOptions());
  return (
    <Explained words="Your current app works until you’ve entered a code from the new one. Then we sign you out on all other devices.">
      <Form
        form={form}
        action="Continue"
        working="Checking…"
        labels={labels}
        submit={async (values) => done(await mutateAsync(values))}
      >
        <PasswordField form={form} />
        <CodeField form={form} />
      </Form>
    </Explained>
  );
}

function MakeCodes({ done }: { done: (codes: string[]) => Promise<void> }) {
  const form = useSchemaForm(makeRecoveryCodesInput, passwordAndCode);
  const { mutateAsync } = useMutation(api.signIn.makeRecoveryCodes.mutationOptions());
  return (
    <Explained words="The codes that you have now stop working.">
      <Form
        form={form}
        action="Make new codes"
        working="One moment…"
        labels={labels}
        submit={async (values) => done((await mutateAsync(values)).recoveryCodes)}
      >
        <PasswordField form={form} />
        <CodeField form={form} />
      </Form>
    </Explained>
  );
}

function TurnOff({ done }: { done: () => Promise<void> }) {
  const form = useSchemaForm(endTwoFactorInput, passwordAndCode);
  const { mutateAsync } = useMutation(api.signIn.endTwoFactor.mutationOptions());
  return (
    <Explained words="After that, your password alone signs you in. Staff pages open only with two-step sign-in.">
      <Form
        form={form}
        action="Turn off"
        isDangerous
        working="One moment…"
        labels={labels}
        submit={async (values) => {
          await mutateAsync(values);
          await done();
        }}
      >
        <PasswordField form={form} />
        <CodeField form={form} />
      </Form>
    </Explained>
  );
}

function Explained({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className="space-y-4">
      <p>{words}</p>
      {children}
    </div>
  );
}

function ConfirmTwoFactor({
  secret: { secret, svg },
  isReplacing,
  done,
  cancel,
}: {
  secret: Shown;
  isReplacing: boolean;
  done: (codes: string[]) => Promise<void>;
  cancel: () => void;
}) {
  const form = useSchemaForm(confirmTwoFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.signIn.confirmTwoFactor.mutationOptions());
  return (
    <>
      <p className="max-w-xl">
        Scan this with {isReplacing ? 'the new' : 'an'} authenticator app, then type the code it shows.
      </p>
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
        action={isReplacing ? 'Use this app' : 'Turn on'}
        working="Checking…"
        labels={{ code: 'Code' }}
        submit={async (values) => done((await mutateAsync(values)).recoveryCodes)}
        beside={<Button onClick={cancel}>Cancel</Button>}
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
