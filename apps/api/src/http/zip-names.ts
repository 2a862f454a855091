import { extname } from 'node:path';
import { asOneLine } from '@namc/inputs/text';
import sanitize from 'sanitize-filename';

/** Explorer on Windows takes paths of 260 characters, and unpacks into a folder that has some of them already. */
const longest = 80;
const longestEnding = 10;

/** A name that every system takes, for a file or a folder. No part of it leads to another folder. */
function safeName(name: string, otherwise: string): string {
  const line = asOneLine(name).replace(/[. ]+$/, '');
  const replacement = '_';
  // A name that Windows keeps for itself, such as CON, is replaced as a whole.
  const safe = [line, `_${line}`]
    .map((one) => sanitize(one, { replacement }))
    .find((one) => !/^[_. ]*$/.test(one));
  return safe ?? otherwise;
}

const cut = (text: string, length: number) =>
  Array.from(text)
    .slice(0, length)
    .join('')
    .replace(/[. ]+$/, '');

/**
 * Gives the entries of one folder safe names. No two are the same for a system that does not tell capitals apart: the second
 * “offer.pdf” becomes “offer (2).pdf”.
 */
export function zipNames() {
  const taken = new Set<string>();
  const take = (stem: string, ending: string) => {
    for (let count = 1; ; count += 1) {
      const name = `${stem}${count === 1 ? '' : ` (${count})`}${ending}`;
      const key = name.normalize('NFKC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  };
  return {
    file: (name: string) => {
      const safe = safeName(name, 'file');
      const found = extname(safe);
      const ending = found.length <= longestEnding ? found : '';
      return take(cut(safe.slice(0, safe.length - ending.length), longest) || 'file', ending);
    },
    folder: (name: string) => take(cut(safeName(name, 'folder'), longest) || 'folder', ''),
  };
}
