import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight, Search } from 'lucide-react';
import { formatCount } from '../../lib/formats.ts';
import { Button } from '../../ui/button.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { snapshotQuery } from '../contractors/contractor-queries.ts';
import type { HomeSection } from './home-section.ts';

/** The search for contractors, which opens its own page. */
export function HomeSearch({ section }: { section: HomeSection }) {
  const navigate = useNavigate();
  const { data: snapshot } = useQuery(snapshotQuery());
  return (
    <search className="block max-w-3xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
          void navigate({ to: '/contractors', search: { q } });
        }}
      >
        <label htmlFor="home-search" className="mb-1 block text-h3 font-semibold">
          {section.title}
        </label>
        {section.body && <p className="mb-2 whitespace-pre-line text-text-2">{section.body}</p>}
        <div className="flex gap-2">
          <input
            id="home-search"
            name="q"
            type="search"
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            data-search-field
            aria-describedby="home-search-hint"
            className={fieldClass}
          />
          <Button type="submit" look="primary">
            <Search aria-hidden className="size-4" />
            Search
          </Button>
        </div>
        <p id="home-search-hint" className="mt-1 text-dense text-text-2">
          Trade, name, place or license number
          {snapshot && snapshot.contractors > 0 && ` – ${formatCount(snapshot.contractors)} licenses in all`}
        </p>
      </form>
      <Link
        to="/contractors"
        className="mt-1 inline-flex min-h-11 items-center gap-1.5 font-semibold text-link underline-offset-4 hover:underline"
      >
        Browse contractors by county
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </search>
  );
}
