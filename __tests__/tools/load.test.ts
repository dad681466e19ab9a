import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { firstLimit } from '../../tools/load/first-limit';
import { formatLoadReport, type LoadReport } from '../../tools/load/load-report';
import { type LoadTestOptions, runLoadTest } from '../../tools/load/load-test';
import { AwsFault, FakeAws } from '../support/aws/fake-aws';
import { createFixtureProject, type FixtureProject } from '../support/commands/fixture-project';
import { type Outcome, runInProcess } from '../support/commands/in-process';
import { ScriptedTerraform } from '../support/commands/scripted-terraform';
import { startApp, type TestApp } from '../support/http/test-app';
import { commandRoles } from '../support/iam/command-roles';
import { until } from '../support/jest/until';

/** The CPU utilization that the fake CloudWatch returns for each minute, in percent. */
let cpu: number;
let mayReadMetrics: boolean;
/** Whether CloudWatch has no metrics yet. */
let isLate: boolean;
let app: TestApp;
let aws: FakeAws;
let project: FixtureProject;
let terraform: ScriptedTerraform;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'load-'));
  terraform = new ScriptedTerraform(folder);
  project = createFixtureProject();
  aws = await FakeAws.start();
  const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/app/1';
  aws.define({
    'sts:GetCallerIdentity': () => ({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/someone' }),
    'ecs:ListTasks': () => ({ taskArns: ['task/1'] }),
    'ecs:DescribeTasks': () => ({ tasks: [task] }),
    'ecs:DescribeServices': () => ({ services: [{ status: 'ACTIVE', loadBalancers: [{ targetGroupArn }] }] }),
    'ec2:DescribeNetworkInterfaces': () => ({ networkInterfaceSet: [{ association: { publicIp: '192.0.2.1' } }] }),
    'cloudwatch:GetMetricData': ({ MetricDataQueries, StartTime }) => {
      if (!mayReadMetrics) throw new AwsFault('AccessDeniedException', 'not authorized');
      // Values for two minutes, because the load may begin in one minute and end in the next.
      const Timestamps = isLate ? [] : [Number(StartTime), Number(StartTime) + 60];
      const value = (id: string) => (id.startsWith('cpu') ? cpu : 0);
      const queries = MetricDataQueries as readonly { readonly Id: string }[];
      return { MetricDataResults: queries.map(({ Id }) => ({ Id, Timestamps, Values: [value(Id), value(Id)] })) };
    },
  });
});
beforeEach(async () => {
  cpu = 12;
  mayReadMetrics = true;
  isLate = false;
  app = await startApp({ settings: { postsPerMinute: 1 }, latestTtlMs: 1_000 });
  terraform.outputs = { application_url: `http://127.0.0.1:${app.port}` };
});
afterEach(() => app.stop());
afterAll(() => {
  aws.stop();
  project.remove();
  rmSync(folder, { recursive: true });
});

const task = {
  taskArn: 'task/1',
  lastStatus: 'RUNNING',
  attachments: [{ details: [{ name: 'networkInterfaceId', value: 'eni-1' }] }],
};

/** Returns a terminal on which the user types this answer. */
function terminal(answer: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(`${answer}\n`);
  return { stdin, stdout: Object.assign(new PassThrough(), { isTTY: true }) };
}

/** Runs the load test. @param interruptedAt the output at which the user presses Ctrl-C. @default none */
async function load(
  own: Partial<LoadTestOptions>,
  answer?: string,
  interruptedAt?: RegExp,
): Promise<Outcome & { report?: LoadReport }> {
  const options = { rate: 20, seconds: 1, yes: answer === undefined, ...own };
  const environment = { ...aws.environment, TERRAFORM_BINARY_NAME: terraform.program, CI: '' };
  let report: LoadReport | undefined;
  const interruption = new AbortController();
  const onOutput = (output: string) => {
    if (interruptedAt?.test(output)) interruption.abort();
  };
  const outcome = await runInProcess({ folder: project.folder, environment, onOutput }, async (steps) => {
    const { signal: stop } = interruption;
    const wait = interruptedAt ? { waitMs: 60_000, pollMs: 60_000 } : { waitMs: 0, pollMs: 1 };
    report = await runLoadTest('dev', options, { stop, steps, wait, ...(answer && { terminal: terminal(answer) }) });
  });
  return { ...outcome, ...(report && { report }) };
}

const requests = () => app.logged.filter(({ msg }) => msg === 'request').length;

describe('npm run load', () => {
  it('reports responses, latencies, CloudWatch metrics and the first limit', async () => {
    const { report, error, output } = await load({ target: '/entries', seconds: 5 });
    expect(error).toBeUndefined();
    expect(output).toMatch(
      /This sends 20 requests a second for 5 s to http:\/\/127\.0\.0\.1:\d+\/entries: 100 GET requests from this machine\./,
    );
    expect(report).toMatchObject({
      environment: 'dev',
      method: 'GET',
      figuresProblem: null,
      result: { errors: 0, statusCodes: { 200: report?.result.responses } },
    });
    expect(report?.result.responses).toBeGreaterThan(0);
    await until(() => requests() >= (report?.result.responses ?? 0));
    // The expected limit is calculated, because on a busy machine it is the sender. `first-limit.test.ts` tests the rules.
    const { result, figures = [] } = report ?? {};
    expect(report?.firstLimit).toEqual(result && firstLimit(result, figures, { rate: 20, seconds: 5 }));
    const text = report ? formatLoadReport(report) : '';
    expect(text).toMatch(
      /^Load {9}GET http:.*\/entries, 20 requests a second for 5 s\nResponses {4}\d+: \d+ × 200\nRate {9}\d+\.\d responses a second\n/,
    );
    expect(text).toMatch(/^Latency {6}p50 \d+ ms, p90 \d+ ms, p99 \d+ ms, max \d+ ms$/m);
    expect(text).toMatch(/^ {2}CPU of the busiest task, % +12 +12$/m);
    expect(text.endsWith(`\n\n${report?.firstLimit.sentence}`)).toBe(true);
  });

  it('reports posts that exceed the rate limit, and says that the load comes from one address', async () => {
    const { report } = await load({ post: true, seconds: 30 }, undefined, /of 30 s, ([2-9]|\d\d+) responses/);
    expect(app.store.entries).toHaveLength(1);
    expect(report).toMatchObject({ method: 'POST', result: { firstSeen: { 429: expect.any(Date) } } });
    expect(report && formatLoadReport(report)).toMatch(/\d+ × 429[\s\S]*\nThis load comes from one address/);
  });

  it('names a busy CPU as the limit if the credentials may read CloudWatch metrics', async () => {
    cpu = 97;
    expect((await load({})).report?.firstLimit).toMatchObject({ name: 'cpu' });
    mayReadMetrics = false;
    const { report } = await load({});
    expect(report?.figures).toEqual([]);
    expect(report?.firstLimit.name).not.toBe('cpu');
    expect(report && formatLoadReport(report)).toContain(
      'CloudWatch   Your AWS credentials do not allow this command to read metrics (cloudwatch:GetMetricData): not authorized',
    );
  });

  it('sends nothing unless the user answers yes', async () => {
    const { error } = await load({}, 'no');
    expect(error).toMatchObject({ message: 'Nothing was sent.' });
    expect((await load({ yes: false })).error).toMatchObject({
      message: expect.stringMatching(/Nothing was sent\. To accept the load, add -- --yes to the command\.$/),
    });
    expect(requests()).toBe(0);
    expect((await load({}, 'y')).error).toBeUndefined();
  });

  it('rejects a host outside the environment, and names the addresses of the environment', async () => {
    terraform.outputs = {};
    const { error } = await load({ target: 'http://192.0.2.9:5000/' });
    expect(error).toMatchObject({
      message:
        'http://192.0.2.9:5000 is not an address of dev, so no load was sent. Addresses of dev: http://192.0.2.1:5000. Use one of these addresses, or only a path.',
    });
  });

  it('rejects, before it checks the credentials, a host that cannot be an address of the environment', async () => {
    const { error, output } = await load({ target: 'https://example.com/' });
    expect(error).toMatchObject({
      message: expect.stringMatching(/^https:\/\/example\.com is not an address of dev, so no load was sent\. /),
    });
    expect(output).not.toContain('Check credentials');
  });

  it.each([
    ['the load runs', /\d+ of 30 s, [1-9]/, 30],
    ['it waits for CloudWatch', /waiting for the metrics/, 5],
  ])('reports the results up to an interruption while %s', async (_moment, output, seconds) => {
    isLate = true;
    const { report, error } = await load({ seconds }, undefined, output);
    expect(error).toBeUndefined();
    expect(report?.result.responses).toBeGreaterThan(0);
    expect(report && formatLoadReport(report)).toMatch(
      /^CloudWatch {3}Interrupted, so the metrics of the last few minutes are missing\.$/m,
    );
  });

  it('makes only the AWS calls that commandRoles lists for an operator', () => {
    expect(aws.actions()).toEqual([...commandRoles.load.operator, 'sts:GetCallerIdentity'].sort());
  });
});
