import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstLimit } from '../../../tools/load/first-limit';
import type { LoadResult } from '../../../tools/load/load-result';
import { sendLoad } from '../../../tools/load/send-load';

const rate = 10;
let server: Server;

/** Sends ten requests a second to a server with this handler. Ends when there is a response, or when `isDone` returns true. */
async function load(handler: RequestListener, isDone = () => false): Promise<LoadResult> {
  server = createServer(handler);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const done = new AbortController();
  const onProgress = (text: string) => {
    if (isDone() || / [1-9]\d* responses$/.test(text)) done.abort();
  };
  return sendLoad({ rate, seconds: 600, url, stop: done.signal, onProgress });
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Returns the kinds of responses, without `slow`: on a busy machine, every response may be slow. */
const kindsIn = ({ firstSeen }: LoadResult) => Object.keys(firstSeen).filter((kind) => kind !== 'slow');

describe('Load', () => {
  test('distinguishes responses of the load balancer from those of the app', async () => {
    const ofApp = await load((_req, res) => void res.writeHead(503).end());
    expect(kindsIn(ofApp)).toEqual(['503']);
    server.close();
    const ofLoadBalancer = await load((_req, res) => void res.writeHead(503, { Server: 'awselb/2.0' }).end());
    expect(kindsIn(ofLoadBalancer)).toEqual(['load-balancer-503']);
    expect(ofLoadBalancer.statusCodes).toEqual({ 503: expect.any(Number) });
  });

  test('counts slow responses and waiting connections', async () => {
    const result = await load((_req, res) => void setTimeout(() => res.end(), 1_050));
    expect(result.responses).toBeGreaterThan(0);
    expect(result.slowResponses).toBe(result.responses);
    expect(result.connections).toBe(10);
    expect(result.waitingConnections).toBeGreaterThan(0);
    expect(firstLimit(result, [], { rate, seconds: 600 }).name).toBe('latency');
  });

  test('is limited by the number of connections if nothing responds', async () => {
    const begun = performance.now();
    const arrivals: number[] = [];
    const sinceBegin = () => performance.now() - begun;
    // Ends when each of the ten connections has waited for more than half of the time.
    const isDone = () => arrivals.length === 10 && sinceBegin() > 3 * Math.max(...arrivals);
    const result = await load(() => void arrivals.push(sinceBegin()), isDone);
    expect(result).toMatchObject({ responses: 0, statusCodes: {}, errors: 0 });
    expect(firstLimit(result, [], { rate, seconds: 600 }).name).toBe('connections');
  });
});
