import type { MinuteFigures } from '../../../tools/load/figures';
import { firstLimit } from '../../../tools/load/first-limit';
import type { LoadResult } from '../../../tools/load/load-result';

const time = (text: string) => new Date(`2026-11-29T12:${text}Z`);
const size = { rate: 50, seconds: 120 };

/** Returns a result in which every request got the response 200. @param own overrides fields of the result */
function result(firstSeen: LoadResult['firstSeen'], own: Partial<LoadResult> = {}): LoadResult {
  const latencyMs = { p50: 1, p90: 2, p99: 3, max: 4 };
  const counts = { seconds: 120, responses: 6_000, statusCodes: { 200: 6_000 }, errors: 0, timeouts: 0 };
  const sender = { connections: 50, waitingConnections: 1, slowResponses: 0 };
  return { start: time('00:30'), end: time('02:30'), latencyMs, firstSeen, ...counts, ...sender, ...own };
}

const minute = (text: string, values: MinuteFigures['values']): MinuteFigures => ({ minute: time(text), values });

describe('First limit of a load', () => {
  test('does not exist if no response indicates a limit and no metric is too high', () => {
    const found = firstLimit(
      result({ 200: time('00:31'), 304: time('00:31'), 404: time('00:40') }),
      [minute('00:00', { cpu: 89.9, memory: 89.9, throttles: 0 })],
      size,
    );
    expect(found).toEqual({ name: null, at: null, sentence: 'No limit was reached at 50 requests a second.' });
  });

  test.each([
    ['429', 'rate-limit', /the rate limit of the app \(429\)\. All requests of this test come from one address/],
    ['403', 'firewall', /the firewall \(403\)\. All requests of this test come from one address/],
    ['503', 'load-shedding', /the load shedding of the app, or an unavailable store \(503\)/],
    ['load-balancer-503', 'no-healthy-task', /the load balancer, because no task was healthy \(503\)\. npm run status/],
    ['502', 'server-errors', /a server error \(502\)/],
    ['load-balancer-504', 'server-errors', /a server error from the load balancer itself \(504\)/],
    ['load-balancer-403', 'firewall', /the firewall \(403\)/],
    ['error', 'errors', /a request without a response\./],
  ])('after a response of the kind "%s" is "%s"', (seen, name, sentence) => {
    const found = firstLimit(result({ 200: time('00:31'), [seen]: time('01:00') }), [], size);
    expect(found).toEqual({ name, at: time('01:00'), sentence: expect.stringMatching(sentence) });
    expect(found.sentence).toMatch(/^The first limit was reached at 12:01:00 UTC: /);
  });

  test('is the earliest of several limits', () => {
    expect(firstLimit(result({ 503: time('01:20'), 429: time('00:50') }), [], size).name).toBe('rate-limit');
    const figures = [minute('01:00', { throttles: 5 }), minute('02:00', { cpu: 95 })];
    expect(firstLimit(result({ 503: time('01:20') }), figures, size)).toMatchObject({
      name: 'throttling',
      sentence: expect.stringContaining('throttling by DynamoDB (5 reads and writes in this minute)'),
    });
    expect(firstLimit(result({ 503: time('00:40') }), figures, size).name).toBe('load-shedding');
  });

  test('is the CPU if the CPU was busy in the minute of the first rejected request', () => {
    const found = firstLimit(result({ 503: time('00:45') }), [minute('00:00', { cpu: 98.7 })], size);
    expect(found).toMatchObject({ name: 'cpu', at: time('00:30') });
    expect(found.sentence).toContain('the CPU of a task (99 % in this minute)');
  });

  test('is the memory if the memory was full', () => {
    const found = firstLimit(result({ 200: time('00:30') }), [minute('01:00', { memory: 100 })], size);
    expect(found).toMatchObject({ name: 'memory', at: time('01:00') });
    expect(found.sentence).toContain(
      'the memory of a task (100 % in this minute). To raise this limit, use more tasks (scale) or a larger',
    );
  });

  test('is the latency if one response in a hundred is slow', () => {
    const seen = { 200: time('00:30'), slow: time('01:10') };
    const latencyMs = { p50: 20, p90: 900, p99: 2_300.4, max: 4_000 };
    const limit = (slowResponses: number) => firstLimit(result(seen, { slowResponses, latencyMs }), [], size);
    expect(limit(60)).toMatchObject({
      name: 'latency',
      at: time('01:10'),
      sentence: expect.stringContaining(
        'the latency: 1 % of the responses took more than 1 s (p99 2300 ms). Look first',
      ),
    });
    expect(limit(59).name).toBeNull();
  });

  test.each([
    [
      48.7,
      'connections',
      /^The first limit was the number of connections: 49 of 50 connections waited for a response, so only 44\.9 of 50 requests a second got a response\. /,
    ],
    [
      3,
      'sender',
      /^The rate was not achieved: only 44\.9 of 50 requests a second got a response, although only 3 of 50 connections waited for a response\. This machine/,
    ],
  ])('if the rate was not achieved and %d of 50 connections waited, is "%s"', (waitingConnections, name, sentence) => {
    const found = firstLimit(result({}, { responses: 5_390, waitingConnections }), [], size);
    expect(found).toEqual({ name, at: null, sentence: expect.stringMatching(sentence) });
    expect(firstLimit(result({}, { responses: 5_400, waitingConnections }), [], size).name).toBeNull();
  });

  test('is the target if no request succeeded', () => {
    const found = (statusCodes: LoadResult['statusCodes']) => firstLimit(result({}, { statusCodes }), [], size);
    expect(found({ 404: 6_000 })).toEqual({
      name: 'target',
      at: null,
      sentence:
        'No request succeeded: every response was 404. These responses do not show whether a limit was reached. Choose another --target.',
    });
    expect(found({ 302: 5_000, 404: 1_000 }).sentence).toMatch(
      /^No request succeeded: every response was 302 or 404\./,
    );
    expect(found({ 200: 1, 404: 5_999 }).name).toBeNull();
  });
});
