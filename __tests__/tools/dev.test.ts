import {
  addressOf,
  createLocalProject,
  echoingApp,
  environmentOfApp,
  type LocalProject,
} from '../support/commands/local-project';
import { mainThatWrites, stackDocument } from '../support/commands/local-stack';
import type { ToolProcess } from '../support/commands/tool-process';

/** The tests share one run of the command, so each test depends on the tests before it. */
describe('npm run dev', () => {
  let project: LocalProject;
  let dev: ToolProcess;
  let address: string;
  let announced: string;

  beforeAll(async () => {
    project = createLocalProject();
    dev = project.start(['--watch']);
    address = await addressOf(dev);
    announced = (await dev.writes(/Code .*\n/))[0];
  });

  beforeEach(() => dev.clear());

  afterAll(() => project.close());

  function originIn(origin: string): string {
    return mainThatWrites({ ...stackDocument(), variable: { origin: { default: origin } } });
  }

  it('prints that .env is read only at the start', () => {
    expect(announced).toMatch(/Code +restarts on every change, but reads \.env only at the start\n/);
  });

  it('restarts the app with the variables of a changed stack, and does not repeat the hint about Ctrl-C', async () => {
    project.write('main.ts', originIn('https://changed.example'));
    await dev.writes(/main\.ts has changed[\s\S]*Synthesize dev[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://changed.example' });
    expect(dev.output()).not.toContain('Ctrl-C');
  });

  it('shows the error of an app that does not start, and restarts the corrected app without synthesizing again', async () => {
    project.write('app/server.ts', 'throw new Error("a setting is wrong");');
    await dev.writes(
      /a setting is wrong[\s\S]*The app ended before it was ready \(exit code 1\)[\s\S]*Waiting for the next change/,
    );

    project.write('app/server.ts', echoingApp);
    await dev.writes(/Waiting[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://changed.example' });
    expect(dev.output()).not.toContain('Synthesize dev');
  });

  it('reports an error in a changed stack, and waits until it is corrected', async () => {
    project.write('main.ts', 'console.error("cpu is 300"); process.exit(1);');
    await dev.writes(/cpu is 300\nWaiting for the next change/);

    const print = String.raw`console.error('Error: Transform failed\n' + process.cwd() + '/contract.ts:7:22: ERROR: Unexpected ";"\n    at fail (esbuild)');`;
    project.write('main.ts', `${print} process.exit(1);`);
    await dev.writes(/\ncontract\.ts:7:22: Unexpected ";"\nWaiting for the next change/);

    project.write('main.ts', mainThatWrites(stackDocument({ range_key: 'feed', global_secondary_index: [] })));
    await dev.writes(
      /The stored table Entries does not have the same keys and indexes as the synthesized table\. "npm run reset [\s\S]*Waiting for the next change/,
    );

    project.write('main.ts', originIn('https://corrected.example'));
    await dev.writes(/stored table[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://corrected.example' });
  });

  it('ends with exit code 130 after Ctrl-C', async () => {
    dev.signalGroup('SIGINT');
    expect(await dev.ended).toBe(130);
  });
});
