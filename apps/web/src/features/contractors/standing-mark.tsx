import { Archive, CalendarX2, CircleCheck, CirclePause, OctagonX } from 'lucide-react';
import type { Standing } from './contractor.ts';
import type { Tone } from './standing-words.ts';
import { standingWords } from './standing-words.ts';

const icons = {
  good: CircleCheck,
  expired: CalendarX2,
  suspended: OctagonX,
  inactive: CirclePause,
  gone: Archive,
} as const;

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  neutral: 'text-text-2',
};

export function StandingIcon({ kind, className = 'size-4' }: { kind: Standing['kind']; className?: string }) {
  const Icon = icons[kind];
  return <Icon aria-hidden className={`shrink-0 ${className}`} />;
}

/** Icon, word and color together; none of them stands alone. */
export function StandingMark({ standing }: { standing: Standing }) {
  const { tone, short } = standingWords(standing);
  return (
    <span className={`inline-flex items-center gap-1.5 text-dense whitespace-nowrap ${toneText[tone]}`}>
      <StandingIcon kind={standing.kind} />
      {short}
    </span>
  );
}
