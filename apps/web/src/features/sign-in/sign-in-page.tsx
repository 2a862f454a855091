import { beginSignInInput, giveSecondFactorInput } from '@namc/inputs/sign-in';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { InputField, TickField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { CodeField } from '../accounts/code-field.tsx';
import { pathAfterSignIn, resetForNewSession } from '../accounts/me.ts';

export function SignInPage({ next }: { next: string | undefined }) {
  const [step, setStep] = useState<'password' | 'code'>('password');
  const navigate = useNavigate();
  const goOn = async () => {
    await resetForNewSession();
    await navigate({ to: pathAfterSignIn(next) });
  };
  return (
    <div className="space-y-6">
      {step === 'password' ? (
        <PasswordStep goOn={goOn} askCode={() => setStep('code')} />
      ) : (
        <CodeStep goOn={goOn} startOver={() => setStep('password')} />
      )}
    </div>
  );
}

function PasswordStep({ goOn, askCode }: { goOn: () => Promise<void>; askCode: () => void }) {
  const form = useSchemaForm(beginSignInInput, { email: '', password: '', isKept: false });
  const { mutateAsync } = useMutation(api.signIn.begin.mutationOptions());
  return (
    <>
      <PageHeading title="Sign in" />
      <Form
        form={form}
        action="Sign in"
        working="Signing in…"
        labels={{ email: 'Email address', password: 'Password' }}
        submit={async (values) => {
          const answer = await mutateAsync(values);
          if (answer.outcome === 'in') return goOn();
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
      <p className="text-text-2">
        Not a member yet?{' '}
        <Link to="/join" className="text-link underline underline-offset-4">
          Join NAMC
        </Link>
      </p>
    </>
  );
}

function CodeStep({ goOn, startOver }: { goOn: () => Promise<void>; startOver: () => void }) {
  const form = useSchemaForm(giveSecondFactorInput, { code: '' });
  const { mutateAsync } = useMutation(api.signIn.giveSecondFactor.mutationOptions());
  return (
    <>
      <PageHeading title="Your code" />
      <p className="max-w-xl">Enter the six-digit code from your authenticator app for NAMC NorCal.</p>
      <Form
        form={form}
        action="Continue"
        working="Checking…"
        labels={{ code: 'Code' }}
        submit={async (values) => {
          const { outcome } = await mutateAsync(values);
          if (outcome === 'in') return goOn();
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
