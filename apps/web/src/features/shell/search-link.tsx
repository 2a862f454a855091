import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { openPalette } from '../palette/open-palette.ts';

/** Opens the search of the whole portal. It is a link to its page, for a new tab and before the scripts are there. */
export function SearchLink({ className, hasKeys = false }: { className: string; hasKeys?: boolean }) {
  return (
    <Link
      to="/search"
      className={className}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        openPalette();
      }}
    >
      <Search aria-hidden className={hasKeys ? 'size-4.5' : 'size-5'} />
      {hasKeys ? 'Search' : <span className="sr-only">Search</span>}
      {hasKeys && (
        <kbd aria-hidden className="ml-auto text-meta">
          Ctrl K
        </kbd>
      )}
    </Link>
  );
}
