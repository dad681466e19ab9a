import type { Steps } from '../console/steps';
import { confirm, isInteractive, type TerminalStreams } from '../console/terminal';
import { findAddresses } from '../deployed/address';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from '../deployed/deployed-environment';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';
import type { MinuteFigures } from './figures';
import { firstLimit } from './first-limit';
import type { LoadSize } from './load-limits';
import type { LoadReport } from './load-report';
import { type FiguresProps, readFigures } from './read-figures';
import { sendLoad } from './send-load';
import { checkTarget, targetOf } from './target';

export interface LoadTestOptions extends LoadSize {
  /** A path or an address of the environment. @default the home page of the first address */
  readonly target?: string | undefined;
  /** Whether to post entries, which remain in the table. @default false: the requests only read */
  readonly post?: boolean | undefined;
  /** Whether to skip the question. */
  readonly yes: boolean;
}

/** The input, output and timing of a load test. */
export interface LoadTestContext {
  readonly stop: AbortSignal;
  readonly steps: Steps;
  /** @default the terminal of this process */
  readonly terminal?: TerminalStreams;
  /** How to wait for CloudWatch. */
  readonly wait?: Pick<FiguresProps, 'waitMs' | 'pollMs'>;
}

/** The entry of every post. */
const entry = { username: 'load test', digits: '00000000' };

/**
 * Sends a bounded load to an environment, reads the figures of CloudWatch for the same minutes, and finds the limit that
 * was reached first. When `stop` is aborted, reports what was measured until then.
 * @throws UserError if the address is not the environment's own, or the user does not agree
 */
export async function runLoadTest(
  name: string,
  options: LoadTestOptions,
  { stop, steps, terminal, wait }: LoadTestContext,
): Promise<LoadReport> {
  const { rate, seconds, target, post = false, yes } = options;
  const environment = await synthesizeEnvironment(name, { stop, steps });
  checkTarget(name, applicationUrl(environment), target);
  if (post && (environment.ownContainer || environment.stack.resources('aws_dynamodb_table').length === 0)) {
    throw new UserError(`${name} does not run the shipped app with a table of entries, so --post cannot be used.`);
  }
  const opened = await connect(environment, { stop, steps });
  const { aws, terraform } = opened;
  const addresses = await findAddresses(environment, await terraform.outputs(), aws);
  const url = targetOf({ environment: name, addresses }, target);
  const method = post ? 'POST' : 'GET';
  const question = describeLoad({ url, method, rate, seconds });
  if (yes) steps.line(question);
  else await obtainConsent(question, stop, terminal);

  const result = await steps.run('Load', (onProgress) =>
    sendLoad({ url, rate, seconds, stop, onProgress, ...(post && { body: JSON.stringify(entry) }) }),
  );
  const { start, end } = result;
  const { figures, problem } = stop.aborted
    ? { figures: [], problem: interrupted }
    : await steps.run('Read CloudWatch', (report) => tryToReadFigures(opened, { start, end, stop, report, ...wait }));
  return {
    environment: name,
    url,
    method,
    rate,
    seconds,
    result,
    figures,
    figuresProblem: problem,
    firstLimit: firstLimit(result, figures, { rate, seconds }),
  };
}

function describeLoad({ url, method, rate, seconds }: Pick<LoadReport, 'url' | 'method' | 'rate' | 'seconds'>): string {
  const requests = (rate * seconds).toLocaleString('en');
  const effect = method === 'POST' ? 'Each one stores an entry, which remains. ' : '';
  return `This sends ${rate} requests a second for ${seconds} s to ${url}: ${requests} ${method} requests from this machine. ${effect}AWS bills them like the requests of visitors, and visitors notice if the app becomes slow.`;
}

/** @throws UserError if the answer is no, or there is no terminal to ask */
async function obtainConsent(question: string, stop: AbortSignal, terminal: TerminalStreams = process): Promise<void> {
  if (!isInteractive(terminal)) {
    throw new UserError(`${question} Nothing was sent. To accept it, add -- --yes to the command.`);
  }
  if (!(await confirm(`${question} Start?`, stop, terminal))) throw new UserError('Nothing was sent.');
}

/** Why figures are missing after Ctrl-C. */
const interrupted = 'Interrupted, so the last minutes are missing.';

/** Returns the output `application_url` of the synthesized JSON. */
function applicationUrl({ stack }: SynthesizedEnvironment): string | undefined {
  const { output } = stack.document as { readonly output?: { readonly application_url?: { readonly value: string } } };
  return output?.application_url?.value;
}

/** The result of the load is useful without the figures, so a missing permission does not discard it. */
async function tryToReadFigures(
  opened: DeployedEnvironment,
  props: FiguresProps,
): Promise<{ readonly figures: readonly MinuteFigures[]; readonly problem: string | null }> {
  try {
    const figures = await readFigures(opened, props);
    if (props.stop.aborted) return { figures, problem: interrupted };
    return { figures, problem: figures.length === 0 ? 'CloudWatch has no data for these minutes yet.' : null };
  } catch (error) {
    if (error instanceof UserError) return { figures: [], problem: error.message };
    throw error;
  }
}
