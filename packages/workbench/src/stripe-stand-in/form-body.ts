/** A value of a form as Stripe’s libraries write them: `line_items[0][quantity]=1`. */
export type FormValue = string | { [name: string]: FormValue };

/** Reads a form-encoded body, or the query of an address. Lists become objects with the keys 0, 1, …, as on the wire. */
export function readForm(text: string): Record<string, FormValue> {
  const whole: Record<string, FormValue> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split('[').map((part) => part.replace(/\]$/, ''));
    let at = whole;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      if (typeof next === 'object') at = next;
      else {
        const made = {};
        at[part] = made;
        at = made;
      }
    }
    at[path.at(-1) ?? ''] = value;
  }
  return whole;
}

export const part = (of: FormValue | undefined, ...path: string[]): FormValue | undefined =>
  path.reduce<FormValue | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), of);

export const text = (of: FormValue | undefined, ...path: string[]): string | undefined => {
  const found = part(of, ...path);
  return typeof found === 'string' ? found : undefined;
};

export const texts = (of: FormValue | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typeof of === 'object' ? of : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
