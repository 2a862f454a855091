import type { MemberStatus as Status } from '@namc/inputs/member-lists';
import { memberStatusWords } from '@namc/inputs/member-words';
import { Ban, CircleCheck, CircleX, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Pill } from '../../../ui/pill.tsx';

const looks: Record<Status, [tone: ComponentProps<typeof Pill>['tone'], Icon: LucideIcon]> = {
  PENDING: ['info', Clock],
  ACTIVE: ['ok', CircleCheck],
  LAPSED: ['warn', TriangleAlert],
  SUSPENDED: ['bad', Ban],
  DECLINED: ['quiet', CircleX],
  CLOSED: ['quiet', CircleX],
};

/** The status of an account. */
export function MemberStatus({ status }: { status: Status }) {
  const [tone, Icon] = looks[status];
  return (
    <Pill tone={tone} Icon={Icon}>
      {memberStatusWords[status]}
    </Pill>
  );
}
