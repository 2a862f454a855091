type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** `email_verified_at` and `savedSearches` as “Email verified at” and “Saved searches”. */
function words(name: string): string {
  const spaced = name
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const instant = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'long',
  timeZone: 'America/Los_Angeles',
});

function valueInWords(value: Json): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) {
    const at = new Date(value);
    if (!Number.isNaN(at.getTime())) return instant.format(at);
  }
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(valueInWords).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, one]) => `${escaped(words(name))}: ${valueInWords(one)}`)
      .join('; ');
  }
  return escaped(String(value));
}

const isRow = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function table(rows: { [name: string]: Json }[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = columns.map((name) => `<th scope="col">${escaped(words(name))}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${columns.map((name) => `<td>${valueInWords(row[name] ?? null)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function part([name, value]: [string, Json]): string {
  const title = `<h2>${escaped(words(name))}</h2>`;
  if (Array.isArray(value)) {
    const rows = value.filter(isRow);
    return title + (rows.length === 0 ? '<p>Nothing.</p>' : table(rows));
  }
  if (!isRow(value)) return `${title}<p>${valueInWords(value)}</p>`;
  const facts = Object.entries(value).map(
    ([fact, one]) => `<dt>${escaped(words(fact))}</dt><dd>${valueInWords(one)}</dd>`,
  );
  return `${title}<dl>${facts.join('')}</dl>`;
}

/** Everything that the portal stores about a person, as a page that any browser shows and prints. */
export function readableData(data: object): string {
  // A date of the API is a text in a file.
  const parts = Object.entries(JSON.parse(JSON.stringify(data)) as { [name: string]: Json });
  return `<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>My data at NAMC NorCal</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dd{margin:0;overflow-wrap:anywhere}</style></head>
<body><h1>My data at NAMC NorCal</h1><p>Everything that the portal stores about you. Times are Pacific time.</p>
${parts.map(part).join('\n')}
</body></html>
`;
}

/** Saves the data as a page for people, or as JSON for programs. */
export function saveData(data: object, as: 'page' | 'json'): void {
  const [text, type, ending] =
    as === 'json'
      ? [JSON.stringify(data, null, 2), 'application/json', 'json']
      : [readableData(data), 'text/html', 'html'];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = `namc-norcal-my-data.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
