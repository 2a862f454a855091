import { readTable } from '@namc/inputs/row-table';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FileText, HardHat, Keyboard, type LucideIcon, Search, User } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useId, useState } from 'react';
import { abortOnUnmount, api } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { useSettled } from '../../lib/use-settled.ts';
import Modal from '../../ui/modal.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { pagesFor } from './palette-pages.ts';
import { takeTyped } from './typed-ahead.ts';

const leastLetters = 2;
const most = 5;

/** Goes to a page, a license or, for staff, a member, by a few letters. */
export default function Palette({ close, showHelp }: { close: () => void; showHelp: () => void }) {
  const id = useId();
  const me = useSignedIn();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const isAsked = q.length >= leastLetters;
  // Members are behind the second step, and the palette is no place to ask for a code.
  const seesMembers = me?.permissions.includes('members.read') && me.hasGivenSecondFactor;
  const licenses = useQuery(
    api.contractors.search.queryOptions(isAsked ? { q, limit: most } : skipToken, abortOnUnmount),
  );
  const members = useQuery(
    api.members.search.queryOptions(isAsked && seesMembers ? { q, limit: most } : skipToken, abortOnUnmount),
  );
  const pages = pagesFor(me, typed);
  const firms = isAsked && licenses.data ? readTable(licenses.data.contractors) : [];
  const people = (isAsked && members.data?.rows) || [];
  const first =
    pages[0]?.to ?? people[0]?.id ?? (firms[0] ? `license ${firms[0].licenseNumber}` : q ? 'search' : 'help');
  const [active, setActive] = useState<string>(first);
  // Enter takes the best place, also if it arrives after the others.
  useEffect(() => setActive(first), [first]);
  const goOnTyping = useEffectEvent(() => {
    const early = takeTyped();
    if (!early.typed) return;
    setTyped(early.typed);
    const [page] = pagesFor(me, early.typed);
    if (!early.isEntered || !page) return;
    close();
    void navigate({ to: page.to });
  });
  // The field has the focus now.
  useEffect(() => goOnTyping(), []);
  const isWaiting = typed.trim() !== q || licenses.isFetching || members.isFetching;
  const count = pages.length + firms.length + people.length;
  const after = (act: () => unknown) => () => {
    close();
    void act();
  };
  return (
    <Modal
      labelledBy={id}
      close={close}
      className="inset-x-0 top-[max(1rem,10dvh)] mx-auto flex max-h-[min(32rem,calc(100dvh-2rem))] w-[min(36rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-card border border-divider bg-raised shadow-overlay"
    >
      <h2 id={id} className="sr-only">
        Go to
      </h2>
      <Command
        label="Go to"
        shouldFilter={false}
        loop
        value={active}
        onValueChange={setActive}
        className="flex min-h-0 flex-col"
      >
        <div className="flex items-center gap-2 border-b border-divider px-4">
          <Search aria-hidden className="size-5 shrink-0 text-text-2" />
          <Command.Input
            value={typed}
            onValueChange={setTyped}
            maxLength={200}
            placeholder={seesMembers ? 'Go to a page, a license or a member' : 'Go to a page or a license'}
            className="min-h-13 w-full bg-transparent text-body focus:outline-none"
          />
        </div>
        <Command.List label="Places" className="min-h-0 overflow-y-auto overscroll-contain p-2">
          {pages.length > 0 && (
            <Group heading="Pages">
              {pages.map(({ to, label }) => (
                <Item key={to} value={to} Icon={FileText} select={after(() => navigate({ to }))}>
                  {label}
                </Item>
              ))}
            </Group>
          )}
          {people.length > 0 && (
            <Group heading="Members">
              {people.map((person) => (
                <Item
                  key={person.id}
                  value={person.id}
                  Icon={User}
                  about={person.company ?? person.email}
                  select={after(() => navigate({ to: '/admin/members/$id', params: { id: person.id } }))}
                >
                  {person.firstName} {person.lastName}
                </Item>
              ))}
            </Group>
          )}
          {firms.length > 0 && (
            <Group heading="Licenses">
              {firms.map(({ licenseNumber, name, city }) => (
                <Item
                  key={licenseNumber}
                  value={`license ${licenseNumber}`}
                  Icon={HardHat}
                  about={[city, licenseNumber].filter(Boolean).join(' · ')}
                  select={after(() =>
                    navigate({ to: '/contractors/$license', params: { license: licenseNumber } }),
                  )}
                >
                  {name}
                </Item>
              ))}
            </Group>
          )}
          <Group heading="More">
            {q && (
              <Item
                value="search"
                Icon={Search}
                select={after(() => navigate({ to: '/contractors', search: { q } }))}
              >
                Search all contractors for “{q}”
              </Item>
            )}
            <Item value="help" Icon={Keyboard} select={showHelp}>
              Keyboard shortcuts
            </Item>
          </Group>
        </Command.List>
      </Command>
      <p role="status" className="border-t border-divider px-4 py-2 text-meta text-text-2">
        {isWaiting
          ? 'Searching…'
          : licenses.error && isAsked
            ? 'The search isn’t available right now.'
            : `${count} ${plural(count, 'result')}`}
      </p>
    </Modal>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-text-2"
    >
      {children}
    </Command.Group>
  );
}

function Item({
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
