/** `C-8`, `C-8 and C-20`, `C-8, C-20 and C-39`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
