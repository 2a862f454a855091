import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { type KeyRing, makeKey, readKeyRing } from './key-ring.ts';

/**
 * Reads the keys in `text` (PORTAL_KEYS), else in the file that PORTAL_KEYS_FILE names, else in `ownFile`, which
 * the first use creates (for the embedded database).
 * @throws Failure if there are no keys, or they cannot be read.
 */
export function readKeys(from: {
  text?: string | undefined;
  file?: string | undefined;
  ownFile?: string | undefined;
  /** The two settings, for messages. */
  names?: readonly [text: string, file: string];
}): KeyRing {
  const [textName, fileName] = from.names ?? ['PORTAL_KEYS', 'PORTAL_KEYS_FILE'];
  if (from.text) return readKeyRing(from.text);
  const file = from.file ?? from.ownFile;
  if (!file) {
    throw new Failure(
      'unavailable',
      `There are no keys: set ${textName} or ${fileName} (portal keys generate makes one).`,
    );
  }
  if (!from.file && !existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${makeKey()}\n`, { mode: 0o600, flag: 'wx' });
  }
  try {
    return readKeyRing(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('unavailable', `${fileName} names ${file}, which cannot be read.`, {
      cause: error,
    });
  }
}
