import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

export function NotFoundPage() {
  return (
    <div className="max-w-[70ch] space-y-4">
      <PageHeading title="Page not found" />
      <p>There’s nothing at this address. If you followed a link, it may be old or cut off.</p>
      <Link to="/contractors" className={buttonClass('primary')}>
        <Search aria-hidden className="size-4" />
        Search contractors
      </Link>
    </div>
  );
}
