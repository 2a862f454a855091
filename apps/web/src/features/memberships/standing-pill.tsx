import type { Standing } from '@namc/inputs/memberships';
import { CircleCheck, CirclePause, CircleX, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Pill } from '../../ui/pill.tsx';
import { standingWords } from './standing-words.ts';

const looks: Record<Standing, [tone: ComponentProps<typeof Pill>['tone'], Icon: LucideIcon]> = {
  NONE: ['quiet', CircleX],
  ACTIVE: ['ok', CircleCheck],
  DUE_SOON: ['info', Clock],
  PAUSED: ['quiet', CirclePause],
  GRACE: ['warn', TriangleAlert],
  LAPSED: ['bad', CircleX],
};

/** The standing of a member. */
export function StandingPill({ standing }: { standing: Standing }) {
  const [tone, Icon] = looks[standing];
  return (
    <Pill tone={tone} Icon={Icon}>
      {standingWords[standing]}
    </Pill>
  );
}
