import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CommandStart } from '../console/command-run';
import { Steps } from '../console/steps';
import type { SourceVersion } from '../image/source-version';
import { outdir, type SynthesizedEnvironment } from '../shared/environment';
import type { DeployOptions } from './deploy-command';
import { deployImage } from './deploy-image';
import type { Deploying, Outcome, PushedImage } from './outcome';
import { prepareDeployment, type ReadyDeployment } from './prepare-deployment';
import { Progress } from './progress';
import { verifyDeployment } from './verify-deployment';

/** Deploys the working tree. A run does only what is still missing, so running the command again completes a failed deployment. */
export class Deployment implements Deploying {
  outcome: Outcome | undefined;
  pushed: PushedImage | undefined;
  readonly #stop: AbortSignal;
  readonly #steps: Steps;
  readonly #progress: Progress;
  readonly #begun = performance.now();

  constructor(
    private readonly name: string,
    private readonly options: DeployOptions,
    { stop, steps = new Steps() }: CommandStart,
  ) {
    this.#stop = stop;
    this.#steps = steps;
    const [goal, command] = [`the deployment of ${name}`, `npm run deploy ${name}`];
    this.#progress = new Progress({ steps, stop, goal, command });
  }

  /**
   * Runs the deployment.
   * @throws UserError that says what failed, which version runs now, and what to do
   * @throws Interrupted after a stop
   */
  run(): Promise<void> {
    const run = { stop: this.#stop, steps: this.#steps };
    return this.#progress.run(async () => this.#deploy(await prepareDeployment(this.name, this.options, run)));
  }

  async #deploy(ready: ReadyDeployment): Promise<void> {
    const { terraform, source, image, steps } = ready;
    const { version } = source;
    const progress = this.#progress;
    await terraform.writeUnwrittenState();
    const result = await deployImage({
      ...ready,
      options: this.options,
      progress,
      image: { version, reference: image.image, transfer: 'pushed', deliver: () => this.#push(ready) },
    });
    if (result === 'planned') return;
    if (result === 'unchanged') {
      progress.complete(`${this.name} already runs version ${version}`, 'the check at the public address');
      const address = await this.#verify(ready, 0);
      this.#setOutcome(ready, address);
      steps.line(`${this.name} is up to date: it runs version ${version}${address && ` at ${address}`}.`);
    } else {
      this.#setOutcome(ready, await this.#verify(ready, this.options.verifyTimeoutMs));
      this.#report(source);
    }
    this.#reportExpiry(ready.environment);
  }

  async #push({ image, environment, source, steps }: ReadyDeployment): Promise<void> {
    const sent = await steps.run(`Push the image ${source.version}`, (report) => image.push(report));
    if (sent) steps.line(`    ${(sent / 1e6).toFixed(1)} MB sent`);
    if (!image.sbom) return;
    const folder = path.join(outdir, 'images');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${environment.name}-${source.version}.cdx.json`);
    await writeFile(file, JSON.stringify(image.sbom, null, 2));
    this.pushed = { version: source.version, image: image.image, sbom: file };
    steps.line(`    its contents (SBOM): ${file}`);
  }

  /**
   * Checks that the new version responds at the public address.
   * @returns the address; an empty string if there is none, or if the check is skipped
   */
  async #verify(ready: ReadyDeployment, timeoutMs: number | undefined): Promise<string> {
    const { verify, smoke } = this.options;
    if (!verify) return '';
    return verifyDeployment({ ...ready, version: ready.source.version, smoke, timeoutMs });
  }

  #setOutcome({ source, image, terraform }: ReadyDeployment, address: string): void {
    const { version } = source;
    const { runPages: runs } = terraform;
    const steps = this.#steps.finished;
    this.outcome = {
      environment: this.name,
      version,
      image: image.image,
      address,
      sbom: this.pushed?.sbom,
      steps,
      runs,
    };
  }

  #report({ version }: SourceVersion): void {
    const seconds = (performance.now() - this.#begun) / 1_000;
    const steps = this.#steps.finished.map((step) => `  ${step.seconds.toFixed(1).padStart(7)} s  ${step.title}`);
    this.#steps.line(
      `\n${this.name} runs version ${version}. The deployment took ${seconds.toFixed(0)} s:\n${steps.join('\n')}`,
    );
  }

  /** Prints the expiry date of a preview, which every deployment renews. */
  #reportExpiry({ name, expires }: SynthesizedEnvironment): void {
    if (expires === undefined) return;
    this.#steps.line(
      `\nThis preview exists until ${expires}. To destroy it earlier: npm run preview ${name} -- --destroy`,
    );
  }
}
