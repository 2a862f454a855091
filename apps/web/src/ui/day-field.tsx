import { useState } from 'react';
import { typedDay } from '../lib/typed-day.ts';
import { TextField } from './choices.tsx';

/** A field for a day. It keeps what is typed to itself until that is a whole date, or until the field is left. */
export function DayField({
  label,
  value,
  change,
}: {
  label: string;
  value: string;
  change: (day: string) => void;
}) {
  const [held, setHeld] = useState(value);
  const [given, setGiven] = useState(value);
  if (given !== value) {
    setGiven(value);
    setHeld(value);
  }
  const take = (typed: string) => {
    setHeld(typed);
    const day = typedDay(typed);
    if (day !== null && day !== value) change(day);
  };
  const leave = () => {
    if (held === '' && value !== '') change('');
    else if (held !== '' && typedDay(held) === null) setHeld(value);
  };
  return <TextField type="date" label={label} value={held} change={take} leave={leave} />;
}
