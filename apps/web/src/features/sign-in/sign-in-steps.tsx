import { beginSignInInput, giveSecondFactorInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../../lib/api.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { InputField, TickField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { CodeField } from '../accounts/code-field.tsx';

/** The steps of signing in: the password, and for some people a code. */
export function SignInSteps({
  done,
  heading,
  children,
}: {
  done: () => Promise<unknown>;
  heading: (step: 'password' | 'code') => ReactNode;
  /** Shown below the first step. */
  children?: ReactNode;
}) {
  const [step, setStep] = useState<'password' | 'code'>('password');
  return (
    <div className="space-y-6">
      {heading(step)}
      {step === 'password' ? (
        <>
          <PasswordStep done={done} askCode={() => setStep('code')} />
          {children}
        </>
      ) : (
        <CodeStep done={done} startOver={() => setStep('password')} />
      )}
    </div>
  );
}

function PasswordStep({ done, askCode }: { done: () => Promise<unknown>; askCode: () => void }) {
  const form = useSchemaForm(beginSignInInput, { email: '', password: '', isKept: false });
  const { mutateAsync } = useMutation(api.signIn.begin.mutationOptions());
  return (
    <Form
      form={form}
      action="Sign in"
      working="Signing in…"
      labels={{ email: 'Email address', password: 'Password' }}
      submit={async (values) => {
        const answer = await mutateAsync(values);
        if (answer.outcome === 'in') return done();
        if (answer.outcome === 'second-factor') return askCode();
        form.setError('root', { message: answer.message });
      }}
      beside={
        <Link to="/forgot" className="text-link underline underline-offset-4">
          Forgot your password?
        </Link>
      }
    >
      <EmailField form={form} autoComplete="username" />
      <InputField
        form={form}
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
      />
      <TickField form={form} name="isKept" label="Keep me signed in on this device" />
    </Form>
  );
}

function CodeStep({ done, startOver }: { done: () => Promise<unknown>; startOver: () => void }) {
  const form = useSchemaForm(giveSecondFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.signIn.giveSecondFactor.mutationOptions());
  return (
    <>
      <p className="max-w-xl">Enter the six-digit code from your authenticator app for NAMC NorCal.</p>
      <Form
        form={form}
        action="Continue"
        working="Checking…"
        labels={{ code: 'Code' }}
        submit={async (values) => {
          const { outcome } = await mutateAsync(values);
          if (outcome === 'in') return done();
          if (outcome === 'expired') return startOver();
          form.setError('code', { message: 'didn’t work. Wait for a new one and try again' });
        }}
        beside={
          <button
            type="button"
            onClick={startOver}
            className="min-h-11 text-link underline underline-offset-4"
          >
            Start over
          </button>
        }
      >
        <CodeField form={form} autoFocus />
      </Form>
    </>
  );
}
