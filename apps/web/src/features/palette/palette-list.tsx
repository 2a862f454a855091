import { Command } from 'cmdk';
import { type LucideIcon, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { kindIcons } from '../search/kind-icon.tsx';
import { Marked } from '../search/marked.tsx';
import {
  allOf,
  allWords,
  countOf,
  type FoundGroup,
  type FoundHit,
  type Place,
  searchKinds,
} from '../search/search-kinds.ts';

export function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-text-2"
    >
      {children}
    </Command.Group>
  );
}

export function Item({
  value,
  Icon,
  about,
  select,
  children,
}: {
  value: string;
  Icon: LucideIcon;
  about?: string | undefined;
  select: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={select}
      className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-control px-2 text-dense data-[selected=true]:bg-info-tint"
    >
      <Icon aria-hidden className="size-4.5 shrink-0 text-text-2" />
      {/* A phone shows both in full, one below the other. */}
      <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-2.5 py-1">
        <span className="max-w-full truncate">{children}</span>
        {about && <span className="max-w-full truncate text-text-2">{about}</span>}
      </span>
    </Command.Item>
  );
}

export const rowOf = ({ kind }: Pick<FoundGroup, 'kind'>, { id }: Pick<FoundHit, 'id'>) => `${kind} ${id}`;
const aboutOf = ({ about }: FoundHit) => about.join(' · ');

/** The rows of one kind with their number, and the way to all of them. */
export function FoundRows({
  group,
  text,
  open,
  go,
}: {
  group: FoundGroup;
  text: string;
  open: (kind: FoundGroup['kind'], hit: FoundHit) => void;
  go: (place: Place) => void;
}) {
  const { label } = searchKinds[group.kind];
  const Icon = kindIcons[group.kind];
  return (
    <Group heading={`${label} (${countOf(group)})`}>
      {group.hits.map((hit) => (
        <Item
          key={hit.id}
          value={rowOf(group, hit)}
          Icon={Icon}
          about={aboutOf(hit)}
          select={() => open(group.kind, hit)}
        >
          <Marked text={hit.title} typed={text} />
        </Item>
      ))}
      {(group.isCapped || group.total > group.hits.length) && (
        <Item value={`all ${group.kind}`} Icon={Search} select={() => go(allOf(group, text))}>
          {allWords(group)}
        </Item>
      )}
    </Group>
  );
}
