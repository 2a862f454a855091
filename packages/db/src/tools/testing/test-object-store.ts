import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { freePort } from '../../engine/free-port.ts';

export interface TestObjectStore {
  /** The settings with which a client reaches it. */
  configuration: S3ClientConfig;
  /** The same as the variables that every S3 client knows. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Ends the server when this process closes the script's input, however it ends. */
const script = `exec 3<&0
moto_server --host 127.0.0.1 --port "$1" & server=$!
{ cat <&3; kill "$server"; } &
wait "$server"`;

/**
 * Starts an object store that speaks S3 and knows object lock: the server of the Python package moto. It keeps everything
 * in memory and checks no signature.
 * @throws Error if it is not installed.
 */
export async function startObjectStore(): Promise<TestObjectStore> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn('/bin/sh', ['-c', script, 'sh', String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(server, 'exit');
  const stop = async () => {
    server.stdin.end();
    await ended;
  };
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!(await answers(endpoint))) {
    if (hasEnded) throw new Error('The test needs moto_server on the PATH: pip install "moto[s3,server]"');
    await wait(100);
  }
  const credentials = { accessKeyId: 'portal', secretAccessKey: 'only for this test' };
  return {
    configuration: { endpoint, region: 'us-east-1', credentials },
    environment: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    stop,
  };
}

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );
