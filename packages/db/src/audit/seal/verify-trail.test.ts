import { testTamperings } from './verify-trail.fixture.ts';

testTamperings({ isEvery: false });
