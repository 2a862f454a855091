import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { fieldClass } from './field-class.ts';

export interface Suggestion {
  key: string;
  label: string;
  /** What the suggestion stands for, in smaller letters. */
  note?: string | undefined;
}

/** Leaves room on the left for the icon. */
const withIcon = `${fieldClass} pl-9`;

/**
 * A field for free text that suggests completions: an editable combobox whose list opens while typing. The arrow keys
 * move through the list, Enter takes a suggestion, and Escape closes the list. The text stays free: without a chosen
 * suggestion Enter submits the form.
 */
export function SuggestionField<One extends Suggestion>({
  listLabel,
  icon,
  value,
  change,
  suggestions,
  choose,
  className = '',
  onBlur,
  ...input
}: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onKeyDown' | 'role' | 'type'> & {
  listLabel: string;
  icon: ReactNode;
  value: string;
  change: (typed: string) => void;
  suggestions: readonly One[];
  choose: (suggestion: One) => void;
}) {
  const id = useId();
  const [isTyping, setTyping] = useState(false);
  const [at, setAt] = useState(-1);
  const isOpen = isTyping && suggestions.length > 0;
  const active = isOpen ? suggestions[at] : undefined;
  const optionId = (key: string) => `${id}${key}`;
  const close = () => {
    setTyping(false);
    setAt(-1);
  };
  const take = (suggestion: One) => {
    close();
    choose(suggestion);
  };
  return (
    <span className="relative block">
      {icon}
      <input
        {...input}
        type="text"
        role="combobox"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={isOpen}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={active && optionId(active.key)}
        className={`${withIcon} ${className}`}
        value={value}
        onChange={(event) => {
          setTyping(true);
          setAt(-1);
          change(event.target.value);
        }}
        onBlur={(event) => {
          close();
          onBlur?.(event);
        }}
        onKeyDown={(event) => {
          const last = suggestions.length - 1;
          if (event.key === 'ArrowDown' && suggestions.length > 0) {
            setTyping(true);
            setAt(isOpen ? (at >= last ? 0 : at + 1) : 0);
          } else if (event.key === 'ArrowUp' && isOpen) setAt(at <= 0 ? last : at - 1);
          else if (event.key === 'Enter' && active) take(active);
          else if (event.key === 'Escape' && isOpen) close();
          else {
            if (event.key === 'Enter') close();
            return;
          }
          event.preventDefault();
        }}
      />
      <span
        id={`${id}list`}
        role="listbox"
        aria-label={listLabel}
        hidden={!isOpen}
        className="absolute z-[1100] mt-1 block max-h-80 w-full overflow-y-auto rounded-card border border-divider bg-raised py-1 shadow-overlay"
      >
        {suggestions.map((suggestion) => (
          <span
            key={suggestion.key}
            id={optionId(suggestion.key)}
            role="option"
            tabIndex={-1}
            aria-selected={suggestion === active}
            // Runs before the blur that closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}
            className={`flex min-h-11 cursor-pointer flex-wrap items-center gap-x-2 px-3 py-2 text-dense hover:bg-info-tint lg:min-h-9 lg:py-1.5 ${suggestion === active ? 'bg-info-tint' : ''}`}
          >
            {suggestion.label}
            {suggestion.note && <span className="text-meta text-text-2">{suggestion.note}</span>}
          </span>
        ))}
      </span>
      <span aria-live="polite" className="sr-only">
        {isOpen && `${suggestions.length} ${suggestions.length === 1 ? 'suggestion' : 'suggestions'}.`}
      </span>
    </span>
  );
}
