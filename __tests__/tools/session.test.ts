import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FakeAws } from '../support/aws/fake-aws';
import { createFixtureProject, type FixtureProject } from '../support/commands/fixture-project';
import { mainThatWrites } from '../support/commands/local-stack';
import { createPrograms, type Programs, sessionManagerPlugin } from '../support/commands/programs';
import { endTools, runTool } from '../support/commands/tool-process';
import { commandRoles } from '../support/iam/command-roles';
import { type Changes, threeTiers } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

/** A shell command that interrupts the tool that started the shell, like Ctrl-C in a terminal. */
const ctrlC = 'kill -INT $PPID; sleep 0.2';

describe('Session', () => {
  let aws: FakeAws;
  let project: FixtureProject;
  let programs: Programs | undefined;

  beforeAll(async () => {
    aws = await FakeAws.start();
    aws.define({
      'sts:GetCallerIdentity': () => ({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/someone' }),
      'ecs:ListTasks': () => ({ taskArns: ['task/1'] }),
      'ecs:DescribeTasks': () => ({ tasks: [task] }),
      'ecs:ExecuteCommand': ({ command }) => ({
        session: { sessionId: String(command), streamUrl: 'wss://stream', tokenValue: 'token' },
      }),
      'ssm:GetParameter': () => ({ Parameter: { Value: 'db.example' } }),
      'secretsmanager:GetSecretValue': () => ({ SecretString: '{"username":"postgres","password":"secret"}' }),
      'ec2:DescribeInstances': () => ({ reservationSet: [{ instancesSet: [{ instanceId: 'i-1' }] }] }),
      'ssm:StartSession': () => ({ SessionId: 's-1', StreamUrl: 'wss://stream', TokenValue: 'token' }),
    });
    project = createFixtureProject();
  });
  afterEach(async () => {
    await endTools();
    programs?.remove();
    programs = undefined;
  });
  afterAll(() => {
    project?.remove();
    aws?.stop();
  });

  /** Runs an npm command in a project with one environment. @param scripts the fake programs that the command starts, by name */
  async function run(
    tool: string,
    args: readonly string[],
    changes: Changes,
    scripts: Readonly<Record<string, string>>,
  ) {
    programs = createPrograms(scripts);
    writeFileSync(path.join(project.folder, 'main.ts'), mainThatWrites(synthesized(changes), args[0]));
    const environment = { ...aws.environment, ...programs.environment, CI: '' };
    const command = runTool(tool, args, { folder: project.folder, environment });
    return { exitCode: await command.ended, output: command.output() };
  }

  it('of npm run exec runs a command in a task, survives Ctrl-C, and keeps its input open if there is no terminal', async () => {
    const plugin = `echo "$AWS_SSM_START_SESSION_RESPONSE"; ${ctrlC}
exec 3<&0; cat <&3 & sleep 0.1; kill $! && echo 'input is open'; exit 3`;
    const changes = { app: { exec: true } };
    const ended = await run('exec', ['dev', '--', 'node', '-v'], changes, {
      'session-manager-plugin': sessionManagerPlugin(plugin),
    });
    expect(ended).toEqual({
      exitCode: 3,
      output: expect.stringMatching(/^Task 1, container app, as root:\n\{"SessionId":"node -v",.*\}\ninput is open\n$/),
    });
  });

  it('of npm run psql opens psql, survives Ctrl-C, and ends when psql ends', async () => {
    const ended = await run('psql', ['prod', '--', '-c', 'select 1'], threeTiers, {
      psql: `${ctrlC}; echo "$PGPASSWORD@$PGHOST $*"; exit 5`,
      'session-manager-plugin': sessionManagerPlugin(
        "trap 'exit 0' INT; echo 'Waiting for connections...'; while :; do sleep 0.05; done",
      ),
    });
    expect(ended).toEqual({ exitCode: 5, output: expect.stringMatching(/\nsecret@db\.example -c select 1\n$/) });
  });

  it('needs only the AWS calls that commandRoles lists for an operator', () => {
    const listed = [...commandRoles.exec.operator, ...commandRoles.psql.operator, 'sts:GetCallerIdentity'];
    expect(aws.actions()).toEqual(listed.sort());
  });
});

const task = {
  taskArn: 'task/1',
  lastStatus: 'RUNNING',
  enableExecuteCommand: true,
  containers: [
    {
      name: 'app',
      lastStatus: 'RUNNING',
      runtimeId: '1-app',
      managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }],
    },
  ],
};
