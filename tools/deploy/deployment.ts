import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { type PreparedImage, prepareImage } from '../image/container-image';
import { readSourceVersion, type SourceVersion } from '../image/source-version';
import { hasChanges } from '../plan/plan-summary';
import { outdir, type SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { findAddresses } from './address';
import type { ChangeOptions } from './change-command';
import { obtainConsent } from './consent';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from './deployed-environment';
import { planAndPrint, planChanges } from './planning';
import { dirtyTreeWarning } from './preflight';
import { logInToRegistry } from './registry-login';
import { rollOut } from './rollout';
import { verify } from './verification';

export interface DeployOptions extends ChangeOptions {
  /** Stops after the plan. */
  readonly plan: boolean;
  /** Refuses uncommitted changes. */
  readonly clean: boolean;
  /** Looks from outside whether the new version serves. */
  readonly verify: boolean;
  /** Stores an entry too, when it looks from outside. */
  readonly smoke: boolean;
}

/** Everything that a deployment needs, after all checks have passed. */
interface Ready extends DeployedEnvironment {
  readonly source: SourceVersion;
  readonly image: PreparedImage;
}

/** From the working tree to a version that serves. Each run does what is missing, so that a repeat completes a failed one. */
export class Deployment {
  readonly #steps = new Steps();

  constructor(
    private readonly name: string,
    private readonly options: DeployOptions,
    private readonly stop: AbortSignal,
  ) {}

  /**
   * @throws UserError that says what failed, what serves now and what to do
   */
  async run(): Promise<void> {
    const begun = performance.now();
    const ready = await this.#prepare();
    const { terraform } = ready;
    const outputs = await terraform.outputs();
    const isFirst = outputs.ecr_repository_url === undefined;
    const { image } = ready;
    const summary = await planAndPrint(terraform, this.#steps, isFirst ? undefined : image.image);
    if (isFirst) console.log(`\nThen the image of version ${ready.source.version} is pushed and deployed.`);
    if (this.options.plan) return;
    if (!isFirst && !hasChanges(summary)) return this.#reportUnchanged(ready, outputs);
    await obtainConsent(summary, this.options, this.stop);

    if (isFirst) {
      await rollOut({ ...ready, steps: this.#steps, stop: this.stop, title: 'Create everything but the service' });
    }
    await this.#push(ready);
    if (isFirst) await planChanges(terraform, this.#steps, image.image);
    await rollOut({ ...ready, steps: this.#steps, stop: this.stop, title: 'Deploy' });
    await this.#verify(ready);
    this.#report(ready, (performance.now() - begun) / 1_000);
  }

  /** Everything that can fail before something changes. */
  async #prepare(): Promise<Ready> {
    const { stop, options } = this;
    const root = process.cwd();
    const opening = { stop, steps: this.#steps, wait: options.wait };
    const environment = await synthesizeEnvironment(this.name, opening);
    const source = await readSourceVersion(root);
    const warning = dirtyTreeWarning(source, options.clean);
    if (warning) console.log(colors.yellow(warning));
    const opened = await connect(environment, opening);
    const { aws } = opened;
    const login = await logInToRegistry(aws);
    const image = await this.#steps.run('Prepare the image', (report) =>
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
    return { ...opened, source, image };
  }

  async #push({ image, environment, source }: Ready): Promise<void> {
    const sent = await this.#steps.run(`Push the image ${source.version}`, (report) => image.push(report));
    if (sent) this.#steps.line(`    ${megabytes(sent)} sent`);
    if (image.sbom) {
      const folder = path.join(outdir, 'images');
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, `${environment.name}-${source.version}.cdx.json`);
      await writeFile(file, JSON.stringify(image.sbom, null, 2));
      this.#steps.line(`    what it contains: ${file}`);
    }
  }

  async #verify({ environment, terraform, aws, source }: Ready): Promise<void> {
    if (!this.options.verify) return;
    const addresses = await findAddresses(environment, await terraform.outputs(), aws);
    const [address] = addresses;
    if (address === undefined) {
      console.log(colors.yellow('No running task has a public address, so nothing was checked from outside.'));
      return;
    }
    const { stop, options } = this;
    const verdict = await this.#steps.run(`Check ${address}`, async (report) => {
      const found = await verify({ address, version: source.version, smoke: options.smoke, report, stop });
      if (found.kind === 'wrong')
        throw new UserError(
          `${address}: ${found.reason}. The deployment is complete in ECS, but this is not what people should see. npm run status ${environment.name} and npm run logs ${environment.name} show more.`,
        );
      return found;
    });
    if (verdict.kind === 'unreachable')
      console.log(colors.yellow(`${verdict.reason}. ECS says that the deployment is healthy.`));
    console.log(`\n${colors.bold(address)}`);
  }

  async #reportUnchanged(
    { environment, source, aws }: Ready,
    outputs: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const [address] = await findAddresses(environment, outputs, aws);
    console.log(
      `${environment.name} is up to date: it runs version ${source.version}${address ? ` at ${address}` : ''}.`,
    );
    reportExpiry(environment);
  }

  #report({ environment, source }: Ready, seconds: number): void {
    const steps = this.#steps.finished.map(
      ({ title, seconds: each }) => `  ${each.toFixed(1).padStart(7)} s  ${title}`,
    );
    console.log(
      `\n${environment.name} runs version ${source.version}, after ${seconds.toFixed(0)} s:\n${steps.join('\n')}`,
    );
    reportExpiry(environment);
  }
}

/** Every deployment of a preview renews its last day. */
function reportExpiry({ name, expires }: SynthesizedEnvironment): void {
  if (expires === undefined) return;
  console.log(`\nIt is a preview until ${expires}. To destroy it before: npm run preview ${name} -- --destroy`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
