/** Fields whose words are the reader's own. */
const own = /^(your |(first|last|company) name|(new )?email|(current )?password)/;

/**
 * The sentence about a wrong field, without its period. The inputs say what is wrong after the field’s name (“must have at
 * most 100 characters”), or in a whole sentence, which begins with a capital.
 */
export function problemSentence(label: string, message: string): string {
  if (message !== 'is required') return /^[A-Z]/.test(message) ? message : `${label} ${message}`;
  const thing = label.charAt(0).toLowerCase() + label.slice(1);
  if (own.test(thing)) return `Enter your ${thing.replace('your ', '')}`;
  return `Enter a${/^[aeiou]/.test(thing) ? 'n' : ''} ${thing}`;
}
