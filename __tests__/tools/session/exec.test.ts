import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createAwsClients } from '../../../tools/aws/clients';
import { checkExec, exec, quoteWords } from '../../../tools/session/exec';
import { describeEnvironment } from '../../../tools/shared/environment';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { AwsFault, FakeAws, type Input } from '../../support/aws/fake-aws';
import { createPrograms, type Programs, sessionManagerPlugin } from '../../support/commands/programs';
import { threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const document = (changes: Parameters<typeof synthesized>[0]) => JSON.parse(JSON.stringify(synthesized(changes)));
const dev = describeEnvironment('dev', new SynthesizedStack(document({ app: { exec: true } })));
const stop = new AbortController().signal;
const before = { ...process.env };

/** Returns a running task, as ECS describes it. @param agent the state of the ECS Exec agent in the container `app` */
function task(id: string, changes: object = {}, agent: object = { lastStatus: 'RUNNING' }): object {
  return {
    taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/eight-digit-dev-cluster/${id}`,
    lastStatus: 'RUNNING',
    enableExecuteCommand: true,
    startedAt: 1_764_000_000,
    containers: [
      {
        name: 'app',
        lastStatus: 'RUNNING',
        runtimeId: `${id}-app`,
        managedAgents: [{ name: 'ExecuteCommandAgent', ...agent }],
      },
      { name: 'migrate', lastStatus: 'STOPPED' },
    ],
    ...changes,
  };
}

describe('npm run exec', () => {
  let aws: FakeAws;
  let programs: Programs;
  let tasks: object[];
  const recorded = (file: string) => readFileSync(path.join(programs.folder, file), 'utf8');

  beforeAll(async () => {
    aws = await FakeAws.start();
    programs = createPrograms({
      'session-manager-plugin': sessionManagerPlugin(
        'printf "%s\\n" "$@" >$FOLDER/args; printenv AWS_SSM_START_SESSION_RESPONSE >$FOLDER/response; exit 3',
      ),
    });
  });
  beforeEach(() => {
    Object.assign(process.env, aws.environment, programs.environment, { CI: '' });
    aws.calls.length = 0;
    tasks = [task('abc1')];
    aws.define({
      'ecs:ListTasks': () => ({ taskArns: tasks.map((one) => (one as { taskArn: string }).taskArn) }),
      'ecs:DescribeTasks': () => ({ tasks }),
      'ecs:ExecuteCommand': () => ({
        session: { sessionId: 'ecs-1', streamUrl: 'wss://stream', tokenValue: 'secret-token' },
      }),
    });
  });
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => {
    aws?.stop();
    programs?.remove();
  });

  /** Runs a command in a task. @returns the printed lines */
  async function run(words: readonly string[], options: { task?: string; container?: string } = {}): Promise<string[]> {
    const lines: string[] = [];
    const exitCode = await exec(
      { environment: dev, words, ...options },
      { aws: createAwsClients('eu-central-1'), report: (line) => lines.push(line), stop },
    );
    expect(exitCode).toBe(3);
    return lines;
  }

  const executed = () => aws.calls.find(({ action }) => action === 'ecs:ExecuteCommand')?.input as Input;

  it('connects through the Session Manager plugin, which gets the token only in an environment variable', async () => {
    expect(await run(['node', '-v'])).toEqual(['Task abc1, container app, as root:']);
    expect(executed()).toEqual({
      cluster: 'eight-digit-dev-cluster',
      task: expect.stringMatching(/\/abc1$/),
      container: 'app',
      interactive: true,
      command: 'node -v',
    });
    expect(recorded('args').split('\n')).toEqual([
      'AWS_SSM_START_SESSION_RESPONSE',
      'eu-central-1',
      'StartSession',
      '',
      '{"Target":"ecs:eight-digit-dev-cluster_abc1_abc1-app"}',
      aws.endpoint,
      '',
    ]);
    expect(JSON.parse(recorded('response'))).toEqual({
      SessionId: 'ecs-1',
      StreamUrl: 'wss://stream',
      TokenValue: 'secret-token',
    });
  });

  it('opens a shell if no command is given', async () => {
    await run([]);
    expect(executed().command).toBe('/bin/sh');
  });

  it('chooses the newest task in which commands can run', async () => {
    tasks = [
      task('old1'),
      task('new1', { startedAt: 1_764_000_500 }),
      task('new2', { startedAt: 1_764_000_900 }, { lastStatus: 'PENDING' }),
    ];
    expect(await run(['id'])).toEqual(['Task new1, container app, as root:']);
  });

  it('accepts a prefix of the id of a task', async () => {
    tasks = [task('old1'), task('new1', { startedAt: 1_764_000_500 })];
    expect(await run(['id'], { task: 'ol' })).toEqual(['Task old1, container app, as root:']);
  });

  it.each<[string, () => void, { task?: string; container?: string }, RegExp]>([
    ['if no task is running', () => (tasks = []), {}, /^No task of dev is running\. To see why: npm run status dev$/],
    [
      'if no task id begins with the given prefix',
      () => undefined,
      { task: 'x' },
      /^No running tasks of dev have an id that begins with "x"\. .*: abc1$/,
    ],
    [
      'if several task ids begin with the given prefix',
      () => (tasks = [task('abc1'), task('abc2')]),
      { task: 'abc' },
      /^Several running tasks of dev have an id that begins with "abc"\. Set --task to one of: abc1, abc2$/,
    ],
    [
      'in a task that started before app.exec was set',
      () => (tasks = [task('abc1', { enableExecuteCommand: false })]),
      {},
      /^The task abc1 started before ECS Exec was on in dev, .*\. .*: npm run deploy dev$/,
    ],
    ['in a stopped container', () => undefined, { container: 'migrate' }, /^The container migrate .* is STOPPED, but /],
    [
      'if the agent in the container has stopped',
      () => (tasks = [task('abc1', {}, { lastStatus: 'STOPPED', reason: 'no route' })]),
      {},
      /^The ECS Exec agent in the container app of the task abc1 is STOPPED: no route\. /,
    ],
    [
      'in an environment that does not exist',
      () => aws.define({ 'ecs:ListTasks': fails('ClusterNotFoundException') }),
      {},
      /^dev does not exist in AWS yet\. To create it: npm run deploy dev$/,
    ],
    [
      'if the agent is not connected',
      () => aws.define({ 'ecs:ExecuteCommand': fails('TargetNotConnectedException') }),
      {},
      /^The ECS Exec agent in the container app of the task abc1 is not connected/,
    ],
    [
      'if the credentials lack the permission',
      () => aws.define({ 'ecs:ExecuteCommand': fails('AccessDeniedException') }),
      {},
      /^Your AWS credentials do not allow this command to run a command in dev \(ecs:ExecuteCommand on its cluster and its tasks\)/,
    ],
  ])('rejects a command %s', async (_what, arrange, options, message) => {
    arrange();
    await expect(run(['id'], options)).rejects.toThrow(message);
  });

  it.each([
    ['the plugin is missing', {}, /^There is no session-manager-plugin on the PATH\. Install the plugin .*: https:/],
    [
      'the plugin is so old that it takes the token only as an argument',
      { 'session-manager-plugin': sessionManagerPlugin('', '1.2.497.0') },
      /^Found session-manager-plugin 1\.2\.497\.0; 1\.2\.536\.0 or newer is required\. Install the plugin/,
    ],
  ])('explains how to install the Session Manager plugin if %s', async (_what, scripts, message) => {
    const others = createPrograms(scripts);
    process.env.PATH = others.folder;
    await expect(run(['id'])).rejects.toThrow(message);
    others.remove();
  });
});

function fails(code: string) {
  return () => {
    throw new AwsFault(code, code);
  };
}

describe('Check before npm run exec', () => {
  it('names the setting and the file if the environment does not allow ECS Exec', () => {
    const environment = describeEnvironment('dev', new SynthesizedStack(document({})));
    expect(() => checkExec({ environment, words: ['id'] })).toThrow(
      'ECS Exec is off in dev. Set app: { exec: true } in environments/dev.ts, then run: npm run deploy dev',
    );
  });

  it('rejects an unknown container, and lists the containers', () => {
    const environment = describeEnvironment(
      'prod',
      new SynthesizedStack(document({ ...threeTiers, app: { exec: true } })),
    );
    expect(() => checkExec({ environment, words: ['id'], container: 'web' })).toThrow(
      'prod has no container "web". Its containers: app, migrate',
    );
  });

  it('rejects a shell without a terminal', () => {
    expect(() => checkExec({ environment: dev, words: [] })).toThrow(
      /^A shell needs a terminal, but .* To run one command: npm run exec dev -- -- <command>$/,
    );
  });
});

describe('Words of a command for npm run exec', () => {
  it.each([
    ['words without special characters', ['node', '-v'], 'node -v'],
    ['words with spaces and quotes', ['sh', '-c', "echo 'a  b' $HOME"], "sh -c 'echo '\\''a  b'\\'' $HOME'"],
    ['an empty word', ['printf', 'x', ''], "printf x ''"],
  ])('are quoted only if the shell in the container would change them: %s', (_what, words, command) => {
    expect(quoteWords(words)).toBe(command);
  });
});
