import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FileText, Keyboard, type LucideIcon, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { causeOf } from '../../lib/cause-of.ts';
import { plural } from '../../lib/formats.ts';
import { useSettled } from '../../lib/use-settled.ts';
import { Button } from '../../ui/button.tsx';
import Modal from '../../ui/modal.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { kindIcons } from '../search/kind-icon.tsx';
import { keepRecentItem, recentItems } from '../search/recent.ts';
import {
  exactFit,
  type FoundGroup,
  type FoundHit,
  isKind,
  type Place,
  searchKinds,
} from '../search/search-kinds.ts';
import { useSearch } from '../search/search-queries.ts';
import { FoundRows, Group, Item, rowOf } from './palette-list.tsx';
import { type PalettePage, pagesFor } from './palette-pages.ts';
import { takeTyped, waitingText } from './typed-ahead.ts';

/** The rows of each kind. */
const most = 4;
/** The pages among the rows of a search. */
const mostPages = 4;
/** The pause after a letter before the search is asked, in ms. */
const pauseMs = 60;

/** Finds projects, firms, people, licenses and, for staff, records; goes to pages; and begins what the person may do. */
export default function Palette({ close, showHelp }: { close: () => void; showHelp: () => void }) {
  const id = useId();
  const me = useSignedIn();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), pauseMs);
  const { groups, error, isFetching, retry } = useSearch(q, most);
  const isSettled = typed.trim() === q;
  const isWaiting = !isSettled || (isFetching && groups === undefined);
  // The rows of the text before stay until the new ones come. Only the new ones answer to Enter.
  const [shown, setShown] = useState<{ text: string; groups: FoundGroup[] }>({ text: '', groups: [] });
  if (groups && isSettled && shown.groups !== groups && !isSame(shown, q, groups))
    setShown({ text: q, groups });
  const rows = q === '' || (error && !groups) ? [] : shown.groups;
  const all = pagesFor(me, typed);
  const pages = all.filter(({ isAct }) => !isAct).slice(0, typed.trim() ? mostPages : undefined);
  const acts = all.filter(({ isAct }) => isAct).slice(0, typed.trim() ? mostPages : undefined);
  const recent = typed.trim() ? [] : recentItems(me?.userId);
  const isExact = (rows[0]?.hits[0]?.fit ?? 0) >= exactFit;
  const first = firstOf({ recent, pages, acts, rows, isExact, q });
  const [active, setActive] = useState<string>(first);
  // Enter takes the best place, also if it arrives after the others.
  useEffect(() => setActive(first), [first]);
  const after = (act: () => unknown) => {
    close();
    void act();
  };
  const go = (place: Place) => after(() => navigate(place));
  const open = (kind: FoundGroup['kind'], hit: FoundHit) => {
    keepRecentItem(me?.userId, { kind, id: hit.id, title: hit.title, about: hit.about.join(' · ') });
    go(searchKinds[kind].place(hit.id));
  };
  // Enter before the answer is for the answer, unless a page answers to the text already.
  const [isEntered, setEntered] = useState(false);
  const [best] = rows;
  const openBest = useEffectEvent(() => {
    setEntered(false);
    const [hit] = best?.hits ?? [];
    if (best && hit) open(best.kind, hit);
  });
  useEffect(() => {
    if (isEntered && !isWaiting) openBest();
  }, [isEntered, isWaiting]);
  const hearEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !isWaiting) return;
    const isOfBefore = rows.some((group) => group.hits.some((hit) => rowOf(group, hit) === active));
    if (!isOfBefore && (active !== first || pages.length + acts.length > 0)) return;
    event.preventDefault();
    setEntered(true);
  };
  // The keys go to the field once it has the focus and shows what waited. Between the two, no key would find its place.
  const field = useRef<HTMLInputElement>(null);
  const goOnTyping = (drawn: string) => {
    const waiting = waitingText();
    if (waiting === undefined || document.activeElement !== field.current) return;
    if (waiting !== drawn) {
      setTyped(waiting);
      return;
    }
    if (!takeTyped().isEntered) return;
    const [page] = pagesFor(me, waiting);
    if (page) go({ to: page.to });
    else setEntered(true);
  };
  // Each text that was drawn may be the last that waited.
  const seeDrawn = useEffectEvent(goOnTyping);
  useEffect(() => seeDrawn(typed), [typed]);
  const count =
    pages.length + acts.length + recent.length + rows.reduce((sum, { hits }) => sum + hits.length, 0);
  const listed = (heading: string, Icon: LucideIcon, some: PalettePage[]) =>
    some.length > 0 && (
      <Group heading={heading}>
        {some.map(({ to, label }) => (
          <Item key={label} value={label} Icon={Icon} select={() => go({ to })}>
            {label}
          </Item>
        ))}
      </Group>
    );
  const found = rows.map((group) => (
    <FoundRows key={group.kind} group={group} text={shown.text} open={open} go={go} />
  ));
  return (
    <Modal
      labelledBy={id}
      close={close}
      className="inset-0 flex flex-col overflow-hidden bg-raised sm:inset-x-0 sm:top-[max(1rem,10dvh)] sm:bottom-auto sm:mx-auto sm:max-h-[min(36rem,calc(100dvh-2rem))] sm:w-[min(40rem,calc(100vw-2rem))] sm:rounded-card sm:border sm:border-divider sm:shadow-overlay"
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
        onKeyDown={hearEnter}
        className="flex min-h-0 flex-1 flex-col"
      >
        <div className="flex items-center gap-2 border-b border-divider pl-4 max-sm:pr-1 sm:pr-4">
          <Search aria-hidden className="size-5 shrink-0 text-text-2" />
          <Command.Input
            ref={field}
            onFocus={() => goOnTyping(typed)}
            value={typed}
            onValueChange={(text) => {
              setTyped(text);
              setEntered(false);
            }}
            maxLength={200}
            placeholder="Search names, projects, numbers, pages"
            className="min-h-13 w-full min-w-0 bg-transparent text-body focus:outline-none"
          />
          <button
            type="button"
            data-close
            onClick={close}
            className="grid size-11 shrink-0 place-items-center rounded-control sm:hidden"
          >
            <X aria-hidden className="size-5" />
            <span className="sr-only">Close</span>
          </button>
        </div>
        <Command.List
          label="Places"
          className={`min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 ${isWaiting && rows.length > 0 ? 'opacity-70' : ''}`}
        >
          {recent.length > 0 && (
            <Group heading="Recent">
              {recent.map((item) => {
                const { kind } = item;
                if (!isKind(kind)) return null;
                return (
                  <Item
                    key={`${kind} ${item.id}`}
                    value={`recent ${kind} ${item.id}`}
                    Icon={kindIcons[kind]}
                    about={item.about}
                    select={() => {
                      keepRecentItem(me?.userId, item);
                      go(searchKinds[kind].place(item.id));
                    }}
                  >
                    {item.title}
                  </Item>
                );
              })}
            </Group>
          )}
          {isExact && found}
          {listed('Pages', FileText, pages)}
          {listed('Actions', FileText, acts)}
          {!isExact && found}
          <Group heading="More">
            {q && (
              <Item value="search" Icon={Search} select={() => go({ to: '/contractors', search: { q } })}>
                Search all contractors for “{q}”
              </Item>
            )}
            {q && (
              <Item value="everything" Icon={Search} select={() => go({ to: '/search', search: { q } })}>
                All results for “{q}”
              </Item>
            )}
            <Item value="help" Icon={Keyboard} select={showHelp}>
              Keyboard shortcuts
            </Item>
          </Group>
        </Command.List>
      </Command>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 border-t border-divider px-4 py-1">
        <p role="status" className="text-meta text-text-2">
          {statusWords({ isWaiting, error: isSettled ? error : null, count, hasRows: rows.length > 0, q })}
        </p>
        {error && isSettled && !isFetching && (
          <Button className="my-1" onClick={retry}>
            Try again
          </Button>
        )}
      </div>
    </Modal>
  );
}

const isSame = (shown: { text: string; groups: FoundGroup[] }, text: string, groups: FoundGroup[]): boolean =>
  shown.text === text && JSON.stringify(shown.groups) === JSON.stringify(groups);

/** The place that Enter takes before an arrow has moved. */
function firstOf({
  recent,
  pages,
  acts,
  rows,
  isExact,
  q,
}: {
  recent: { kind: string; id: string }[];
  pages: PalettePage[];
  acts: PalettePage[];
  rows: FoundGroup[];
  isExact: boolean;
  q: string;
}): string {
  const [item] = recent;
  if (item) return `recent ${item.kind} ${item.id}`;
  const [group] = rows;
  const [hit] = group?.hits ?? [];
  const found = group && hit && rowOf(group, hit);
  const page = pages[0]?.label ?? acts[0]?.label;
  return (isExact ? (found ?? page) : (page ?? found)) ?? (q ? 'search' : 'help');
}

function statusWords({
  isWaiting,
  error,
  count,
  hasRows,
  q,
}: {
  isWaiting: boolean;
  error: unknown;
  count: number;
  hasRows: boolean;
  q: string;
}): string {
  if (isWaiting) return 'Searching…';
  if (error) return `The search didn’t answer. ${causeOf(error)}`;
  if (q && !hasRows && count === 0) return 'No results';
  return `${count} ${plural(count, 'result')}`;
}
