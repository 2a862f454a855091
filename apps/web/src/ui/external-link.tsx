import { ExternalLink as Icon } from 'lucide-react';
import type { ReactNode } from 'react';

/** A link to another site, in a tab of its own. The other site does not learn which page it was opened from. */
export function ExternalLink({
  href,
  className = '',
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className={`text-link underline underline-offset-4 print:no-underline ${className}`}
    >
      {children}
      <Icon aria-hidden className="ml-1 inline size-3.5 align-[-0.125em] print:hidden" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
