import type { ReactNode } from 'react';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ContactWays } from '../settings/contact.tsx';
import { LastFile } from './data-date.tsx';

/** Explains where the facts come from, their limits, and how the search works. */
export function AboutTheDataPage() {
  const [shortcuts, turnShortcuts] = useShortcuts();
  return (
    <div className="max-w-[70ch] space-y-8">
      <PageHeading title="Help: about the data" />
      <Part title="Questions">
        <p>
          NAMC NorCal is the Northern California chapter of the National Association of Minority Contractors.
        </p>
        <p>
          For questions about membership, your account or this portal, <ContactWays />.
        </p>
      </Part>
      <Part title="Where it comes from">
        <p>
          Licenses, trades, bonds and insurance come from the public master file of the California Contractors
          State License Board. <LastFile />
        </p>
        <p>
          The file lists licenses that are current or can still be renewed. A license that isn’t in it hasn’t
          necessarily been revoked. For a decision that matters, check with the board itself.
        </p>
      </Part>
      <Part title="Locations on the map">
        <p>
          The board’s file has no coordinates. We show each contractor at the center of its mailing address’s
          ZIP code, so every location is approximate and firms with the same ZIP code share a point.
        </p>
        <p>
          ZIP code centers come from GeoNames, under the Creative Commons Attribution 4.0 license (CC BY 4.0).
          Names of cities on the map come from the same list. County and state outlines are from the U.S.
          Census Bureau, and Mexico’s from Natural Earth.
        </p>
        <p>
          The roads on the map are for orientation. We drew them by hand. A line may be a mile or two off, and
          a little more in the mountains, so the closest views show no roads.
        </p>
      </Part>
      <Part title="What “in good standing” means">
        <p>
          The board’s file lists the license as clear, its term hasn’t ended, and nothing in the file
          contradicts that: no announced suspension, no bond or insurance that is ending, and no missing
          coverage. If the file has any of these, the license is “clear, with a warning”. A license is valid
          through its expiration date.
        </p>
        <p>
          The board’s word holds for the date of its file. What the portal infers from the file, such as a
          bond canceled after that date, is called an inference. No file can predict the days ahead. From the
          seventh day on, the pages warn that the file is old.
        </p>
        <p>
          The answer on a license’s page isn’t legal advice. Only the board can say how a license stands
          today.
        </p>
      </Part>
      <Part title="Searching">
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Put a phrase in quotation marks to find it exactly. Put a minus sign before a word to exclude it.
          </li>
          <li>Type just the beginning of the last word or of a license number.</li>
          <li>“Near” takes a ZIP code or a city, for example 94607 or Oakland.</li>
          <li>The page’s address contains your whole search, so you can share or bookmark it.</li>
        </ul>
      </Part>
      <Part title="Keyboard">
        <p>
          <kbd className="rounded-control border border-control bg-surface px-1.5">/</kbd> goes to the search
          field, and <kbd className="rounded-control border border-control bg-surface px-1.5">?</kbd> shows
          all shortcuts.
        </p>
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-4.5 accent-brand"
            checked={shortcuts}
            onChange={(event) => turnShortcuts(event.target.checked)}
          />
          Use single-letter shortcuts
        </label>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-3">
      <h2 className="text-h3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
