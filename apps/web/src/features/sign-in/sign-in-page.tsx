import { Link, useNavigate } from '@tanstack/react-router';
import { PageHeading } from '../../ui/page-heading.tsx';
import { pathAfterSignIn, resetForNewSession } from '../accounts/me.ts';
import { pageBehind } from './page-behind.ts';
import { SignInSteps } from './sign-in-steps.tsx';

export function SignInPage({ next }: { next: string | undefined }) {
  const navigate = useNavigate();
  const behind = pageBehind(next);
  const goOn = async () => {
    await resetForNewSession();
    // Back leads to where the person came from, not to this page.
    await navigate({ to: pathAfterSignIn(next), replace: true });
  };
  return (
    <div className="mx-auto max-w-xl sm:pt-8">
      <SignInSteps
        done={goOn}
        heading={(step) => (
          <div className="space-y-2">
            <PageHeading title={step === 'code' ? 'Your code' : 'Sign in'} />
            {step === 'password' && behind && <p className="text-text-2">Sign in to {behind}.</p>}
          </div>
        )}
      >
        <p className="text-text-2">
          Not a member yet?{' '}
          <Link to="/join" className="text-link underline underline-offset-4">
            Join NAMC
          </Link>
        </p>
      </SignInSteps>
    </div>
  );
}
