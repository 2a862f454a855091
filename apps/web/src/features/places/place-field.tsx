import { useQuery } from '@tanstack/react-query';
import { MapPin } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useSettled } from '../../lib/use-settled.ts';
import { fieldClass } from '../../ui/field-class.ts';
import { suggestionsQuery } from './place-queries.ts';

/**
 * A field for a ZIP code, a city or a county, with suggestions while a person types (a combobox with a list). Any text may
 * stay in it. `choose` gets a chosen suggestion, `leave` says that the field lost the focus.
 */
export function PlaceField({
  label,
  name,
  typed,
  type,
  choose,
  leave,
  problem,
}: {
  label: string;
  name: string;
  typed: string;
  type: (text: string) => void;
  choose: (text: string) => void;
  leave: () => void;
  /** The id of a message about the text, if there is a problem with it. */
  problem: string | undefined;
}) {
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  const settled = useSettled(typed.trim());
  const { data } = useQuery(suggestionsQuery(isAsking ? settled : ''));
  const places = isAsking && typed.trim().length > 1 ? (data ?? []) : [];
  const isOpen = places.length > 0;
  // The suggestions of the next letter are other ones, of which none is marked.
  const [mark, setMark] = useState({ of: data, at: -1 });
  const at = mark.of === data ? mark.at : -1;
  const setAt = (position: number) => setMark({ of: data, at: position });
  const option = (position: number) => `${id}${position}`;

  const take = (near: string) => {
    setAsking(false);
    choose(near);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const marked = places[at];
    if (event.key === 'ArrowDown' && isOpen) setAt((at + 1) % places.length);
    else if (event.key === 'ArrowUp' && isOpen) setAt(at <= 0 ? places.length - 1 : at - 1);
    else if (event.key === 'ArrowDown' && !isAsking) setAsking(true);
    else if (event.key === 'Enter' && isOpen && marked) take(marked.near);
    else if (event.key === 'Escape' && isOpen) setAsking(false);
    else {
      if (event.key === 'Enter') setAsking(false);
      return;
    }
    event.preventDefault();
  };

  return (
    <div className="relative text-dense">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      <span className="relative block">
        <MapPin aria-hidden className="absolute top-3.5 left-3 size-4 text-text-3 lg:top-3" />
        <input
          name={name}
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && places[at] ? option(at) : undefined}
          maxLength={80}
          autoComplete="off"
          autoCapitalize="words"
          spellCheck={false}
          placeholder="ZIP code or city"
          aria-invalid={problem !== undefined}
          aria-describedby={problem}
          className={`${fieldClass} pl-9 aria-invalid:border-bad`}
          value={typed}
          onChange={(event) => {
            type(event.target.value);
            setAsking(true);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            setAsking(false);
            leave();
          }}
        />
      </span>
      <div
        id={`${id}list`}
        role="listbox"
        aria-label="Places"
        hidden={!isOpen}
        className="absolute z-20 mt-1 w-full min-w-64 overflow-hidden rounded-card border border-divider bg-raised py-1 shadow-overlay"
      >
        {places.map(({ label: place, near }, position) => (
          <div
            key={place}
            id={option(position)}
            role="option"
            tabIndex={-1}
            aria-selected={position === at}
            // Runs before the field loses the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              take(near);
            }}
            className={`flex min-h-11 cursor-pointer items-center px-3 break-words hover:bg-info-tint lg:min-h-9 ${position === at ? 'bg-info-tint' : ''}`}
          >
            {place}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {isOpen &&
          `${places.length} ${places.length === 1 ? 'place' : 'places'} found. Use the arrow keys to choose.`}
      </p>
    </div>
  );
}
