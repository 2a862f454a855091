import type { Standing } from '@namc/inputs/memberships';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { Block } from '../../ui/block.tsx';
import { ownRulesQuery } from './refusal.tsx';

/** The acts that a standing other than the usual one allows, and those that it doesn’t, from the table that the database asks. */
export function WhatWorks({ standing }: { standing: Standing }) {
  const rules = useQuery(ownRulesQuery());
  if (standing === 'ACTIVE' || standing === 'DUE_SOON') return null;
  return (
    <Block title="What you can do" what="Couldn’t load what you can do" asked={rules}>
      {(list) => (
        <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
          <Acts
            title="You can"
            words={list.filter((rule) => rule.isAllowed).map(({ words }) => words)}
            works
          />
          <Acts title="Not now" words={list.filter((rule) => !rule.isAllowed).map(({ words }) => words)} />
        </div>
      )}
    </Block>
  );
}

function Acts({ title, words, works = false }: { title: string; words: string[]; works?: boolean }) {
  if (words.length === 0) return null;
  const Icon = works ? Check : Minus;
  return (
    <div className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      <ul aria-label={title} className="space-y-1">
        {words.map((act) => (
          <li key={act} className="flex gap-2">
            <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${works ? 'text-ok' : 'text-text-2'}`} />
            {act}
          </li>
        ))}
      </ul>
    </div>
  );
}
