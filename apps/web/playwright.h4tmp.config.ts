import config from './playwright.config.ts';
export default { ...config, globalSetup: './e2e/stack.h4tmp.ts' };
