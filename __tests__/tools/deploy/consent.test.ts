import { PassThrough } from 'node:stream';
import type { TerminalStreams } from '../../../tools/console/terminal';
import { type Consents, obtainConsent } from '../../../tools/deploy/consent';
import { summarizePlan } from '../../../tools/plan/plan-summary';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { changeOf } from '../../support/commands/scripted-terraform';

const { CI } = process.env;
beforeAll(() => {
  process.env.CI = '';
});
afterAll(() => {
  process.env.CI = CI;
});

const pipe = () => ({ stdin: new PassThrough(), stdout: new PassThrough() });

/** Returns a terminal on which the user types these answers, one for each question. */
function terminalWith(...answers: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  let asked = '';
  const left = [...answers];
  stdout.on('data', (text) => {
    asked += text;
    if (asked.endsWith('[y/N] ')) stdin.write(left.shift() ?? '\x04');
  });
  return { stdin, stdout, asked: () => asked };
}

const ask = (changes: Parameters<typeof changeOf>[], terminal: TerminalStreams, consents: Partial<Consents> = {}) =>
  obtainConsent(
    summarizePlan({ resource_changes: changes.map((change) => changeOf(...change)) }),
    { yes: false, acceptDataLoss: false, ...consents },
    { stop: new AbortController().signal, terminal },
  );

const harmless = [['aws_vpc.network', 'create']] as Parameters<typeof changeOf>[];
const deleting = [['aws_dynamodb_table.entries', 'delete']] as Parameters<typeof changeOf>[];
const costly = [
  ['aws_lb.app', 'create'],
  ['aws_nat_gateway.a', 'create'],
  ['aws_nat_gateway.b', 'create'],
] as Parameters<typeof changeOf>[];

describe('Consent to a plan', () => {
  it('is not needed if the plan neither deletes data nor creates a resource that is billed by the hour', async () => {
    await ask(harmless, pipe());
    await ask([['aws_vpc_endpoint.network_dynamodb', 'create']], pipe());
  });

  it.each([
    [
      'deletes data',
      deleting,
      /^The plan deletes data:\n {2}aws_dynamodb_table\.entries is destroyed.*\nNothing was changed\. To accept the data loss, add -- --accept-data-loss to the command\.$/,
    ],
    [
      'costs money',
      costly,
      /^The plan creates resources that AWS bills for every hour that they exist: a load balancer, a NAT gateway\. Nothing was changed\. To accept the costs, add -- --yes to the command\.$/,
    ],
  ])(
    'is required if the plan %s; without a terminal, the error names the option to add',
    async (_what, changes, message) => {
      await expect(ask(changes, pipe())).rejects.toThrow(message);
    },
  );

  it('is required for hourly costs; without a terminal, the error contains the amounts', async () => {
    const summary = summarizePlan(
      { resource_changes: [changeOf('aws_nat_gateway.a', 'create')] },
      new SynthesizedStack({ provider: { aws: [{ region: 'eu-central-1' }] } }),
    );
    const consents = { yes: false, acceptDataLoss: false };
    await expect(
      obtainConsent(summary, consents, { stop: new AbortController().signal, terminal: pipe() }),
    ).rejects.toThrow(
      'every hour that they exist: a NAT gateway (37.96). Costs in US dollars a month: 0.00 → 37.96 idle (+37.96). Nothing',
    );
  });

  it('can be given by options if there is no terminal', async () => {
    await ask([...deleting, ...costly], pipe(), { yes: true, acceptDataLoss: true });
  });

  it('needs --accept-data-loss, not only --yes, if the plan deletes data', async () => {
    await expect(ask(deleting, pipe(), { yes: true })).rejects.toThrow('--accept-data-loss');
  });

  it('is given by a user who answers every question with y', async () => {
    const terminal = terminalWith('y\n', 'y\n');
    await ask([...deleting, ...costly], terminal);
    expect(terminal.asked()).toMatch(/The plan deletes the data named above\. Continue\?[\s\S]*AWS bills/);
  });

  it.each([
    ['n', 'n\n'],
    ['Ctrl-D', '\x04'],
    ['Enter', '\n'],
  ])('is refused by a user who answers with %s', async (_what, answer) => {
    await expect(ask(deleting, terminalWith(answer))).rejects.toThrow('Nothing was changed.');
    await expect(ask(costly, terminalWith(answer))).rejects.toThrow('Nothing was changed.');
  });
});

describe('Consent to a plan that Terraform Cloud withholds', () => {
  const none = { yes: false, acceptDataLoss: false };
  const consent = (terminal: TerminalStreams, options = none) =>
    obtainConsent(undefined, options, { stop: new AbortController().signal, terminal });

  it.each([
    ['no option', { yes: false, acceptDataLoss: false }],
    ['only --yes', { yes: true, acceptDataLoss: false }],
    ['only --accept-data-loss', { yes: false, acceptDataLoss: true }],
  ])('with %s is missing if there is no terminal', async (_, options) => {
    await expect(consent(pipe(), options)).rejects.toThrow(
      /^Without the JSON of the plan, .* Nothing was changed\. To accept the plan above, add -- --yes --accept-data-loss/,
    );
  });

  it('is given by --yes and --accept-data-loss together', async () => {
    await consent(pipe(), { yes: true, acceptDataLoss: true });
  });

  it('is given on a terminal only if the user answers with y', async () => {
    await consent(terminalWith('y\n'));
    await expect(consent(terminalWith('\n'))).rejects.toThrow('Nothing was changed.');
  });
});
