import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { type KeyRing, makeKey, readKeyRing } from './key-ring.ts';

/** The source of the keys of one ring. */
export interface KeySource {
  text?: string | undefined;
  file?: string | undefined;
  ownFile?: string | undefined;
  /** The two settings, for messages. */
  names?: readonly [text: string, file: string];
}

const namesOf = ({ names }: KeySource) => names ?? (['PORTAL_KEYS', 'PORTAL_KEYS_FILE'] as const);

/**
 * Reads the keys in `text` (PORTAL_KEYS), else in the file that PORTAL_KEYS_FILE names, else in `ownFile`, which
 * the first use creates (for the embedded database).
 * @throws Failure if there are no keys, or they cannot be read. It names the setting and none of its content.
 */
export const readKeys = (from: KeySource): KeyRing => readFrom(from, readKeyRing);

/** Reads the keys of a source with `parse`. @throws Failure as `readKeys` */
export function readFrom<Keys>(from: KeySource, parse: (text: string, from: string) => Keys): Keys {
  const [textName, fileName] = namesOf(from);
  if (from.text) return parse(from.text, textName);
  const file = from.file ?? from.ownFile;
  if (!file) {
    throw new Failure(
      'unavailable',
      `${textName} or ${fileName} must be set (portal keys generate makes a key)`,
    );
  }
  if (!from.file && !existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    makeFile(file, `${makeKey()}\n`);
  }
  const name = from.file ? fileName : file;
  try {
    return parse(readFileSync(file, 'utf8'), name);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('unavailable', `${name} names ${file}, which cannot be read`, { cause: error });
  }
}

/** Writes a file that appears whole, unless another process was faster. */
function makeFile(file: string, content: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * The reason why `readKeys` would fail, as a sentence about the setting; undefined if it would not. Creates no file. Without
 * `isNeeded` only keys that are given as text count, because this process may be unable to read the file.
 */
export function keyProblem(from: KeySource, isNeeded: boolean): string | undefined {
  if (!from.text && !isNeeded) return undefined;
  if (!from.text && !from.file && from.ownFile && !existsSync(from.ownFile)) return undefined;
  try {
    readKeys(from);
    return undefined;
  } catch (error) {
    return (error as Failure).message;
  }
}
