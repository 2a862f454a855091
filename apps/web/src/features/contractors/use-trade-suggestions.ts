import type { suggestTrades, TradeSuggestion } from '@namc/inputs/trade-suggestions';
import { useState } from 'react';
import type { ComboboxOption } from '../../ui/combobox.tsx';

type Offered = ComboboxOption & TradeSuggestion;

/** Trades that the typed text may become. The words for trades load when a person first comes to the field. */
export function useTradeSuggestions(typed: string): { suggestions: Offered[]; prepare: () => void } {
  const [suggest, setSuggest] = useState<typeof suggestTrades | null>(null);
  return {
    suggestions: (suggest?.(typed) ?? []).map((one) => ({
      ...one,
      key: one.code,
      label: `${one.name} (${one.code})`,
      note:
        [one.word && `“${one.word}”`, one.rest && `and “${one.rest}”`].filter(Boolean).join(' ') || undefined,
    })),
    prepare: () => {
      if (suggest) return;
      void import('@namc/inputs/trade-suggestions').then(
        (loaded) => setSuggest(() => loaded.suggestTrades),
        // Without suggestions the search works as well.
        () => undefined,
      );
    },
  };
}
