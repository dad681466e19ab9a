import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineMs, drain, trackResponses } from '../../app/drain';
import { stopTimeoutSeconds } from '../../contract';
import { open, writeRequest } from '../support/raw-http';

async function startServer(answer: (res: ServerResponse) => void) {
  const server = createServer((_req, res) => answer(res));
  const unfinished = trackResponses(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, unfinished, port: (server.address() as AddressInfo).port };
}

test('a request under way is finished', async () => {
  const { server, unfinished, port } = await startServer((res) => setTimeout(() => res.end('done'), 300));
  const connection = await open(port);
  connection.write(writeRequest({}));
  await once(server, 'request');
  const drained = drain({ server, unfinished, serveOnMs: 0, deadlineMs: 5_000 });
  expect((await connection.answer()).body).toBe('done');
  expect(await drained).toBe(0);
});

test('a connection that was just made gets its answer', async () => {
  const { server, unfinished, port } = await startServer((res) => res.end('done'));
  const connection = await open(port);
  const drained = drain({ server, unfinished, serveOnMs: 0, deadlineMs: 5_000 });
  await sleep(50);
  connection.write(writeRequest({}));
  expect((await connection.answer()).body).toBe('done');
  expect(await drained).toBe(0);
});

test('what does not end is cut at the deadline, and counted', async () => {
  const { server, unfinished, port } = await startServer(() => {});
  const connection = await open(port);
  connection.write(writeRequest({}));
  await once(server, 'request');
  expect(await drain({ server, unfinished, serveOnMs: 0, deadlineMs: 150 })).toBe(1);
  await connection.closed();
});

test('it serves on first, for as long as it is told', async () => {
  const { server, unfinished, port } = await startServer((res) => res.end('done'));
  const drained = drain({ server, unfinished, serveOnMs: 200, deadlineMs: 5_000 });
  const connection = await open(port);
  connection.write(writeRequest({}));
  expect((await connection.answer()).body).toBe('done');
  await drained;
  await expect(open(port)).rejects.toThrow('ECONNREFUSED');
});

test('the deadline of the process lies below that of ECS', () => {
  expect(deadlineMs).toBeLessThanOrEqual((stopTimeoutSeconds - 2) * 1_000);
  expect(deadlineMs).toBeGreaterThan(20_000);
});
