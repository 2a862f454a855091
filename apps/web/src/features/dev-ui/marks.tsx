import { Ban, CircleCheck, Clock, TriangleAlert } from 'lucide-react';
import { Empty } from '../../ui/empty.tsx';
import { AllDone, NothingFound, NothingYet } from '../../ui/illustrations.tsx';
import { InitialsMark } from '../../ui/initials-mark.tsx';
import { Pill } from '../../ui/pill.tsx';
import { UnreadMark } from '../../ui/unread-mark.tsx';
import { Specimen } from './specimen.tsx';

const names = ['Ana Flores', 'Ben Ito', 'Carla Moreno', 'Dee Walker', 'Eli Nguyen', 'Fay Osei', 'Gus Park'];
const firms = ['Golden Gate Electric, Inc.', 'The Paint Company', 'Harbor Light LLC'];

/** Pills, initials and drawings. */
export function Marks() {
  return (
    <>
      <Specimen title="Pills">
        <p className="flex flex-wrap gap-2">
          <Pill tone="ok" Icon={CircleCheck}>
            Member
          </Pill>
          <Pill tone="info" Icon={Clock}>
            Applicant
          </Pill>
          <Pill tone="warn" Icon={TriangleAlert}>
            Lapsed
          </Pill>
          <Pill tone="bad" Icon={Ban}>
            Suspended
          </Pill>
          <Pill tone="accent">New</Pill>
          <Pill tone="quiet">Closed</Pill>
        </p>
      </Specimen>
      <Specimen title="Initials">
        <ul className="flex flex-wrap gap-3">
          {names.map((name) => (
            <li key={name} className="flex items-center gap-2 text-dense">
              <InitialsMark name={name} of="person" />
              {name}
            </li>
          ))}
          {firms.map((name) => (
            <li key={name} className="flex items-center gap-2 text-dense">
              <InitialsMark name={name} of="firm" isLarge />
              {name}
            </li>
          ))}
        </ul>
        <p>
          <UnreadMark />
          Something new
        </p>
      </Specimen>
      <Specimen title="Empty states">
        <Empty drawing={<AllDone />} title="Nothing needs your attention.">
          New applications appear here.
        </Empty>
        <Empty drawing={<NothingFound />} title="No entries match." />
        <Empty drawing={<NothingYet />} title="No notifications yet." />
      </Specimen>
    </>
  );
}
