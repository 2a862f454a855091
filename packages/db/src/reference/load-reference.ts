import type { Client } from '../connection.ts';

export async function loadReference(_client: Client): Promise<void> {}
