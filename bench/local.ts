import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Process } from '../tools/shared/process';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { median } from './median';

const maxSeconds = { warm: 3, first: 10 };

/**
 * Measures the time from `npm start` until the app is ready: for `dev` with existing data, and for `prod` with an empty data folder,
 * PostgreSQL and S3.
 */
export function benchLocal({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const data = await mkdtemp(path.join(tmpdir(), 'bench-local-'));
    cleanup.add(() => rm(data, { recursive: true, force: true }));
    await start('dev', data);
    const times: { warm: number[]; first: number[] } = { warm: [], first: [] };
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      times.warm.push(await start('dev', data));
      progress(`dev, warm: ${times.warm.at(-1)?.toFixed(1)} s`);
      await rm(path.join(data, 'prod'), { recursive: true, force: true });
      times.first.push(await start('prod', data));
      progress(`prod, first time: ${times.first.at(-1)?.toFixed(1)} s`);
    }
    return [
      toRow('`npm start` to ready, warm', times.warm, maxSeconds.warm),
      toRow('`npm start prod` to ready, first time', times.first, maxSeconds.first),
    ];
  });
}

function toRow(what: string, times: readonly number[], max: number): Row {
  const seconds = median(times);
  const measured = `${seconds.toFixed(1)} s`;
  return { what, comparedWith: '-', goal: `under ${max} s`, measured, isMet: seconds < max };
}

/**
 * Runs `npm start` until it prints the address of the app.
 * @returns the duration in seconds
 */
async function start(environment: string, data: string): Promise<number> {
  const startedAt = performance.now();
  const run = new Process('npm', ['start', '--', environment, '--data', data], {
    env: { ...process.env, PORT: '0', NO_COLOR: '1' },
    // The process group makes it possible to stop npm's child processes too, because npm does not forward every signal to them.
    detached: true,
    killAtExit: true,
  });
  try {
    await run.prints(/^ +Address +http/m, 60_000);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await run.stop();
  }
}
