import { createHash } from 'node:crypto';

/** The stored form of a secret that a person will present: its SHA-256 in hex. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');
