import type { MinuteFigures } from '../../../tools/load/figures';
import { firstLimit } from '../../../tools/load/first-limit';
import type { LoadResult } from '../../../tools/load/send-load';

const time = (text: string) => new Date(`2026-11-29T12:${text}Z`);
const size = { rate: 50, seconds: 120 };

function result(firstSeen: LoadResult['firstSeen']): LoadResult {
  const latencyMs = { p50: 1, p90: 2, p99: 3, max: 4 };
  const counts = { responses: 1, statusCodes: {}, errors: 0, timeouts: 0 };
  return { start: time('00:30'), end: time('02:30'), latencyMs, firstSeen, ...counts };
}

const minute = (text: string, values: MinuteFigures['values']): MinuteFigures => ({ minute: time(text), values });

describe('First limit of a load', () => {
  test('is none if no response indicates a limit and no metric is too high', () => {
    const found = firstLimit(
      result({ 200: time('00:31'), 304: time('00:31'), 404: time('00:40') }),
      [minute('00:00', { cpu: 89.9, memory: 99, throttles: 0 })],
      size,
    );
    expect(found).toEqual({ name: null, at: null, sentence: 'No limit was reached at 50 requests a second.' });
  });

  test.each([
    ['429', 'rate-limit', /the rate limit of the app \(429\)\. All requests come from one address here/],
    ['403', 'firewall', /the firewall \(403\)\. All requests come from one address here/],
    ['503', 'load-shedding', /the load shedding of the app, or an unavailable store \(503\)/],
    ['502', 'server-errors', /a server error \(502\)/],
    ['error', 'errors', /a request without a response\./],
  ])('is named after the first response of the kind "%s"', (seen, name, sentence) => {
    const found = firstLimit(result({ 200: time('00:31'), [seen]: time('01:00') }), [], size);
    expect(found).toEqual({ name, at: time('01:00'), sentence: expect.stringMatching(sentence) });
    expect(found.sentence).toMatch(/^The first limit, at 12:01:00 UTC, was /);
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

  test('is the CPU if it was busy in the minute of the first rejected request', () => {
    const found = firstLimit(result({ 503: time('00:45') }), [minute('00:00', { cpu: 98.7 })], size);
    expect(found).toMatchObject({ name: 'cpu', at: time('00:30') });
    expect(found.sentence).toContain('the CPU of a task (99 % in this minute)');
  });
});
