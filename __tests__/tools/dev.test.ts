import {
  addressOf,
  createLocalProject,
  environmentOfApp,
  type LocalProject,
  mainThatWrites,
  stackDocument,
  tellingApp,
} from '../support/commands/local-project';
import type { ToolProcess } from '../support/commands/tool-process';

/** The tests are one story: each begins where the one before has ended. */
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

  it('says that .env is read at the next start', () => {
    expect(announced).toMatch(/Code +every change is taken up; \.env at the next start\n/);
  });

  it('takes up a change of the stack, with one short line', async () => {
    project.write('main.ts', originIn('https://changed.example'));
    await dev.writes(/main\.ts has changed[\s\S]*Synthesize dev[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://changed.example' });
    expect(dev.output()).not.toContain('Ctrl-C');
  });

  it('starts a changed app again without another synthesis, and outlives one that does not start', async () => {
    project.write('app/server.ts', 'this is no TypeScript');
    await dev.writes(/The app ended before it was ready[\s\S]*Waiting for the next change/);

    project.write('app/server.ts', tellingApp);
    await dev.writes(/Waiting[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://changed.example' });
    expect(dev.output()).not.toContain('Synthesize dev');
  });

  it('says what is wrong with a changed stack, and waits until it is mended', async () => {
    project.write('main.ts', 'console.error("cpu is 300"); process.exit(1);');
    await dev.writes(/cpu is 300\nWaiting for the next change/);

    project.write('main.ts', mainThatWrites(stackDocument({ range_key: 'feed', global_secondary_index: [] })));
    await dev.writes(
      /The stored table Entries has other keys and indexes than the synthesized one: "npm run reset [\s\S]*Waiting for the next change/,
    );

    project.write('main.ts', originIn('https://mended.example'));
    await dev.writes(/stored table[\s\S]*Address/);
    expect(await environmentOfApp(address)).toMatchObject({ ALLOWED_ORIGINS: 'https://mended.example' });
  });

  it('ends with Ctrl-C', async () => {
    dev.signalGroup('SIGINT');
    expect(await dev.ended).toBe(130);
  });
});
