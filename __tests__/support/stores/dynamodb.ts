import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createDynamoDbClient } from '../../../app/stores/dynamodb-client';
import { Process } from '../../../tools/shared/process';
import { findFreePort } from '../http/free-port';
import { listenOnLoopback } from '../http/loopback-server';
import { removeTimeouts } from './timeouts';

/** A running DynamoDB engine, such as dynalite. */
export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Returns the environment variables that make a process use this DynamoDB engine: the endpoint, the region, and fake credentials. */
export function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

const region = 'eu-central-1';

/** Starts dynalite in this process. It listens on loopback and stores data in memory. */
export async function startDynalite(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      // Closes only idle connections, because dynalite ends the process if its database is closed during a request.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/**
 * Starts dynoxide in a separate process. It listens on loopback and stores data in memory.
 * @param program the path of the binary
 */
export async function startDynoxide(program: string): Promise<DynamoDb> {
  // The port must be known in advance, because dynoxide does not report the port that it chooses for `--port 0`.
  const port = await findFreePort();
  const engine = new Process(program, ['serve', '--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
    killAtExit: true,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilAnswering(endpoint, engine.child);
  return {
    endpoint,
    stop: async () => {
      engine.signal('SIGKILL');
      await engine.ended;
    },
  };
}

/**
 * Creates a client as the app does. If the environment variables contain no credentials, fake ones are set, which the emulators accept.
 */
export function createTestClient(endpoint: string): DynamoDBClient {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return createDynamoDbClient({ region: process.env.AWS_REGION ?? region, endpoint });
}

/** Creates the app's client without its timeouts, for tests that are not about these timeouts. */
export function createPatientClient(endpoint: string): DynamoDBClient {
  return removeTimeouts(createTestClient(endpoint));
}

async function waitUntilAnswering(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(10);
    }
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnfile} did not respond at ${url}`);
}
