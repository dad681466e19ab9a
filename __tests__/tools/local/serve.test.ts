import { type LocalApp, succeeded } from '../../../tools/local/local-app';
import type { LocalProgram } from '../../../tools/local/local-program';
import { serve } from '../../../tools/local/serve';

const program = (file: string): LocalProgram => ({ command: [file], readyPath: '/ready' });
const task = {
  program: program('app/server.ts'),
  environment: {},
  initContainers: [{ name: 'migrate', program: program('app/migrate.ts'), environment: {} }],
};
const never = new Promise<never>(() => {});

/**
 * Returns fake processes that record their starts and stops.
 * @param outcome how the process of the container `migrate` ends
 */
function processes(outcome: Promise<string>) {
  const events: string[] = [];
  const start = async ({ command: [file] }: LocalProgram): Promise<LocalApp> => {
    events.push(`start ${file}`);
    return {
      ended: file === 'app/migrate.ts' ? outcome : Promise.resolve('exit code 7'),
      ready: async () => {},
      stop: async () => {
        events.push(`stop ${file}`);
      },
    };
  };
  return { events, app: { task, start, announce: () => events.push('announce') } };
}

describe('App that waits for another container', () => {
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  it('starts after the other container has succeeded', async () => {
    const { events, app } = processes(Promise.resolve(succeeded));
    await expect(serve(app, never)).rejects.toThrow('The app ended by itself (exit code 7)');
    const before = ['start app/migrate.ts', 'stop app/migrate.ts'];
    expect(events).toEqual([...before, 'start app/server.ts', 'announce', 'stop app/server.ts']);
  });

  it('does not start if the other container fails', async () => {
    const { events, app } = processes(Promise.resolve('exit code 1'));
    await expect(serve(app, never)).rejects.toThrow('migrate failed (exit code 1), so the app was not started');
    expect(events).toEqual(['start app/migrate.ts', 'stop app/migrate.ts']);
  });

  it('does not start if the run ends before the other container, which is then stopped', async () => {
    let end = (_outcome: string) => {};
    const { events, app } = processes(new Promise((resolve) => (end = resolve)));
    await serve(app, Promise.resolve());
    expect(events).toEqual(['start app/migrate.ts', 'stop app/migrate.ts']);
    end('SIGTERM');
  });
});
