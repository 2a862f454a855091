import { certifications } from '@namc/inputs/classifications';
import { mostWords } from '@namc/inputs/contractors';
import { useRouter } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { typingPause } from '../../lib/use-settled.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { OwnLocationButton } from '../places/own-location-button.tsx';
import { PlaceField } from '../places/place-field.tsx';
import { UnknownPlace } from '../places/unknown-place.tsx';
import type { ContractorPage } from './contractor.ts';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';
import { isUnresolved, withPlace } from './understood.ts';
import type { ChangeSearch } from './use-contractor-search.ts';
import { useTradeSuggestions } from './use-trade-suggestions.ts';

const radii = [5, 10, 20, 50, 100];

/**
 * A draft of a value that also changes elsewhere: Back, a chip or a suggestion replaces the typed text. `send` says that the draft becomes
 * the value. That takes a moment on a slow phone, and a person types on meanwhile: what they typed stays.
 */
function useDraft(value: string) {
  const [seen, setSeen] = useState(value);
  const [draft, setDraft] = useState(value);
  const [sent, setSent] = useState<string[]>([]);
  if (seen !== value) {
    setSeen(value);
    const at = sent.indexOf(value);
    setSent(at === -1 ? [] : sent.slice(at + 1));
    if (at === -1 && draft.trim() !== value) setDraft(value);
  }
  const send = (next: string) => setSent((before) => [...before, next]);
  return { draft, setDraft, send, isSending: sent.length > 0 };
}

/** The search with one more class, a trade or a certification. */
function withClass({ trades, certifications: held }: ContractorPageSearch, code: string): SearchChange {
  const certification = certifications.find((one) => one === code);
  return certification
    ? { certifications: [...new Set([...held, certification])] }
    : { trades: [...new Set([...trades, code])] };
}

/** Words, place and distance. Words are searched while they are typed, a place once it is complete. */
export function SearchForm({
  search,
  change,
  page,
  begin,
  finish,
}: {
  search: ContractorPageSearch;
  change: ChangeSearch;
  /** The answer to this search, once it is there. */
  page: ContractorPage | undefined;
  /** Called when a person goes to the form. */
  begin: () => void;
  /** Called when the form is sent. */
  finish: () => void;
}) {
  const router = useRouter();
  const wordsField = useRef<HTMLInputElement>(null);
  const nearField = useRef<HTMLInputElement>(null);
  /** The words that typing has put into the address, until the search is sent. */
  const typed = useRef<string>(undefined);
  const { draft: words, setDraft: setWords, send, isSending } = useDraft(search.q);
  const sendWords = useEffectEvent((q: string) => {
    // Back leads to the search before the typing, however slowly somebody types.
    change({ q }, { replace: isSending || search.q === typed.current });
    typed.current = q;
    send(q);
  });
  const { draft: near, setDraft: setNear } = useDraft(search.near);
  const { suggestions, prepare } = useTradeSuggestions(search.words === 'names' ? '' : words);

  useEffect(() => {
    if (words.trim() === search.q) return undefined;
    const { pathname } = router.latestLocation;
    const timer = setTimeout(() => {
      // A person who has followed a link meanwhile is not called back.
      if (router.latestLocation.pathname !== pathname) return;
      sendWords(words.trim());
    }, typingPause);
    return () => clearTimeout(timer);
  }, [words, search.q, router]);

  const submitNear = () => {
    if (near.trim() !== search.near) change({ near: near.trim() });
  };
  const goTo = (place: string) => {
    setNear(place);
    change({ near: place });
  };
  const isNearUnknown = search.near !== '' && page?.placeUnknown === true;
  const saidPlace = page?.understood.find(isUnresolved);
  // The places that an unknown one may mean come before trades that begin like its last word.
  const places = (saidPlace && words.trim() === search.q ? (page?.nearestPlaces ?? []) : []).map((place) => ({
    ...place,
    key: place.label,
  }));
  const sayPlace = (place: string) => {
    const said = page ? withPlace(page.understood, place) : words;
    setWords(said);
    change({ q: said });
    // The button that was pressed goes away with the problem.
    wordsField.current?.focus();
  };
  const distances = [...new Set([...radii, search.miles])].sort((a, b) => a - b);

  return (
    <search>
      <form
        onFocus={begin}
        className="grid grid-cols-[1fr_auto] gap-3 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          const next = { q: words.trim(), near: near.trim() };
          if (next.q !== search.q || next.near !== search.near) change(next);
          typed.current = undefined;
          finish();
        }}
      >
        <div className="col-span-2 md:col-span-1">
          <Combobox<(typeof places)[number] | (typeof suggestions)[number]>
            label="Trade, name, place or license number"
            listLabel={places.length > 0 ? 'Places' : 'Trades'}
            nouns={places.length > 0 ? ['place', 'places'] : ['trade', 'trades']}
            name="q"
            inputRef={wordsField}
            maxLength={mostWords}
            data-search-field
            icon={<Search />}
            value={words}
            change={setWords}
            onFocus={prepare}
            leave={() => {
              typed.current = undefined;
            }}
            options={places.length > 0 ? places : suggestions}
            choose={(option) => {
              if ('near' in option) return sayPlace(option.near);
              setWords(option.rest);
              change({ q: option.rest, ...withClass(search, option.code) });
            }}
            problem={saidPlace?.as === 'unknown-place' ? 'words-problem' : undefined}
          />
          {page && saidPlace && (
            <UnknownPlace
              id="words-problem"
              near={saidPlace.name}
              nearest={page.nearestPlaces}
              isBegun={saidPlace.as === 'begun-place'}
              choose={sayPlace}
            />
          )}
        </div>
        <div>
          <PlaceField
            label="Near"
            name="near"
            inputRef={nearField}
            typed={near}
            type={setNear}
            choose={goTo}
            leave={submitNear}
            problem={isNearUnknown ? 'near-problem' : undefined}
          />
          {isNearUnknown && (
            <UnknownPlace
              id="near-problem"
              near={search.near}
              nearest={page.nearestPlaces}
              choose={(place) => {
                goTo(place);
                nearField.current?.focus();
              }}
            />
          )}
          <OwnLocationButton choose={goTo} />
        </div>
        <label className="block text-dense">
          <span className="mb-1 block font-semibold">Within</span>
          <select
            name="miles"
            className={fieldClass}
            value={search.miles}
            onChange={(event) => change({ near: near.trim(), miles: Number(event.target.value) })}
          >
            {distances.map((miles) => (
              <option key={miles} value={miles}>
                {miles} {miles === 1 ? 'mile' : 'miles'}
              </option>
            ))}
          </select>
        </label>
        <div className="col-span-2 md:col-span-1">
          <span aria-hidden className="mb-1 hidden text-dense md:block">
            &nbsp;
          </span>
          <Button type="submit" look="primary" className="w-full md:w-auto">
            Search
          </Button>
        </div>
      </form>
    </search>
  );
}
