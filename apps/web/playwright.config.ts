import { defineConfig } from '@playwright/test';
import { leftOut } from './e2e/sizes.ts';

// `npm test` runs each spec once. `npm run verify -- --full`, and a spec by its name, run it at both sizes.
const isOnce = process.env.SPECS_RUN === 'once';

const flags = [
  // A superuser's Chromium does not start inside its sandbox, and the tests ask no outside server for anything.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../../test-results',
  globalSetup: './e2e/stack.ts',
  forbidOnly: true,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Set by the global setup, before the workers read this.
    ...(process.env.PORTAL_URL ? { baseURL: process.env.PORTAL_URL } : {}),
    browserName: 'chromium',
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
      args: flags,
    },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: leftOut('desktop', { isOnce }),
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testIgnore: leftOut('phone', { isOnce }),
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    },
  ],
});
