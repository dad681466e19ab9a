import type { BenchmarkOptions, Row } from './benchmark';
import { withCleanup } from './benchmark';
import { LoadProcess } from './load';
import { buildBundle, startApp, startDatabase } from './running-app';

const maxGrowth = 1.1;

/** Compares the memory of the app after 500,000 and after 10,000 page views, to detect memory leaks. */
export function benchMemory({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const app = await startApp(cleanup, await buildBundle(cleanup), await startDatabase(cleanup));
    const loader = new LoadProcess();
    cleanup.add(() => loader.stop());
    const view = (amount: number) => loader.load({ url: app.origin, connections: 20, headers: {}, amount });

    progress('10,000 views');
    await view(10_000);
    const first = app.memoryMiB();
    progress('500,000 views');
    await view(quick ? 1_000 : 490_000);
    const growth = app.memoryMiB() / first;
    return [
      {
        what: 'memory after 500,000 views',
        comparedWith: 'after 10,000 views',
        goal: `at most ${maxGrowth} times as much`,
        measured: `${growth.toFixed(2)} times (${app.memoryMiB().toFixed(0)} vs. ${first.toFixed(0)} MiB)`,
        isMet: growth <= maxGrowth,
      },
    ];
  });
}
