import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isThisMachine } from './this-machine.ts';

export const urlWith = (schemes: RegExp, example: string) =>
  z
    .string()
    .refine((url) => schemes.test(url) && URL.canParse(url), { error: `must be a URL such as ${example}` });
export const databaseUrl = urlWith(/^postgres(ql)?:\/\//, 'postgres://user:password@host/database');
export const databaseUrls = z
  .string()
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .pipe(z.array(databaseUrl))
  .default([]);
/** The URLs of the other servers are derived from these two, so they differ in no more than the login needs. */
export function isSamePlace(url: string, first: string | undefined): boolean {
  if (first === undefined) return false;
  // A wrong URL is reported as that.
  if (!URL.canParse(url) || !URL.canParse(first)) return true;
  const [own, other] = [new URL(url), new URL(first)];
  return own.host === other.host && own.pathname.startsWith(other.pathname);
}
export const httpsUrl = (example: string) =>
  urlWith(/^https?:\/\//, example).refine(
    (url) => !URL.canParse(url) || url.startsWith('https:') || isThisMachine(new URL(url).hostname),
    'must begin with https:// outside this machine',
  );
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));
/** A folder, or one of an object store. */
export const folderOrStore = z
  .string()
  .min(1)
  .refine(
    (place) =>
      !place.startsWith('s3:') || /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?$/.test(place),
    'must be a folder, or one of an object store such as s3://bucket/prefix',
  );
export const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The version that runs here. Default: the version of the package. */
export const version = (packageFile: string) =>
  z
    .string()
    .regex(/^[\w.+-]{1,60}$/, 'must be letters, digits, and - . _ +')
    .default(() => String(JSON.parse(readFileSync(packageFile, 'utf8')).version));

/** The sender of mail. */
export const mailFrom = z
  .string()
  .regex(/^[^<>\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'must be an address such as NAMC NorCal <portal@example.org>')
  .default('NAMC NorCal <portal@example.org>');

export const probeName = z
  .string()
  .regex(/^[\w.-]{1,60}$/, 'must be letters, digits, and - . _')
  .default('probe');

/** The address that people type. */
export const publicOrigin = z
  .string()
  .refine(
    (origin) => URL.canParse(origin) && new URL(origin).origin === origin,
    'must be an origin such as https://portal.example.org',
  )
  .refine(
    (origin) =>
      !URL.canParse(origin) || origin.startsWith('https:') || isThisMachine(new URL(origin).hostname),
    'must begin with https:// outside this machine: browsers send the portal’s cookies over TLS only',
  );

/** A socket of this machine, or a port of another one. */
export type ScannerAddress = { socket: string } | { host: string; port: number };

/** Where ClamAV’s daemon listens. */
export const scannerAddress = z
  .string()
  .regex(
    /^(unix:\/[^\s]+|tcp:\/\/[\w.-]+:\d{1,5})$/,
    'must be unix:/run/clamav/clamd.ctl, or an address such as tcp://scanner:3310',
  )
  .transform((place): ScannerAddress => {
    if (place.startsWith('unix:')) return { socket: place.slice('unix:'.length) };
    const { hostname, port } = new URL(place);
    return { host: hostname, port: Number(port) };
  });
