import { memo, type ReactNode, useId, useState } from 'react';
import { formatCapped } from '../lib/formats.ts';
import { fieldClass } from './field-class.ts';

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  /** The number of results with this choice, if it is known; `capped` if there are more. */
  count?: { count: number; capped: boolean } | undefined;
}

/** A group of checkboxes. A long group scrolls and has a field that filters it. */
export function CheckboxChoices({
  legend,
  choices,
  chosen,
  choose,
  narrowing,
  meant,
  most,
}: {
  legend: string;
  choices: Choice[];
  chosen: readonly string[];
  choose: (values: string[]) => void;
  /** The label of the field that filters the group. */
  narrowing?: string;
  /** The values that a text in that field means, besides those whose labels hold it. */
  meant?: (typed: string) => ReadonlySet<string>;
  /** The most choices that may be in use at once, and what they are. One more is refused in words. */
  most?: { count: number; of: string };
}) {
  const [part, setPart] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const isFull = most !== undefined && chosen.length >= most.count;
  const words = part.trim().toLowerCase();
  const means = words && meant ? meant(words) : undefined;
  const shown = words
    ? choices.filter(({ value, label }) => means?.has(value) || label.toLowerCase().includes(words))
    : choices;
  return (
    <fieldset>
      <Legend>{legend}</Legend>
      {narrowing && (
        <TextField label={narrowing} value={part} change={setPart} className="mb-2" type="search" />
      )}
      <div
        className={narrowing ? 'max-h-56 overflow-y-auto rounded-control border border-divider px-2' : ''}
        onChange={({ target }) => {
          const { value, checked: isOneMore } = target as HTMLInputElement;
          const label = choices.find((choice) => choice.value === value)?.label ?? value;
          setRefused(isOneMore && isFull ? label : null);
          if (isOneMore && isFull) return;
          choose(isOneMore ? [...chosen, value] : chosen.filter((other) => other !== value));
        }}
      >
        {shown.map(({ value, label, count }) => (
          <Option
            key={value}
            value={value}
            label={label}
            count={count?.count}
            isCapped={count?.capped}
            type="checkbox"
            isChosen={chosen.includes(value)}
          />
        ))}
        {shown.length === 0 && <p className="py-3 text-dense text-text-2">No match for “{part.trim()}”.</p>}
      </div>
      {most && (
        <p role="status" className="text-dense text-bad">
          {isFull &&
            refused !== null &&
            `A search can use up to ${most.count} ${most.of}. Take one away to add “${refused}”.`}
        </p>
      )}
    </fieldset>
  );
}

/** A group of radio buttons. */
export function RadioChoices<Value extends string>({
  legend,
  choices,
  chosen,
  choose,
}: {
  legend: string;
  choices: Choice<Value>[];
  chosen: Value;
  choose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset onChange={({ target }) => choose((target as unknown as HTMLInputElement).value as Value)}>
      <Legend>{legend}</Legend>
      {choices.map(({ value, label, count }) => (
        <Option
          key={value}
          value={value}
          label={label}
          count={count?.count}
          isCapped={count?.capped}
          type="radio"
          name={name}
          isChosen={chosen === value}
        />
      ))}
    </fieldset>
  );
}

function Legend({ children }: { children: ReactNode }) {
  return <legend className="mb-1 text-dense font-semibold">{children}</legend>;
}

interface OptionProps {
  value: string;
  label: string;
  count: number | undefined;
  isCapped: boolean | undefined;
  type: 'checkbox' | 'radio';
  name?: string;
  isChosen: boolean;
}

/** Its group hears the change. So only an option that changed is drawn again: a slow phone needs a moment for a hundred. */
const Option = memo(function Option({
  value,
  label,
  count,
  isCapped = false,
  type,
  name,
  isChosen,
}: OptionProps) {
  return (
    <label className="flex min-h-11 items-center gap-3 py-1 text-dense lg:min-h-9">
      <input
        className="size-4.5 shrink-0 accent-brand"
        type={type}
        name={name}
        value={value}
        checked={isChosen}
        onChange={leaveToGroup}
      />
      <span className="flex-1">{label}</span>
      {count !== undefined && (
        <span className="text-text-3 tabular-nums">{formatCapped(count, isCapped)}</span>
      )}
    </label>
  );
});

const leaveToGroup = () => {};

export function TextField({
  label,
  value,
  change,
  leave,
  className = '',
  type = 'text',
}: {
  label: string;
  value: string;
  change: (value: string) => void;
  /** Called when the focus goes elsewhere. */
  leave?: () => void;
  className?: string;
  type?: 'text' | 'search' | 'date';
}) {
  return (
    <label className={`block text-dense ${className}`}>
      <span className="mb-1 block text-text-2">{label}</span>
      <input
        type={type}
        value={value}
        onChange={(event) => change(event.target.value)}
        onBlur={leave}
        className={fieldClass}
      />
    </label>
  );
}
