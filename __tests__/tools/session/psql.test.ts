import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { createAwsClients } from '../../../tools/aws/clients';
import { Steps } from '../../../tools/console/steps';
import { findDatabase, type OtherDatabase } from '../../../tools/session/database';
import { openPsql, requirePsql } from '../../../tools/session/psql';
import { describeEnvironment } from '../../../tools/shared/environment';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';
import { createPrograms, type Programs, sessionManagerPlugin } from '../../support/commands/programs';
import { type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const stop = new AbortController().signal;
const before = { ...process.env };

function environment(changes: Changes) {
  const document = JSON.parse(JSON.stringify(synthesized(changes)));
  return describeEnvironment(changes.name ?? fixture.name, new SynthesizedStack(document));
}

/** A fake plugin that records its arguments and the token, and runs until SIGINT. So the test ends only if the command interrupts the plugin. */
const tunnel = `printf "%s\\n" "$@" >$FOLDER/plugin; printenv AWS_SSM_START_SESSION_RESPONSE >>$FOLDER/plugin
trap 'echo ended >$FOLDER/ended; exit 0' INT
echo 'Port 15432 opened for sessionId 1.'; echo 'Waiting for connections...'
while :; do sleep 0.05; done`;

const psql = `printf "%s\\n" "$@" >$FOLDER/args; env | grep ^PG | sort >$FOLDER/env; cp "$PGSSLROOTCERT" $FOLDER/ca; exit 3`;

describe('npm run psql', () => {
  let aws: FakeAws;
  let programs: Programs;
  const recorded = (file: string) => readFileSync(path.join(programs.folder, file), 'utf8');

  beforeAll(async () => {
    aws = await FakeAws.start();
  });
  beforeEach(() => {
    programs = createPrograms({ psql, 'session-manager-plugin': sessionManagerPlugin(tunnel) });
    Object.assign(process.env, aws.environment, programs.environment, { PGSERVICE: 'own' });
    aws.calls.length = 0;
    aws.define({
      'ssm:GetParameter': ({ Name }) => ({
        Parameter: { Value: String(Name).endsWith('endpoint') ? 'db.example' : 'arn:of:secret' },
      }),
      'secretsmanager:GetSecretValue': ({ SecretId }) => ({
        SecretString: JSON.stringify({ username: `user of ${SecretId}`, password: 'p w"d' }),
      }),
      'ec2:DescribeInstances': () => ({
        reservationSet: [{ instancesSet: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] }],
      }),
      'ssm:StartSession': () => ({ SessionId: 's-1', StreamUrl: 'wss://stream', TokenValue: 'secret-token' }),
    });
  });
  afterEach(() => {
    process.env = { ...before };
    programs.remove();
  });
  afterAll(() => aws?.stop());

  async function run(args: readonly string[] = [], other: OtherDatabase = {}): Promise<number> {
    const prod = environment(threeTiers);
    return openPsql({
      environment: prod,
      names: findDatabase(prod),
      programs: await requirePsql(),
      aws: createAwsClients('eu-central-1'),
      args,
      other,
      steps: new Steps(new PassThrough() as unknown as NodeJS.WriteStream),
      stop,
    });
  }

  const sent = (action: string) => aws.calls.filter((call) => call.action === action).map(({ input }) => input);

  it('starts psql with the port and password in environment variables, and ends the session when psql ends', async () => {
    expect(await run(['-c', 'select 1'])).toBe(3);
    expect(recorded('args')).toBe('-c\nselect 1\n');
    expect(recorded('env').split('\n')).toEqual([
      'PGDATABASE=app',
      'PGHOST=db.example',
      'PGHOSTADDR=127.0.0.1',
      'PGPASSWORD=p w"d',
      expect.stringMatching(/^PGPORT=154\d\d$/),
      'PGSSLMODE=verify-full',
      expect.stringMatching(/^PGSSLROOTCERT=\S+$/),
      'PGUSER=user of arn:of:secret',
      '',
    ]);
    expect(recorded('ca')).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(existsSync(/PGSSLROOTCERT=(.*)/.exec(recorded('env'))?.[1] ?? '')).toBe(false);
    expect(recorded('ended')).toBe('ended\n');
  });

  it('forwards the port through a running instance, with the token only in an environment variable', async () => {
    await run();
    expect(sent('ec2:DescribeInstances')).toMatchObject([
      { 'Filter.1.Name': 'tag:Name', 'Filter.1.Value.1': 'eight-digit-prod-hosts', 'Filter.2.Value.1': 'running' },
    ]);
    expect(sent('ssm:StartSession')).toEqual([
      {
        Target: 'i-1',
        DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
        Parameters: {
          host: ['db.example'],
          portNumber: ['5432'],
          localPortNumber: [/PGPORT=(.*)/.exec(recorded('env'))?.[1]],
        },
      },
    ]);
    expect(recorded('plugin').split('\n')).toEqual([
      'AWS_SSM_START_SESSION_RESPONSE',
      'eu-central-1',
      'StartSession',
      '',
      '{"Target":"i-1"}',
      aws.endpoint,
      '{"SessionId":"s-1","StreamUrl":"wss://stream","TokenValue":"secret-token"}',
      '',
    ]);
  });

  it('opens another database by its host name and secret', async () => {
    await run([], { endpoint: 'copy.example', secret: 'copy' });
    expect(recorded('env')).toMatch(/PGHOST=copy\.example\n[\s\S]*PGUSER=user of copy\n/);
    expect(sent('ssm:GetParameter')).toEqual([]);
  });

  it('uses the next instance if the first instance is not connected to Systems Manager', async () => {
    aws.define({
      'ssm:StartSession': ({ Target }) => {
        if (Target === 'i-1') throw new AwsFault('TargetNotConnected', 'i-1 is not connected.');
        return { SessionId: 's-1', StreamUrl: 'wss://stream', TokenValue: 'secret-token' };
      },
    });
    await run();
    expect(recorded('plugin')).toContain('{"Target":"i-2"}');
  });

  it.each<[string, () => void, RegExp]>([
    [
      'the database does not exist yet',
      () => aws.define({ 'ssm:GetParameter': fails('ParameterNotFound') }),
      /^prod has no database in AWS yet\. To create it: npm run deploy prod$/,
    ],
    [
      'the credentials cannot read the password',
      () => aws.define({ 'secretsmanager:GetSecretValue': fails('AccessDeniedException') }),
      /^Your AWS credentials do not allow this command to read the password .*\(secretsmanager:GetSecretValue on arn:of:secret\)/,
    ],
    [
      'no instance is running',
      () => aws.define({ 'ec2:DescribeInstances': () => ({ reservationSet: [] }) }),
      /^No EC2 instance with the name eight-digit-prod-hosts is running/,
    ],
    [
      'no instance is connected',
      () => aws.define({ 'ssm:StartSession': fails('TargetNotConnected') }),
      /^No EC2 instance with the name eight-digit-prod-hosts is connected .* \(running: i-1, i-2\)\./,
    ],
    [
      'the port does not open',
      () => {
        programs.remove();
        programs = createPrograms({ psql, 'session-manager-plugin': sessionManagerPlugin('echo no such host') });
        process.env.PATH = programs.environment.PATH;
      },
      /^The session with i-1 did not open a port\. The plugin printed:\nno such host$/,
    ],
  ])('explains why it fails if %s', async (_what, arrange, message) => {
    arrange();
    await expect(run()).rejects.toThrow(message);
  });

  it('explains how to install psql', async () => {
    const others = createPrograms({ 'session-manager-plugin': sessionManagerPlugin('') });
    process.env.PATH = others.folder;
    await expect(requirePsql()).rejects.toThrow(/^There is no psql on the PATH\. Install it \(.*postgresql-client/);
    others.remove();
  });
});

describe('Database of an environment', () => {
  it.each([
    ['the hosts', threeTiers.compute, 'eight-digit-prod-hosts'],
    ['the bastion', fixture.compute, 'eight-digit-prod-jump'],
  ])('is reached through %s', (_what, compute, instanceName) => {
    expect(findDatabase(environment({ ...threeTiers, compute }))).toEqual({
      endpointParameter: '/eight-digit/prod/database/endpoint',
      secretParameter: '/eight-digit/prod/database/secret',
      instanceName,
    });
  });

  it('does not exist without profiles; the error names the missing setting', () => {
    expect(() => findDatabase(environment({}))).toThrow(
      'dev has no database, because environments/dev.ts does not set `profiles`.',
    );
  });
});

function fails(code: string) {
  return () => {
    throw new AwsFault(code, code);
  };
}
