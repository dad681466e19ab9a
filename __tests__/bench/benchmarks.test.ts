import { readFileSync } from 'node:fs';
import { benchmarkNames } from '../../bench/benchmarks';
import { createFilledTable } from '../../bench/latest';
import { createTestClient, startDynalite } from '../support/stores/dynamodb';

describe('Benchmark', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  test.each(benchmarkNames)('%s has a command', (name) => {
    expect(scripts[`bench:${name}`]).toBe(`npm run bench -- ${name}`);
  });

  test('has no command that does not exist', () => {
    const named = Object.keys(scripts).flatMap((script) => /^bench:(.+)/.exec(script)?.[1] ?? []);
    expect(named.sort()).toEqual([...benchmarkNames].sort());
  });

  test('of the latest entry fills a table, and checks the result', async () => {
    const engine = await startDynalite();
    const client = createTestClient(engine.endpoint);
    const repository = await createFilledTable(client, 50, () => undefined);
    expect(await repository.latest()).toMatchObject({ username: 'user 49', digits: '00000049' });
    client.destroy();
    await engine.stop();
  });
});
