import { readFileSync } from 'node:fs';
import { benchmarkNames } from '../../bench/benchmarks';
import { createFilledTable } from '../../bench/latest';
import { createPatientClient, startDynalite } from '../support/stores/dynamodb';

describe('Benchmarks', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  test.each(benchmarkNames)('have the npm command bench:%s', (name) => {
    expect(scripts[`bench:${name}`]).toBe(`npm run bench -- ${name}`);
  });

  test('exist for each npm command whose name starts with bench:', () => {
    const named = Object.keys(scripts).flatMap((script) => /^bench:(.+)/.exec(script)?.[1] ?? []);
    expect(named.sort()).toEqual([...benchmarkNames].sort());
  });

  test('fill a table with entries in chronological order, so that the last written entry is the latest', async () => {
    const engine = await startDynalite();
    const client = createPatientClient(engine.endpoint);
    const repository = await createFilledTable(client, 50, () => undefined);
    expect(await repository.latest()).toMatchObject({ username: 'user 49', digits: '00000049' });
    client.destroy();
    await engine.stop();
  });
});
