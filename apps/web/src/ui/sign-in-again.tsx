import { Link, useLocation } from '@tanstack/react-router';

/** A link to the sign-in page, which leads back to this page. */
export function SignInAgain() {
  const next = useLocation({ select: ({ href }) => href });
  return (
    <Link
      to="/sign-in"
      search={{ next }}
      className="inline-flex min-h-11 items-center font-semibold text-link underline underline-offset-4 lg:min-h-6"
    >
      Sign in again
    </Link>
  );
}
