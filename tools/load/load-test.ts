import type { Steps } from '../console/steps';
import type { Asking } from '../console/terminal';
import { findAddresses } from '../live/address';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from '../live/deployed-environment';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';
import type { MinuteFigures } from './figures';
import { firstLimit } from './first-limit';
import { describeLoad, obtainLoadConsent } from './load-consent';
import type { LoadSize } from './load-limits';
import type { LoadReport } from './load-report';
import { type FiguresProps, readFigures } from './read-figures';
import { sendLoad } from './send-load';
import { checkTarget, targetOf } from './target';

export interface LoadTestOptions extends LoadSize {
  /** The target of the requests: a path, or a URL of the environment. @default the home page of the first address */
  readonly target?: string | undefined;
  /** Whether to post entries, which remain in the table. @default false: the requests only read */
  readonly post?: boolean | undefined;
  /** Whether the user accepted the load in advance, so that no question is asked. */
  readonly yes: boolean;
}

/** The context of a load test: its output, its terminal, and the signal that stops it. */
export interface LoadTestContext extends Asking {
  readonly steps: Steps;
  /** How long and how often to ask CloudWatch for metrics. */
  readonly wait?: Pick<FiguresProps, 'waitMs' | 'pollMs'>;
}

/** The entry that every POST request sends. */
const entry = { username: 'load test', digits: '00000000' };

/**
 * Sends a load to an environment, reads the CloudWatch metrics of the same minutes, and finds the limit that was
 * reached first. If `stop` is aborted, the report contains what was measured until then.
 * @throws UserError if the target is not an address of the environment, or if the user declines
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
    throw new UserError(
      `${name} does not run the shipped app with its table of entries, so --post cannot be used. Run the command again without --post.`,
    );
  }
  const opened = await connect(environment, { stop, steps });
  const { aws, terraform } = opened;
  const addresses = await findAddresses(environment, await terraform.outputs(), aws);
  const url = targetOf({ environment: name, addresses }, target);
  const method = post ? 'POST' : 'GET';
  const load = describeLoad({ url, method, rate, seconds });
  if (yes) steps.line(load);
  else await obtainLoadConsent(load, { stop, terminal });

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

/** Why metrics are missing after Ctrl-C. */
const interrupted = 'Interrupted, so the metrics of the last few minutes are missing.';

/** Returns the value of the output `application_url` in the synthesized JSON; undefined if the stack has no such output. */
function applicationUrl({ stack }: SynthesizedEnvironment): string | undefined {
  const { output } = stack.document as { readonly output?: { readonly application_url?: { readonly value: string } } };
  return output?.application_url?.value;
}

/**
 * Reads the CloudWatch metrics. If a permission is missing, returns the reason instead, because the responses are
 * useful even without the metrics.
 */
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
