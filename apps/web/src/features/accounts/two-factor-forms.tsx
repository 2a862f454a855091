import {
  beginTwoFactorInput,
  confirmTwoFactorInput,
  endTwoFactorInput,
  makeRecoveryCodesInput,
} from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { api } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { CodeField } from './code-field.tsx';
import { PasswordField } from './password-field.tsx';

/** The key of an authenticator app, which is shown once. */
export interface Shown {
  secret: string;
  svg: string;
}
const passwordAndCode = { currentPassword: '', code: '' };
const labels = { currentPassword: 'Password', code: 'Code' } as const;

export function SetUp({ showSecret }: { showSecret: (secret: Shown) => void }) {
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

export function Replace({ done }: { done: (secret: Shown) => void }) {
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

export function MakeCodes({ done }: { done: (codes: string[]) => Promise<void> }) {
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

export function TurnOff({ done }: { done: () => Promise<void> }) {
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

export function ConfirmTwoFactor({
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
  const start = useRef<HTMLParagraphElement>(null);
  // The window that asked for the password is closing, and would leave the focus at the top of the page.
  useEffect(() => start.current?.focus(), []);
  return (
    <>
      <p ref={start} tabIndex={-1} className="max-w-xl focus:outline-none">
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
