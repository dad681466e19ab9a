import { readFileSync } from 'node:fs';
import { lcus } from '../../../tools/cost/items/network-costs';
import { assumptions } from '../../../tools/cost/usage/assumptions';
import { trafficAt } from '../../../tools/cost/usage/scenarios';

const [, section = ''] = readFileSync('docs/architecture.md', 'utf8').split('\n## How each part scales\n');

/** The rows of the tables in this section. The key is the first cell of a row; the value contains the other cells. */
const rows = new Map(
  section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map(([first = '', ...others]) => [first, others]),
);

/** The rates in the columns of the tables, in requests per second. */
const rates = [1, 100, 1_000, 10_000, 100_000];
const { secondsPerMonth } = assumptions;
/**
 * Two limits of one task: its event streams (`app/entries/web/event-streams.ts`), and its requests per minute, above which autoscaling adds
 * another task.
 */
const [streamsPerTask, requestsPerTask] = [500, 1_000];

const entriesAt = (rate: number) => trafficAt(rate).entries / secondsPerMonth;
const streamTasksAt = (rate: number) => Math.ceil(trafficAt(rate).openStreams / streamsPerTask);
const requestTasksAt = (rate: number) => Math.ceil((rate * 60) / requestsPerTask);
const bytesAt = (rate: number) => (trafficAt(rate).responseGB * 1024 ** 3) / secondsPerMonth;
/** The number of requests per second at which the event streams fill one task. */
const requestsOfTask = streamsPerTask / trafficAt(1).openStreams;
const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });

/** Returns the bytes per second in a cell such as `1,050 MB/s`. */
function bytes(cell: string): number {
  const [, value = '', unit = ''] = /^([\d.,]+) (KB|MB)\/s$/.exec(cell) ?? [];
  return Number(value.replaceAll(',', '')) * (unit === 'MB' ? 1e6 : 1e3);
}

describe('Scaling figures in docs/architecture.md', () => {
  it('in the table of rates follow from the assumptions of npm run cost', () => {
    expect(rows.get('entries stored a second')).toEqual(['0.05', ...rates.slice(1).map(entriesAt).map(number)]);
    expect(rows.get('open event streams')).toEqual(rates.map((rate) => number(trafficAt(rate).openStreams)));
    expect(rows.get('tasks for these streams, 500 each')).toEqual(rates.map(streamTasksAt).map(number));
    expect(rows.get('tasks with the default `requestsPerTask`')).toEqual(rates.map(requestTasksAt).map(number));
    expect(rows.get('LCUs of the load balancer')).toEqual([
      '< 1',
      ...rates.slice(1).map((rate) => Math.round(lcus(trafficAt(rate))).toLocaleString('en')),
    ]);
    expect(entriesAt(1)).toBeCloseTo(0.05, 2);
  });

  it.each([
    ['data to the visitors', bytesAt],
    ['request log', (rate: number) => rate * assumptions.logBytesPerRequest],
  ])('follow from the assumed bytes per request: %s', (name, at) => {
    const documented = (rows.get(name) ?? []).map(bytes);
    expect(documented).toHaveLength(rates.length);
    // The comparison is approximate, because the table contains whole KB and MB.
    for (const [index, rate] of rates.entries()) expect((documented[index] ?? 0) / at(rate)).toBeCloseTo(1, 1);
  });

  it('for tasks, writes and connections agree in the table of parts and the table of rates', () => {
    const tasks = rates.map((rate) =>
      [...new Set([streamTasksAt(rate), requestTasksAt(rate)])].map(number).join(' to '),
    );
    expect(rows.get('tasks')?.map((cell) => cell.split(/[;:]/)[0])).toEqual(tasks);
    const writes = rows
      .get('index `latest`')
      ?.slice(1, 4)
      .map((cell) => Number.parseInt(cell, 10));
    expect(writes).toEqual(rates.slice(1, 4).map((rate) => Math.round(entriesAt(rate))));
    const connections = tasks.slice(1, 4).map((text) =>
      text
        .split(' to ')
        .map((count) => number(Number(count) * 6))
        .join(' to '),
    );
    expect(
      rows
        .get('PostgreSQL')
        ?.slice(1, 4)
        .map((cell) => cell.split(':')[0]),
    ).toEqual(connections);
  });

  it('list the limits in the order of the request rates that reach them', () => {
    const [, table = ''] = section.split('### The limits');
    const documented = [...table.matchAll(/^\| ([\d,]+) \|/gm)].map(([, cell = '']) =>
      Number(cell.replaceAll(',', '')),
    );
    // The limits as numbers of tasks. A deployment doubles the number of tasks, so the limits are half of 502 IP addresses,
    // 1,000 targets and 5,000 network interfaces.
    const ofTasks = [1, 2, 4, 6, 12, 100, 251, 500, 2_500, 5_000].map((tasks) => tasks * requestsOfTask);
    // The limits as numbers of entries per second. An entry needs one write to the index, which accepts 1,000 per second,
    // and two writes to the table, which accepts 4,000 or 40,000 per second.
    const ofEntries = [1_000, 4_000 / 2, 40_000 / 2].map((entries) => entries / entriesAt(1));
    const limits = [...ofTasks, ...ofEntries, 100_000, 250_000].sort((a, b) => a - b);
    expect(documented).toEqual(
      limits.map((limit) => (limit < 1_000 ? Math.round(limit) : Number(limit.toPrecision(2)))),
    );
  });
});
