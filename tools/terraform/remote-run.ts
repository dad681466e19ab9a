import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../shared/user-error';
import { explainStatus, parseRunState, type RunState } from './run-state';
import type { Finished } from './run-with-files';
import { errorsInText } from './text-errors';

export interface RemoteRunProps {
  /** The URL of the run's page in Terraform Cloud. */
  readonly page: string;
  /** The URL of the workspace's page in Terraform Cloud. */
  readonly workspacePage: string;
  /** Runs `terraform show` for the saved plan. Still works after `stop` is aborted. */
  readonly show: () => Promise<Finished>;
  /** Receives messages for the user that say what the command is waiting for. */
  readonly notify: (text: string) => void;
  readonly stop: AbortSignal;
}

/** The interval at which the state of a run is polled, in milliseconds. */
const pollMs = 2_000;

/** The run in Terraform Cloud that applies a saved plan. */
export class RemoteRun {
  constructor(private readonly props: RemoteRunProps) {}

  /**
   * Checks that the workspace is not locked. Terraform Cloud plans in a locked workspace, but does not apply.
   * @param waits whether to wait until the workspace is unlocked, instead of throwing
   * @returns whether it has waited. After a wait, the plan may be outdated
   * @throws UserError if the workspace is locked
   */
  async waitForLock(waits: boolean): Promise<boolean> {
    const { notify, stop, workspacePage } = this.props;
    if (!(await this.#state())?.isLocked) return false;
    if (!waits) {
      throw new UserError(
        `The workspace is locked in Terraform Cloud, by a person or by another run; ${workspacePage} shows who and since when. Nothing was changed. Run the command again when the workspace is unlocked, or run it with -- --wait to wait for that.`,
      );
    }
    notify(`Waiting until the workspace is unlocked: ${workspacePage}`);
    do await sleep(pollMs, undefined, { signal: stop });
    while ((await this.#state())?.isLocked);
    return true;
  }

  /**
   * Returns the errors of the apply; an empty list if the run has applied the plan. If `stop` was aborted, first waits
   * until the run has ended.
   * @throws UserError if Terraform did not apply the saved plan, for example because the run was discarded or canceled
   */
  async errors({ exitCode, stdout, stderr }: Finished): Promise<readonly string[]> {
    // The exit code does not prove success: Terraform also exits with 0 after a canceled run.
    if (exitCode === 0 && /^(Apply|Destroy) complete!/m.test(stdout)) return [];
    const state = this.props.stop.aborted ? await this.#ended() : await this.#state();
    if (state && ['applied', 'planned and finished'].includes(state.status)) return [];
    const errors = errorsInText(`${stdout}\n${stderr}`).filter((error) => error !== 'execution halted');
    if (state === undefined) return [...errors, `The page of the run shows how it ended: ${this.props.page}`];
    if (errors.some((error) => /^Saved plan /.test(error))) throw new UserError(this.#explain(state.status));
    return state.status === 'errored' && errors.length > 0
      ? [...errors, `The page of the run: ${this.props.page}`]
      : [this.#explain(state.status), ...errors];
  }

  /** Waits until the apply has ended, and returns the state of the run. A canceled run still completes the changes that it has begun. */
  async #ended(): Promise<RunState | undefined> {
    this.props.notify('Waiting until the run has completed the changes that it has begun');
    for (;;) {
      const state = await this.#state();
      if (state?.status !== 'applying') return state;
      await sleep(pollMs);
    }
  }

  async #state(): Promise<RunState | undefined> {
    return parseRunState(await this.props.show());
  }

  #explain(status: string): string {
    return `${explainStatus(status)} Its page: ${this.props.page}`;
  }
}
