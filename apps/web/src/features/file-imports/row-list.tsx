import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Entries } from '../../ui/entries.tsx';

/** The rows of an import, all of them or those with one verdict. */
export function RowList<Verdict extends string>({
  verdicts,
  verdict,
  choose,
  list,
  count,
  children,
}: {
  verdicts: readonly (readonly [Verdict | undefined, string])[];
  verdict: Verdict | undefined;
  choose: (verdict: Verdict | undefined) => void;
  list: Parameters<typeof Entries>[0]['list'];
  count: number;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby="rows" className="max-w-4xl space-y-3">
      <h2 id="rows" className="text-h3 font-semibold">
        Row by row
      </h2>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Which rows</legend>
        {verdicts.map(([value, words]) => (
          <Button key={words} aria-pressed={verdict === value} onClick={() => choose(value)}>
            {words}
          </Button>
        ))}
      </fieldset>
      <Entries
        label="Rows"
        what="Couldn’t load the rows"
        list={list}
        isEmpty={count === 0}
        empty={<p className="text-text-2">No such row.</p>}
      >
        {children}
      </Entries>
    </section>
  );
}
