import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore } from '@namc/db/file-store';
import { FileStore as UploadStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { VirusScanner } from './virus-scanner.ts';

/** An upload on its way is kept so long, in milliseconds. */
const keptFor = 24 * 3_600_000;

/** The files of the portal: the store, and the folder of uploads on their way. */
export interface PortalFiles {
  store: FileStore;
  /** Answers a request of the protocol tus, which goes on where a line was cut. */
  takePart(request: Request): Promise<Response>;
  /** The bytes of an upload on its way. */
  pathOf(fileId: string): string;
  removeUpload(fileId: string): Promise<void>;
  /** Returns the name of the virus in a file; undefined for a clean one, and where no scanner is set. */
  findVirus: VirusScanner;
  /** Removes the uploads that were begun a day ago. */
  removeOldUploads(): Promise<void>;
}

/** `directory` is private to the portal's user, and made at its first use. The processes of one portal share it. */
export function portalFiles(store: FileStore, directory: string, findVirus?: VirusScanner): PortalFiles {
  const pathOf = (fileId: string) => join(directory, fileId);
  let made: ReturnType<typeof makeUploads> | undefined;
  const uploads = () => {
    made ??= makeUploads(directory);
    return made;
  };
  return {
    store,
    findVirus: findVirus ?? (async () => undefined),
    takePart: (request) => uploads().tus.handleWeb(request),
    pathOf,
    removeUpload: async (fileId) => {
      for (const path of [pathOf(fileId), `${pathOf(fileId)}.json`]) await rm(path, { force: true });
    },
    removeOldUploads: async () => {
      await uploads().datastore.deleteExpired();
    },
  };
}

function makeUploads(directory: string) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const datastore = new UploadStore({ directory, expirationPeriodInMilliseconds: keptFor });
  const tus = new Server({
    path: uploadsPath,
    datastore,
    // Members and staff have addresses of their own.
    generateUrl: ({ url }) => new URL(url).pathname,
    // No other site's page uploads here.
    allowedOrigins: [],
    // The address names the file, and the route has checked that it is the caller's own.
    namingFunction: ({ url }) => new URL(url).pathname.split('/').at(-1) ?? '',
  });
  return { datastore, tus };
}

export const uploadsPath = '/api/uploads';
