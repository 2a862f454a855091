import { readBounds } from '@namc/inputs/bounds';
import type { ContractorFilters } from '@namc/inputs/contractors';
import { cutText } from '@namc/inputs/cut-text';
import { quoted } from '@namc/inputs/quoted';
import { saveSearchInput } from '@namc/inputs/saved-searches';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { InputField, SelectField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { areaInWords } from './area-words.ts';
import { inMapArea } from './map-area.ts';
import { notifyChoices } from './notify-words.ts';

const and = new Intl.ListFormat('en-US');
const longestName = 100;

interface Asked {
  filters: ContractorFilters;
  /** Typed words that the search does not search for. */
  leftOut: string[];
  done: () => void;
}

/** Gives a search a name, which its filters in words suggest. The code loads with the first dialog. */
export default function SaveSearchForm({ words, ...asked }: Asked & { words: string[] }) {
  const { bounds } = asked.filters;
  const { data: area, isLoading } = useQuery({
    queryKey: ['map area in words', bounds],
    queryFn: () => nameArea(bounds ?? ''),
    enabled: bounds !== undefined,
    // Without the names of cities the area has its usual name.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isLoading) return null;
  const told = words.map((word) => (word === inMapArea && area ? area : word));
  return <NamedSearchForm {...asked} name={nameOf(told)} />;
}

/** The area in words. The names of cities come with the first area that is saved. */
async function nameArea(bounds: string): Promise<string> {
  const area = readBounds(bounds);
  return area ? areaInWords(area, (await import('virtual:city-labels')).default) : inMapArea;
}

/** As many filters as fit. */
function nameOf(words: string[]): string {
  let name = '';
  // The chip of the typed words has quotation marks; a name has none.
  for (const label of words) {
    const word = label.replace(/[“”]/g, '');
    const next = name ? `${name}, ${word}` : word;
    if (next.length > longestName) break;
    name = next;
  }
  return name || (words[0] === undefined ? 'All contractors' : cutText(words[0], longestName));
}

function NamedSearchForm({ filters, name, leftOut, done }: Asked & { name: string }) {
  const form = useSchemaForm(saveSearchInput, { name, filters, notify: 'AT_ONCE' });
  const refresh = () => queryClient.invalidateQueries(api.savedSearches.pathFilter());
  const { mutateAsync } = useMutation(api.savedSearches.save.mutationOptions({ onSettled: refresh }));
  const remove = useMutation(api.savedSearches.remove.mutationOptions({ onSettled: refresh }));
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ name: 'Name', notify: 'Email me about new results' }}
      submit={async (values) => {
        const id = await mutateAsync(values);
        done();
        toast(`Saved. Find ${quoted(values.name)} under Saved.`, { undo: () => remove.mutate({ id }) });
      }}
    >
      {leftOut.length > 0 && (
        <p className="text-dense text-text-2 wrap-anywhere">
          This search doesn’t watch for {and.format(leftOut.map(quoted))}. Use filters instead of these words.
        </p>
      )}
      <InputField form={form} name="name" label="Name" autoComplete="off" maxLength={100} />
      <SelectField
        form={form}
        name="notify"
        label="Email me about new results"
        choices={notifyChoices}
        hint="A new result is a firm that’s new in the license board’s file, or that has matched since the last one."
      />
    </Form>
  );
}
