import { ApiError, type Resource } from './json-api';
import type { Run } from './run';
import { type StateVersion, StateVersions } from './state-versions';
import { WorkspaceLock } from './workspace-lock';

/** Where the runs of a workspace are executed: in Terraform Cloud (`remote`), or on the client's machine (`local`). */
export type ExecutionMode = 'remote' | 'local';

/** A workspace: the state, the lock and the runs of one environment. */
export class Workspace {
  terraformVersion = '1.0.0';
  /** Whether all users are administrators of the workspace. Other users cannot read the JSON of a plan. */
  isAdministered = true;
  /** The repository that the workspace is connected to. Undefined if there is none. */
  repository: string | undefined;
  readonly states = new StateVersions();
  /** All runs of the workspace, the newest first. */
  readonly runs: Run[] = [];
  readonly lock = new WorkspaceLock();

  constructor(
    readonly id: string,
    readonly name: string,
    readonly organization: string,
    readonly executionMode: ExecutionMode,
  ) {}

  /**
   * Adds a state version.
   * @throws ApiError 409 if the user does not hold the lock, or if the version is not a successor of the current one and `force` is false
   */
  addState(version: StateVersion, user: string, force: boolean): void {
    if (this.lock.owner !== user) throw new ApiError(409, 'only the owner of the lock may write the state');
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
        locked: this.lock.owner !== undefined,
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
