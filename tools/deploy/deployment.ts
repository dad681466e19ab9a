import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CommandRun } from '../console/command-run';
import { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { type PreparedImage, prepareImage } from '../image/prepare-image';
import { readSourceVersion, type SourceVersion } from '../image/source-version';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from '../live/deployed-environment';
import { assertSecretsExist, readAppSecrets } from '../preflight/app-secrets';
import { certificateOf, checkCertificate } from '../preflight/certificate';
import { assertSharedState, assertSmokeTestable, dirtyTreeWarning } from '../preflight/preflight';
import { logInToRegistry } from '../preflight/registry-login';
import { outdir, type SynthesizedEnvironment } from '../shared/environment';
import type { ChangeOptions } from './change-command';
import { deployImage } from './deploy-image';
import type { Deploying, Outcome, PushedImage } from './outcome';
import { Progress } from './progress';
import { planFileOf, type SavedPlanOptions } from './saved-plan';
import { verifyDeployment } from './verify-deployment';

export interface DeployOptions extends ChangeOptions, SavedPlanOptions {
  /** Whether to reject uncommitted changes. */
  readonly clean: boolean;
  /** Whether to check that the new version responds at the public address. */
  readonly verify: boolean;
  /** Whether the check at the public address also stores an entry. */
  readonly smoke: boolean;
  /** How long to wait for the new version to respond at the public address, in milliseconds. @default 60 s */
  readonly verifyTimeoutMs?: number;
}

/** The inputs of a deployment, which exist only after all checks have passed. */
interface Ready extends DeployedEnvironment, CommandRun {
  readonly source: SourceVersion;
  readonly image: PreparedImage;
}

/** Deploys the working tree. A run does only what is still missing, so running the command again completes a failed deployment. */
export class Deployment implements Deploying {
  outcome: Outcome | undefined;
  pushed: PushedImage | undefined;
  readonly #progress: Progress;
  readonly #begun = performance.now();

  constructor(
    private readonly name: string,
    private readonly options: DeployOptions,
    private readonly stop: AbortSignal,
    private readonly steps = new Steps(),
  ) {
    const [goal, command] = [`the deployment of ${name}`, `npm run deploy ${name}`];
    this.#progress = new Progress({ steps, stop, goal, command });
  }

  /**
   * Runs the deployment.
   * @throws UserError that says what failed, which version runs now, and what to do
   * @throws Interrupted after a stop
   */
  run(): Promise<void> {
    return this.#progress.run(async () => this.#deploy(await this.#prepare()));
  }

  /** Runs all checks and builds the image before anything is changed in AWS. */
  async #prepare(): Promise<Ready> {
    const { stop, steps, options } = this;
    const root = process.cwd();
    const opening = { stop, steps, wait: options.wait, planFile: planFileOf(options) };
    const environment = await synthesizeEnvironment(this.name, opening);
    assertSmokeTestable(environment, options);
    const source = await readSourceVersion(root);
    const warning = dirtyTreeWarning(source, options.clean);
    if (warning) steps.line(colors.yellow(warning));
    assertSharedState(environment);
    const opened = await connect(environment, opening);
    await assertSecretsExist(environment.name, readAppSecrets(environment.stack), opened.aws);
    const certificate = certificateOf(environment.stack);
    if (certificate) await checkCertificate(certificate, opened.aws);
    const login = await logInToRegistry(opened.aws);
    const image = await steps.run('Prepare the image', (report) =>
      prepareImage({
        root,
        source,
        repositoryUrl: `${login.host}/${environment.repositoryName}`,
        credentials: login.credentials,
        platform: environment.platform,
        nodeImage: process.env.NODE_IMAGE || undefined,
        report,
        stop,
      }),
    );
    return { ...opened, source, image, steps, stop };
  }

  async #deploy(ready: Ready): Promise<void> {
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

  async #push({ image, environment, source, steps }: Ready): Promise<void> {
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
  async #verify(ready: Ready, timeoutMs: number | undefined): Promise<string> {
    const { verify, smoke } = this.options;
    if (!verify) return '';
    return verifyDeployment({ ...ready, version: ready.source.version, smoke, timeoutMs });
  }

  #setOutcome({ source, image, terraform }: Ready, address: string): void {
    const { version } = source;
    const { runPages: runs } = terraform;
    const steps = this.steps.finished;
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
    const steps = this.steps.finished.map((step) => `  ${step.seconds.toFixed(1).padStart(7)} s  ${step.title}`);
    this.steps.line(
      `\n${this.name} runs version ${version}. The deployment took ${seconds.toFixed(0)} s:\n${steps.join('\n')}`,
    );
  }

  /** Prints the expiry date of a preview, which every deployment renews. */
  #reportExpiry({ name, expires }: SynthesizedEnvironment): void {
    if (expires === undefined) return;
    this.steps.line(
      `\nThis preview exists until ${expires}. To destroy it earlier: npm run preview ${name} -- --destroy`,
    );
  }
}
