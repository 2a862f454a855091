import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { fieldClass } from './field-class.ts';

export interface ComboboxOption {
  key: string;
  label: string;
  /** Says more about the option, in smaller letters. */
  note?: string | undefined;
}

/**
 * A text field with a list of options that opens while a person types: the editable combobox with list autocomplete of
 * the ARIA Authoring Practices. The arrow keys move through the list and around its ends, Enter takes an option, Escape
 * closes the list, and Alt with an arrow key opens or closes it. Without a marked option Enter submits the form.
 */
export function Combobox<Option extends ComboboxOption>({
  label,
  listLabel = label,
  nouns,
  value,
  change,
  options,
  choose,
  ask,
  leave,
  mustChoose = false,
  icon,
  problem,
  message,
  inputRef,
  className = '',
  labelClass = 'font-semibold',
  ...input
}: Pick<ComponentProps<'input'>, 'name' | 'placeholder' | 'maxLength' | 'autoCapitalize' | 'onFocus'> & {
  label: string;
  listLabel?: string;
  /** One option and several, for the number that a screen reader hears. */
  nouns: [one: string, many: string];
  value: string;
  change: (typed: string) => void;
  options: readonly Option[];
  choose: (option: Option) => void;
  /** Hears when options are wanted and when they no longer are. */
  ask?: (isAsking: boolean) => void;
  leave?: () => void;
  /** The text only finds an option: without a choice it does not stay. */
  mustChoose?: boolean;
  icon?: ReactNode;
  /** The id of a message about the text, if there is a problem with it. */
  problem?: string | undefined;
  /** Stands below the field in place of a list, such as “Nobody has this name.” */
  message?: string | undefined;
  inputRef?: ComponentProps<'input'>['ref'];
  className?: string;
  labelClass?: string;
  'data-search-field'?: boolean;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [markedKey, setMarkedKey] = useState<string>();
  const isOpen = isAsking && options.length > 0;
  const at = isOpen ? options.findIndex(({ key }) => key === markedKey) : -1;
  const marked = options[at];
  const optionId = ({ key }: Option) => `${id}${key.replaceAll(/\s/g, '-')}`;
  const markedId = marked && optionId(marked);
  const markAt = (position: number) => setMarkedKey(options[position]?.key);
  const asks = (next: boolean) => {
    setAsking(next);
    setMarkedKey(undefined);
    ask?.(next);
  };
  const take = (option: Option) => {
    asks(false);
    choose(option);
  };
  const clear = () => {
    asks(false);
    if (mustChoose) change('');
  };

  // A list that opens without a mark begins at its top, wherever it was left.
  useEffect(() => {
    if (markedId) document.getElementById(markedId)?.scrollIntoView({ block: 'nearest' });
    else if (isOpen && list.current) list.current.scrollTop = 0;
  }, [markedId, isOpen]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    const only = mustChoose && options.length === 1 ? options[0] : undefined;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      if (!isAsking) asks(true);
      if (!event.altKey) markAt(at < last ? at + 1 : 0);
    } else if (event.key === 'ArrowUp') {
      if (event.altKey) asks(false);
      else {
        if (!isAsking) asks(true);
        markAt(at > 0 ? at - 1 : last);
      }
    } else if (event.key === 'Enter') {
      const chosen = marked ?? (isOpen ? only : undefined);
      if (chosen) take(chosen);
      else {
        if (!mustChoose) asks(false);
        return;
      }
    } else if (event.key === 'Escape' && isOpen) asks(false);
    else if (event.key === 'Escape' && mustChoose && value !== '') clear();
    else return;
    event.preventDefault();
  };

  return (
    <div className={`relative text-dense ${className}`}>
      <label htmlFor={id} className={`mb-1 block ${labelClass}`}>
        {label}
      </label>
      <span className="relative block">
        {icon && (
          <span aria-hidden className="absolute top-3.5 left-3 text-text-3 lg:top-3 [&>svg]:size-4">
            {icon}
          </span>
        )}
        <input
          {...input}
          ref={inputRef}
          id={id}
          type="text"
          role="combobox"
          enterKeyHint="search"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          aria-expanded={isOpen}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={markedId}
          aria-invalid={problem !== undefined}
          aria-describedby={problem}
          className={`${fieldClass} ${icon ? 'pl-9' : ''}`}
          value={value}
          onChange={(event) => {
            asks(true);
            change(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            clear();
            leave?.();
          }}
        />
      </span>
      <div
        ref={list}
        id={`${id}list`}
        role="listbox"
        aria-label={listLabel}
        hidden={!isOpen}
        className="absolute z-[1100] mt-1 max-h-80 w-full min-w-64 overflow-y-auto rounded-card border border-divider bg-raised py-1 shadow-overlay"
      >
        {options.map((option) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys act on the field, which keeps the focus
          <div
            key={option.key}
            id={optionId(option)}
            role="option"
            tabIndex={-1}
            aria-selected={option === marked}
            // The field keeps the focus. A press that ends elsewhere takes nothing.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
            className={`flex min-h-11 cursor-pointer flex-wrap items-center gap-x-2 px-3 py-2 break-words hover:bg-info-tint lg:min-h-9 lg:py-1.5 ${option === marked ? 'bg-info-tint outline-2 -outline-offset-2 outline-link' : ''}`}
          >
            {option.label}
            {option.note && <span className="min-w-0 text-meta break-words text-text-2">{option.note}</span>}
          </div>
        ))}
      </div>
      <p role="status" className={message && !isOpen ? 'mt-1' : 'sr-only'}>
        {isOpen
          ? `${options.length} ${nouns[options.length === 1 ? 0 : 1]} found. Use the arrow keys to choose.`
          : message}
      </p>
    </div>
  );
}
