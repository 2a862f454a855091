import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { api } from '../../../lib/api.ts';

/** The benefits of every tier, in the words that staff write on the home page. Nothing while they are unknown. */
export function MemberBenefits() {
  const { data } = useQuery(api.homeSections.getPage.queryOptions());
  const benefits = data?.sections.filter(({ kind }) => kind === 'BENEFIT') ?? [];
  if (benefits.length === 0) return null;
  return (
    <aside aria-label="What members get" className="max-w-xl rounded-card bg-accent-tint p-5">
      <h3 className="mb-3 font-semibold">Every membership includes</h3>
      <ul className="space-y-3">
        {benefits.map(({ id, title, body }) => (
          <li key={id} className="flex gap-2.5">
            <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
            <span className="min-w-0">
              <span className="font-semibold">{title}</span>
              {body && <span className="block text-dense whitespace-pre-line">{body}</span>}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
