import { Steps } from '../console/steps';
import type { ChangeOptions } from '../deploy/change-command';
import { deployImage } from '../deploy/deploy-image';
import type { Deploying, Outcome } from '../deploy/outcome';
import { Progress } from '../deploy/progress';
import { planFileOf, type SavedPlanOptions } from '../deploy/saved-plan-options';
import { verifyDeployment } from '../deploy/verify-deployment';
import { Registry } from '../image/registry/registry';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from '../live/deployed-environment';
import { assertSharedState } from '../preflight/preflight';
import { logInToRegistry } from '../preflight/registry-login';
import { UserError } from '../shared/user-error';
import { copyImage } from './image-copy';
import { findPromotedImage, type PromotedImage } from './promoted-image';

export interface PromoteOptions extends ChangeOptions, SavedPlanOptions {
  /** Whether to check at the public address that the version responds. */
  readonly verify: boolean;
}

/** The inputs of a promotion, after all checks have passed. */
interface Ready extends DeployedEnvironment {
  readonly source: PromotedImage;
  /** The registry into which the image is copied. */
  readonly registry: Registry;
  /** The name of the copied image: `<registry>/<repository>@sha256:…` */
  readonly image: string;
}

/** Copies the image of one environment to another environment, and deploys it there. A second run completes a failed run. */
export class Promotion implements Deploying {
  outcome: Outcome | undefined;
  readonly #steps = new Steps();
  readonly #progress: Progress;

  constructor(
    private readonly environments: { readonly from: string; readonly to: string },
    private readonly options: PromoteOptions,
    private readonly stop: AbortSignal,
  ) {
    const { from, to } = environments;
    const [goal, command] = [`the promotion of ${from} to ${to}`, `npm run promote ${from} ${to}`];
    this.#progress = new Progress({ steps: this.#steps, stop, goal, command });
  }

  /**
   * Runs the promotion.
   * @throws UserError that says what failed, which version runs now, and what to do
   * @throws Interrupted after a stop
   */
  async run(): Promise<void> {
    const { from, to } = this.environments;
    if (from === to)
      throw new UserError(
        `"${from}" is named twice. As the second argument, name the environment that gets the image.`,
      );
    await this.#progress.run(() => this.#promote());
  }

  async #promote(): Promise<void> {
    const { options, stop } = this;
    const { from, to } = this.environments;
    const steps = this.#steps;
    const ready = await this.#prepare();
    const { source, image } = ready;
    const { version } = source;
    steps.line(`\n${from} runs version ${version}: ${source.digest}`);
    const result = await deployImage({
      ...ready,
      options,
      steps,
      stop,
      progress: this.#progress,
      image: { version, reference: image, transfer: 'copied', deliver: () => this.#copy(ready) },
    });
    if (result === 'planned') return;
    if (result === 'unchanged') {
      this.#setOutcome(ready);
      return steps.line(`${to} is up to date: it already runs version ${version}.`);
    }
    const check = { ...ready, steps, stop, version, smoke: false };
    this.#setOutcome(ready, options.verify ? await verifyDeployment(check) : undefined);
    steps.line(`\n${to} runs version ${version}, as ${from} does: ${image}`);
  }

  #setOutcome({ source, image, terraform }: Ready, address?: string): void {
    const { finished: steps } = this.#steps;
    const { runPages: runs } = terraform;
    this.outcome = { environment: this.environments.to, version: source.version, image, address, steps, runs };
  }

  /** Runs all checks that can fail before anything is changed in AWS. */
  async #prepare(): Promise<Ready> {
    const { options, stop } = this;
    const { from, to } = this.environments;
    const steps = this.#steps;
    // The environments are synthesized one after the other, because both syntheses write into the same folder.
    const origin = await synthesizeEnvironment(from, { stop, steps });
    const environment = await synthesizeEnvironment(to, { stop, steps });
    assertSharedState(environment);
    const source = await findPromotedImage(origin, { target: environment, steps, stop });
    const opened = await connect(environment, { stop, steps, wait: options.wait, planFile: planFileOf(options) });
    const { host, credentials } = await logInToRegistry(opened.aws);
    const registry = new Registry({ host, credentials, stop });
    return { ...opened, source, registry, image: `${host}/${environment.repositoryName}@${source.digest}` };
  }

  async #copy({ source, registry, environment }: Ready): Promise<void> {
    const { repositoryName: repository } = environment;
    const sent = await this.#steps.run(`Copy the image ${source.version}`, () =>
      copyImage(source, { registry, repository, tag: source.version }),
    );
    if (sent > 0) this.#steps.line(`    ${(sent / 1e6).toFixed(1)} MB sent`);
  }
}
