import { EntryClock } from '../../../app/entries/entry-clock';
import { patience } from '../../support/jest/patience';

const at = (timestamp: string) => () => Date.parse(timestamp);

test('gives the time in microseconds, in 27 characters', () => {
  expect(new EntryClock({ now: at('2026-11-21T07:42:43.081Z') }).next()).toBe('2026-11-21T07:42:43.081000Z');
  expect(new EntryClock({ now: at('2026-11-21T07:42:43.000Z') }).next()).toBe('2026-11-21T07:42:43.000000Z');
});

test('gives each timestamp once, in order, though the clock stands still or is set back', () => {
  let now = Date.parse('2026-11-21T07:42:43.081Z');
  const clock = new EntryClock({ now: () => now });
  const given = [clock.next(), clock.next()];
  now -= 3_600_000;
  given.push(clock.next());

  expect(given).toEqual(['2026-11-21T07:42:43.081000Z', '2026-11-21T07:42:43.081001Z', '2026-11-21T07:42:43.081002Z']);
});

test('gives 10,000 different timestamps in order within a second of the system clock', () => {
  const clock = new EntryClock();
  const given = Array.from({ length: 10_000 }, () => clock.next());

  expect(new Set(given).size).toBe(10_000);
  expect(given).toEqual([...given].sort());
  expect(Math.abs(Date.parse(given.at(-1) ?? '') - Date.now())).toBeLessThan(patience * 1_000);
});

test.each([
  ['2026-11-21T07:42:43.500000Z', '2026-11-21T07:42:43.500001Z'],
  ['2026-11-21T07:42:43.999999Z', '2026-11-21T07:42:44.000000Z'],
  ['2026-11-21T07:42:43.5Z', '2026-11-21T07:42:43.600000Z'],
  ['2026-11-21T07:42:43Z', '2026-11-21T07:42:44.000000Z'],
  ['2026-11-21T07:42:43.123456789Z', '2026-11-21T07:42:43.123457Z'],
])('after %s was seen, gives %s, which sorts after it', (seen, next) => {
  const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
  clock.observe(seen);

  expect(clock.next()).toBe(next);
  expect(next > seen).toBe(true);
});

test('dates by the system clock, with a fraction of a millisecond', () => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-21T07:42:43.081Z'));
  jest.spyOn(performance, 'now').mockReturnValue(12.5);
  const given = new EntryClock().next();
  jest.restoreAllMocks();
  expect(given).toBe('2026-11-21T07:42:43.081500Z');
});

test('gives a timestamp after another one, and later ones next', () => {
  const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
  expect(clock.after('2026-11-21T07:42:43.081999Z', 2)).toBe('2026-11-21T07:42:43.082001Z');
  expect(clock.next()).toBe('2026-11-21T07:42:43.082002Z');
});

test.each([
  ['2026-11-21T07:42:40.000000Z', true],
  ['2026-11-21T07:42:45.000000Z', true],
  ['2026-11-21T07:42:45.000001Z', false],
  ['nonsense', false],
])('%s is within reach of 07:42:40: %p', (timestamp, isWithinReach) => {
  expect(new EntryClock({ now: at('2026-11-21T07:42:40.000Z') }).isWithinReach(timestamp)).toBe(isWithinReach);
});

test('what was given is within reach, also after a step back, and is the time until the system clock is later', () => {
  let now = Date.parse('2026-11-21T07:42:50.000Z');
  const clock = new EntryClock({ now: () => now });
  const given = clock.next();
  now -= 20_000;
  expect(['2026-11-21T07:42:50.000001Z', given].map((timestamp) => clock.isWithinReach(timestamp))).toEqual([
    false,
    true,
  ]);
  expect(clock.now()).toBe(Date.parse(given));
  now += 30_000;
  expect(clock.now()).toBe(now);
});

test('gives no earlier timestamp after an earlier one was seen', () => {
  const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
  for (const seconds of [44, 43]) clock.observe(`2026-11-21T07:42:${seconds}.000000Z`);
  expect(clock.next()).toBe('2026-11-21T07:42:44.000001Z');
});

test('follows a timestamp 5 s ahead, and none further', () => {
  const warn = jest.fn();
  const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z'), log: { warn } });
  clock.observe('2026-11-21T07:42:45.000000Z');
  clock.observe('2026-11-21T07:42:45.001000Z');

  expect(clock.next()).toBe('2026-11-21T07:42:45.000001Z');
  expect(warn).toHaveBeenCalledTimes(1);
});

test('counts the timestamps that it does not follow, each once', () => {
  const warn = jest.fn();
  const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z'), log: { warn } });
  const far = ['2027-01-01T00:00:00.000000Z', '2027-01-01T00:00:00.000000Z', '2028-01-01T00:00:00.000000Z'];
  for (const timestamp of far) clock.observe(timestamp);

  expect(warn.mock.calls).toEqual([
    [expect.objectContaining({ timestamp: far[0], ignored: 1 }), expect.stringContaining('too far ahead')],
    [expect.objectContaining({ timestamp: far[2], ignored: 2 }), expect.stringContaining('too far ahead')],
  ]);
});

test.each(['', 'yesterday', '2026-99-99T99:99:99.000000Z', 'x2026-11-21T07:42:44.000000Z'])(
  'pays no heed to %p, which is no timestamp',
  (seen) => {
    const warn = jest.fn();
    const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z'), log: { warn } });
    clock.observe(seen);
    expect([clock.next(), warn.mock.calls]).toEqual(['2026-11-21T07:42:40.000000Z', []]);
  },
);

describe('after a step of an hour', () => {
  const hourMs = 3_600_000;
  let now = 0;
  beforeEach(() => {
    now = Date.parse('2026-11-21T07:42:43.000Z');
  });

  test('back, dates new entries after the others, and takes them for new', () => {
    const clock = new EntryClock({ now: () => now });
    const before = clock.next();
    now -= hourMs;
    const after = clock.next();
    expect(after > before).toBe(true);
    expect(clock.now() - Date.parse(after)).toBeLessThan(1);
  });

  test('forward and back, dates new entries after its own, and follows no others there', () => {
    const clock = new EntryClock({ now: () => now });
    now += hourMs;
    const ahead = clock.next();
    now -= hourMs;
    clock.observe('2026-11-21T08:42:43.500000Z');
    const after = clock.next();
    expect(after > ahead).toBe(true);
    expect(after > '2026-11-21T08:42:43.500000Z').toBe(false);
    expect(clock.now() - Date.parse(after)).toBeLessThan(1);
  });
});
