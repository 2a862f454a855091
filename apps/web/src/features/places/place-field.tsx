import { useQuery } from '@tanstack/react-query';
import { MapPin } from 'lucide-react';
import { type Ref, useState } from 'react';
import { useSettled } from '../../lib/use-settled.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { suggestionsQuery } from './place-queries.ts';

/**
 * A field for a ZIP code, a city or a county, with suggestions while a person types. Any text may stay in it. `choose` gets
 * a chosen suggestion, `leave` says that the field lost the focus.
 */
export function PlaceField({
  label,
  name,
  typed,
  type,
  choose,
  leave,
  problem,
  inputRef,
}: {
  label: string;
  name: string;
  typed: string;
  type: (text: string) => void;
  choose: (text: string) => void;
  leave: () => void;
  /** The id of a message about the text, if there is a problem with it. */
  problem: string | undefined;
  inputRef: Ref<HTMLInputElement>;
}) {
  const [isAsking, setAsking] = useState(false);
  const settled = useSettled(typed.trim());
  const { data } = useQuery(suggestionsQuery(isAsking ? settled : ''));
  const places = (typed.trim().length > 1 ? (data ?? []) : []).map((place) => ({
    ...place,
    key: place.label,
  }));
  return (
    <Combobox
      label={label}
      listLabel="Places"
      nouns={['place', 'places']}
      name={name}
      inputRef={inputRef}
      icon={<MapPin />}
      maxLength={80}
      autoCapitalize="words"
      placeholder="ZIP code or city"
      value={typed}
      change={type}
      options={places}
      choose={({ near }) => choose(near)}
      ask={setAsking}
      leave={leave}
      problem={problem}
    />
  );
}
