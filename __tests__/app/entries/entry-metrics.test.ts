import * as v from 'valibot';
import { CloudWatchMetrics } from '../../../app/entries/entry-metrics';
import { createLogger } from '../../../app/logger';

const units =
  /^((Second|Microsecond|Millisecond|Byte|Kilobyte|Megabyte|Gigabyte|Terabyte|Bit|Kilobit|Megabit|Gigabit|Terabit)s|Percent|Count|None)$/;
const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));

/**
 * Checks a line against the JSON schema that CloudWatch publishes for the embedded metric format, and against the rules
 * of the documentation.
 */
const embeddedMetrics = v.pipe(
  v.looseObject({
    _aws: v.strictObject({
      Timestamp: v.pipe(v.number(), v.integer()),
      CloudWatchMetrics: v.array(
        v.strictObject({
          Namespace: text(1024),
          Dimensions: v.pipe(v.array(v.pipe(v.array(text(250)), v.maxLength(30))), v.minLength(1)),
          Metrics: v.pipe(
            v.array(v.strictObject({ Name: text(1024), Unit: v.pipe(v.string(), v.regex(units)) })),
            v.maxLength(100),
          ),
        }),
      ),
    }),
  }),
  v.check(({ _aws, ...root }) =>
    _aws.CloudWatchMetrics.every(
      ({ Dimensions, Metrics: definitions }) =>
        Dimensions.flat().every((name) => v.is(text(1024), root[name])) &&
        definitions.every(({ Name }) => v.is(values, root[Name])),
    ),
  ),
);
const values = v.union([v.number(), v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(100))]);

let lines: string[];
let metrics: CloudWatchMetrics;

function start(level = 'info'): void {
  lines = [];
  const log = createLogger({ level, version: '1.2.3' }, { write: (line) => lines.push(line) });
  metrics = new CloudWatchMetrics({ namespace: 'eight-digit/dev', log });
}

beforeEach(() => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
  start();
});
afterEach(() => {
  metrics.stop();
  jest.useRealTimers();
});

const parsed = () => lines.map((line) => JSON.parse(line));

describe('CloudWatchMetrics', () => {
  test('writes one line per minute, with counts and latencies', () => {
    metrics.stored();
    metrics.stored();
    metrics.refused();
    metrics.unreadable();
    metrics.storeLatency(4.5678);
    metrics.storeLatency(12);
    expect(lines).toEqual([]);
    jest.advanceTimersByTime(60_000);
    expect(parsed()).toEqual([
      {
        level: 'info',
        time: '2027-01-15T08:01:00.000Z',
        version: '1.2.3',
        msg: 'metrics',
        _aws: {
          Timestamp: 1_800_000_060_000,
          CloudWatchMetrics: [
            {
              Namespace: 'eight-digit/dev',
              Dimensions: [['Service']],
              Metrics: [
                { Name: 'EntriesStored', Unit: 'Count' },
                { Name: 'EntriesRefused', Unit: 'Count' },
                { Name: 'UnreadableItems', Unit: 'Count' },
                { Name: 'StoreLatency', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        Service: 'app',
        EntriesStored: 2,
        EntriesRefused: 1,
        UnreadableItems: 1,
        StoreLatency: [4.57, 12],
      },
    ]);
  });

  test('resets the counts and latencies at the start of each minute', () => {
    metrics.stored();
    metrics.storeLatency(4);
    jest.advanceTimersByTime(120_000);
    expect(parsed()[1]).toMatchObject({ EntriesStored: 0, EntriesRefused: 0 });
    expect(parsed()[1]).not.toHaveProperty('StoreLatency');
  });

  test('writes one line per hundred entry writes in a busy minute, so that every latency is logged', () => {
    for (let writes = 0; writes < 250; writes++) {
      metrics.storeLatency(writes);
      metrics.stored();
    }
    jest.advanceTimersByTime(60_000);
    expect(parsed().flatMap(({ StoreLatency }) => StoreLatency)).toEqual(
      Array.from({ length: 250 }, (_, index) => index),
    );
    expect(parsed().reduce((sum, { EntriesStored }) => sum + EntriesStored, 0)).toBe(250);
    // CloudWatch rejects a line with more than a hundred values of one metric.
    expect(parsed().map(({ StoreLatency }) => StoreLatency.length)).toEqual([100, 100, 50]);
  });

  test.each([
    ['a quiet minute', () => {}],
    ['a single write', () => metrics.storeLatency(1.005)],
    ['a hundred writes, the maximum per line', () => Array.from({ length: 100 }, () => metrics.storeLatency(1))],
  ])('writes lines in valid embedded metric format for %s', (_title, post) => {
    post();
    jest.advanceTimersByTime(60_000);
    const faults = parsed().flatMap((line) => v.safeParse(embeddedMetrics, line).issues ?? []);
    expect(faults).toEqual([]);
    expect(lines.every((line) => line.startsWith('{') && line.endsWith('}\n'))).toBe(true);
  });

  test('writes the values of the last minute when it is stopped', () => {
    metrics.stored();
    metrics.stop();
    expect(parsed()).toMatchObject([{ EntriesStored: 1 }]);
  });

  test('writes nothing after it has been stopped', () => {
    metrics.stop();
    jest.advanceTimersByTime(600_000);
    expect(lines).toHaveLength(1);
  });

  test.each(['warn', 'silent'])('writes metrics even at the log level %s', (level) => {
    metrics.stop();
    start(level);
    jest.advanceTimersByTime(60_000);
    expect(parsed()).toMatchObject([{ level: 'info', EntriesStored: 0 }]);
  });
});
