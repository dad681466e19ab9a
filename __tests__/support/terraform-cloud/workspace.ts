import { ApiError, type Resource } from './json-api';
import type { Run } from './run';
import { type StateVersion, StateVersions } from './state-versions';

/** Where the runs of a workspace execute: in Terraform Cloud, or at the caller. */
export type ExecutionMode = 'remote' | 'local';

/** Everything one environment has in Terraform Cloud: its state, its lock and its runs. */
export class Workspace {
  terraformVersion = '1.0.0';
  /** Whether the callers are admins of it. */
  isAdministered = true;
  /** The repository that it is connected to. */
  repository: string | undefined;
  readonly states = new StateVersions();
  /** Newest first. */
  readonly runs: Run[] = [];
  #lockedBy: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(
    readonly id: string,
    readonly name: string,
    readonly organization: string,
    readonly executionMode: ExecutionMode,
  ) {}

  get lockedBy(): string | undefined {
    return this.#lockedBy;
  }

  /** @param who a user's name, or a run's id */
  lock(who: string): void {
    if (this.#lockedBy !== undefined) throw new ApiError(409, `workspace already locked by ${this.#lockedBy}`);
    this.#lockedBy = who;
  }

  unlock(who: string): void {
    if (this.#lockedBy === undefined) throw new ApiError(409, 'workspace already unlocked');
    if (this.#lockedBy !== who) throw new ApiError(409, `workspace is locked by User ${this.#lockedBy}`);
    this.forceUnlock();
  }

  forceUnlock(): void {
    this.#lockedBy = undefined;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits for the lock and takes it, as a run does; not any more where it is told to stop. */
  async lockInTurn(who: string, stop: AbortSignal): Promise<void> {
    while (this.#lockedBy !== undefined && !stop.aborted) {
      await new Promise<void>((wake) => {
        this.#waiting.push(wake);
        stop.addEventListener('abort', () => wake(), { once: true });
      });
    }
    if (!stop.aborted) this.lock(who);
  }

  /** @throws ApiError where somebody else, or nobody, holds the lock */
  addState(version: StateVersion, who: string, force: boolean): void {
    if (this.#lockedBy !== who) throw new ApiError(409, 'the workspace must be locked by whoever writes its state');
    this.states.add(version, force);
  }

  toResource(): Resource {
    const [run] = this.runs;
    return {
      id: this.id,
      type: 'workspaces',
      attributes: {
        name: this.name,
        'execution-mode': this.executionMode,
        operations: this.executionMode === 'remote',
        locked: this.#lockedBy !== undefined,
        'terraform-version': this.terraformVersion,
        'structured-run-output-enabled': false,
        'vcs-repo': this.repository === undefined ? null : { identifier: this.repository },
        permissions: allowed('update', 'queue-run', 'queue-apply', 'lock', 'unlock', 'force-unlock', 'read-settings'),
      },
      relationships: {
        organization: { data: { type: 'organizations', id: this.organization } },
        'current-run': { data: run ? { type: 'runs', id: run.id } : null },
      },
    };
  }
}

function allowed(...actions: readonly string[]): Record<string, true> {
  return Object.fromEntries(actions.map((action) => [`can-${action}`, true]));
}
