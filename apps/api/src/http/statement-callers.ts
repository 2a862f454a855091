import { keyOfText } from '@namc/db/statements/commands';

export interface StatementCaller {
  name: string;
  textKey: string;
}

/** Each name is looked at this often, and then one time in sixty-four: a procedure sends the same statements again and again. */
const always = 20;
const oneIn = 64;
/** Texts that differ without end would be a defect elsewhere, and must not fill the memory. */
const mostTexts = 5_000;

export interface StatementCallers {
  note(name: string, texts: readonly string[]): void;
  /** The pairs that are new since the last call. */
  take(): StatementCaller[];
}

/** Remembers which transaction sends which statements. */
export function makeStatementCallers(): StatementCallers {
  const keys = new Map<string, string>();
  const known = new Map<string, { count: number; keys: Set<string> }>();
  let fresh: StatementCaller[] = [];
  const keyOf = (text: string) => {
    const found = keys.get(text);
    if (found) return found;
    const made = keyOfText(text);
    if (keys.size < mostTexts) keys.set(text, made);
    return made;
  };
  return {
    note: (name, texts) => {
      const of = known.get(name) ?? { count: 0, keys: new Set<string>() };
      known.set(name, of);
      of.count += 1;
      if (of.count > always && of.count % oneIn !== 0) return;
      for (const text of texts) {
        const textKey = keyOf(text);
        if (of.keys.has(textKey)) continue;
        of.keys.add(textKey);
        fresh.push({ name, textKey });
      }
    },
    take: () => {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
}
