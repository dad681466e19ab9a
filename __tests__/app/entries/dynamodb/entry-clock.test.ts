import { EntryClock } from '../../../../app/entries/dynamodb/entry-clock';

const at = (timestamp: string) => () => Date.parse(timestamp);

describe('EntryClock', () => {
  test('returns the current time with microseconds, as a string of 27 characters', () => {
    expect(new EntryClock({ now: at('2026-11-21T07:42:43.081Z') }).next()).toBe('2026-11-21T07:42:43.081000Z');
    expect(new EntryClock({ now: at('2026-11-21T07:42:43.000Z') }).next()).toBe('2026-11-21T07:42:43.000000Z');
  });

  test('returns only increasing timestamps, even if the system clock stops or is set back', () => {
    let now = Date.parse('2026-11-21T07:42:43.081Z');
    const clock = new EntryClock({ now: () => now });
    const given = [clock.next(), clock.next()];
    now -= 3_600_000;
    given.push(clock.next());

    expect(given).toEqual([
      '2026-11-21T07:42:43.081000Z',
      '2026-11-21T07:42:43.081001Z',
      '2026-11-21T07:42:43.081002Z',
    ]);
  });

  test('returns 10,000 increasing timestamps, which stay within a second of the system clock', () => {
    const clock = new EntryClock();
    const before = Date.now();
    const given = Array.from({ length: 10_000 }, () => clock.next());
    const after = Date.now();

    expect(new Set(given).size).toBe(10_000);
    expect(given).toEqual([...given].sort());
    expect(Date.parse(given[0] ?? '')).toBeGreaterThan(before - 1_000);
    expect(Date.parse(given.at(-1) ?? '')).toBeLessThan(after + 1_000);
  });

  test.each([
    ['2026-11-21T07:42:43.500000Z', '2026-11-21T07:42:43.500001Z'],
    ['2026-11-21T07:42:43.999999Z', '2026-11-21T07:42:44.000000Z'],
    ['2026-11-21T07:42:43.5Z', '2026-11-21T07:42:43.600000Z'],
    ['2026-11-21T07:42:43Z', '2026-11-21T07:42:44.000000Z'],
    ['2026-11-21T07:42:43.123456789Z', '2026-11-21T07:42:43.123457Z'],
  ])('after observing the timestamp %s, returns the later timestamp %s', (seen, next) => {
    const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
    clock.observe(seen);

    expect(clock.next()).toBe(next);
    expect(next > seen).toBe(true);
  });

  test('uses the system clock by default, with microseconds from the monotonic clock', () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-21T07:42:43.081Z'));
    jest.spyOn(performance, 'now').mockReturnValue(12.5);
    const given = new EntryClock().next();
    jest.restoreAllMocks();
    expect(given).toBe('2026-11-21T07:42:43.081500Z');
  });

  test('after() adds the given microseconds to a timestamp, and next() then returns only later timestamps', () => {
    const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
    expect(clock.after('2026-11-21T07:42:43.081999Z', 2)).toBe('2026-11-21T07:42:43.082001Z');
    expect(clock.next()).toBe('2026-11-21T07:42:43.082002Z');
  });

  test.each([
    [true, 'the current time', '2026-11-21T07:42:40.000000Z'],
    [true, 'a timestamp 5 s ahead of the clock', '2026-11-21T07:42:45.000000Z'],
    [false, 'a timestamp more than 5 s ahead of the clock', '2026-11-21T07:42:45.000001Z'],
    [false, 'text that is not a timestamp', 'nonsense'],
  ])('canFollow returns %p for %s', (canFollow, _title, timestamp) => {
    expect(new EntryClock({ now: at('2026-11-21T07:42:40.000Z') }).canFollow(timestamp)).toBe(canFollow);
  });

  test('after the system clock is set back, canFollow still returns true for a returned timestamp, and now() is not earlier than it', () => {
    let now = Date.parse('2026-11-21T07:42:50.000Z');
    const clock = new EntryClock({ now: () => now });
    const given = clock.next();
    now -= 20_000;
    expect(['2026-11-21T07:42:50.000001Z', given].map((timestamp) => clock.canFollow(timestamp))).toEqual([
      false,
      true,
    ]);
    expect(clock.now()).toBe(Date.parse(given));
    now += 30_000;
    expect(clock.now()).toBe(now);
  });

  test('ignores an observed timestamp that is earlier than one observed before', () => {
    const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z') });
    for (const seconds of [44, 43]) clock.observe(`2026-11-21T07:42:${seconds}.000000Z`);
    expect(clock.next()).toBe('2026-11-21T07:42:44.000001Z');
  });

  test('follows an observed timestamp only if it is at most 5 s ahead of the system clock', () => {
    const warn = jest.fn();
    const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z'), log: { warn } });
    clock.observe('2026-11-21T07:42:45.000000Z');
    clock.observe('2026-11-21T07:42:45.001000Z');

    expect(clock.next()).toBe('2026-11-21T07:42:45.000001Z');
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('logs a timestamp that is too far ahead only once, with the number of timestamps ignored so far', () => {
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
    'ignores %p, which is not a timestamp',
    (seen) => {
      const warn = jest.fn();
      const clock = new EntryClock({ now: at('2026-11-21T07:42:40.000Z'), log: { warn } });
      clock.observe(seen);
      expect([clock.next(), warn.mock.calls]).toEqual(['2026-11-21T07:42:40.000000Z', []]);
    },
  );

  describe('after a change of the system clock', () => {
    const hourMs = 3_600_000;
    let now = 0;
    beforeEach(() => {
      now = Date.parse('2026-11-21T07:42:43.000Z');
    });

    test('returns a later timestamp after the clock is set back by an hour, and now() is less than a millisecond ahead of it', () => {
      const clock = new EntryClock({ now: () => now });
      const before = clock.next();
      now -= hourMs;
      const after = clock.next();
      expect(after > before).toBe(true);
      expect(clock.now() - Date.parse(after)).toBeLessThan(1);
    });

    test('returns a later timestamp after the clock jumps an hour ahead and back, but ignores an observed timestamp that is an hour ahead', () => {
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
});
