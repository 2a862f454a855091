import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '@namc/db/file-store';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, it } from 'vitest';
import { expectDownloadGoesOn } from './cut-download.fixture.ts';

const portal = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'namc-cut-download-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a download that was cut on site goes on where it ended, from a folder', () =>
  expectDownloadGoesOn(portal, fileStore(folder)));
