import type { CommandStart } from '../console/command-run';
import { Steps } from '../console/steps';
import { findAddresses } from '../live/address';
import { type DeployedEnvironment, openEnvironment } from '../live/deployed-environment';
import { isStateEmpty } from '../live/empty-state';
import { chooseImage, describeImage, formatHistory, lastImage } from '../live/image-choice';
import { type ImageHistoryEntry, readHistory } from '../live/image-history';
import { readWantedImage } from '../live/running-image';
import { UserError } from '../shared/user-error';
import type { ChangeOptions } from './change-command';
import { changeImage } from './change-image';
import { Progress } from './progress';

export interface RollbackOptions extends ChangeOptions {
  /** The version or digest of the image to deploy, or the first characters of either. @default the previous image */
  readonly to?: string;
  /** Whether to print only the history. */
  readonly list: boolean;
  /** Whether to print only what would change. */
  readonly dryRun: boolean;
}

/** The commands that change which image runs: `rollback`, `park` and `unpark`. */
export class ImageCommands {
  readonly #stop: AbortSignal;
  readonly #steps: Steps;

  constructor(
    private readonly name: string,
    private readonly options: ChangeOptions,
    { stop, steps = new Steps() }: CommandStart,
  ) {
    this.#stop = stop;
    this.#steps = steps;
  }

  /** Deploys an image that was healthy before. @throws UserError if there is no such image, or if the deployment fails */
  async rollBack({ to, list, dryRun }: Omit<RollbackOptions, keyof ChangeOptions>): Promise<void> {
    const command = `npm run rollback ${this.name}${to === undefined ? '' : ` -- --to ${to}`}`;
    await this.#run(command, 'the rollback', async (opened, change) => {
      const history = await readHistory(opened);
      this.#steps.line(`\n${formatHistory(history)}\n`);
      if (list) return;
      const chosen = chooseImage(history, this.name, { wanted: to, current: await readWantedImage(opened) });
      if (await change(chosen.image, 'Roll back', dryRun)) await this.#reportImage(opened, chosen);
    });
  }

  /** Stops all tasks and keeps the data. @throws UserError if the environment does not exist, or if the apply fails */
  async park(): Promise<void> {
    const { name } = this;
    await this.#run(`npm run park ${name}`, 'stopping all tasks', async (opened, change) => {
      if (await isStateEmpty(opened)) {
        throw new UserError(
          `${name} does not exist yet, so there is nothing to park. To create ${name}: npm run deploy ${name}`,
        );
      }
      await change('none', 'Park');
      this.#steps.line(
        `${name} is parked: no task is running, and the data is kept. To start ${name} again: npm run unpark ${name}`,
      );
    });
  }

  /** Starts the last image of a parked environment. @throws UserError if no image has run, or if the deployment fails */
  async unpark(): Promise<void> {
    const { name } = this;
    await this.#run(`npm run unpark ${name}`, 'starting the last image', async (opened, change) => {
      const last = lastImage(await readHistory(opened), name);
      await change(last.image, 'Start');
      await this.#reportImage(opened, last);
    });
  }

  /** Prints the running image and the app's address. Without a load balancer, each new task has a new address. */
  async #reportImage({ environment, terraform, aws }: DeployedEnvironment, image: ImageHistoryEntry): Promise<void> {
    // The deployment has already succeeded, so it is not an error if the address cannot be found.
    const [address] = await findAddresses(environment, await terraform.outputs(), aws).catch(() => []);
    this.#steps.line(`\n${this.name} runs ${describeImage(image)}${address === undefined ? '' : ` at ${address}`}.`);
  }

  async #run(
    command: string,
    goal: string,
    work: (
      opened: DeployedEnvironment,
      change: (image: string, title: string, dryRun?: boolean) => Promise<boolean>,
    ) => Promise<void>,
  ): Promise<void> {
    const { name, options } = this;
    const run = { stop: this.#stop, steps: this.#steps };
    const progress = new Progress({ ...run, goal, command });
    await progress.run(async () => {
      const opened = await openEnvironment(name, { ...run, wait: options.wait });
      await work(opened, (image, title, dryRun) =>
        changeImage({ ...opened, ...run, image, title, progress, consents: options, dryRun }),
      );
    });
  }
}
