import {
  Archive,
  Ban,
  CalendarX2,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleQuestionMark,
  OctagonX,
} from 'lucide-react';
import type { StandingInBrief } from './contractor.ts';

const icons = {
  good: CircleCheck,
  pending: CircleAlert,
  expired: CalendarX2,
  suspended: OctagonX,
  inactive: CirclePause,
  revoked: Ban,
  canceled: Ban,
  'not-issued': CircleDashed,
  gone: Archive,
  unknown: CircleQuestionMark,
} as const;

export const toneText: Record<StandingInBrief['tone'], string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  neutral: 'text-text-2',
};

export function StandingIcon({
  kind,
  className = 'size-4',
}: {
  kind: StandingInBrief['kind'];
  className?: string;
}) {
  const Icon = icons[kind];
  return <Icon aria-hidden className={`shrink-0 ${className}`} />;
}

/** Icon, word and color together; none of them stands alone. */
export function StandingMark({ standing }: { standing: Pick<StandingInBrief, 'kind' | 'tone' | 'short'> }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-dense sm:whitespace-nowrap ${toneText[standing.tone]}`}
    >
      <StandingIcon kind={standing.kind} />
      {standing.short}
    </span>
  );
}
