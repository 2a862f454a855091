import { beginTwoFactorInput, confirmTwoFactorInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import type { Me } from './me.ts';
import { PasswordField, SettingsSection } from './settings-section.tsx';

/** Turns two-step sign-in on and off. */
export function TwoFactorSettings({ me }: { me: Me }) {
  const [secret, setSecret] = useState<{ secret: string; svg: string }>();
  const [codes, setCodes] = useState<string[]>();
  const form = useSchemaForm(beginTwoFactorInput, { currentPassword: '' });
  const begin = useMutation(api.signIn.beginTwoFactor.mutationOptions());
  const end = useMutation(api.signIn.endTwoFactor.mutationOptions());
  return (
    <SettingsSection title="Two-step sign-in">
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
    </SettingsSection>
  );
}

function ConfirmTwoFactor({
  secret: { secret, svg },
  done,
}: {
  secret: { secret: string; svg: string };
  done: (codes: string[]) => Promise<void>;
}) {
  const form = useSchemaForm(confirmTwoFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.signIn.confirmTwoFactor.mutationOptions());
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
