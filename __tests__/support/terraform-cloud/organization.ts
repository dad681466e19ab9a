import { randomBytes } from 'node:crypto';
import { found } from './json-api';
import type { Policy } from './policy-check';
import type { Run } from './run';
import type { StateVersion } from './state-versions';
import { type ExecutionMode, Workspace } from './workspace';

/** A configuration version: the files of one or more runs. It is created before its files are uploaded. */
export interface ConfigurationVersion {
  readonly id: string;
  /** Whether runs of this configuration can only plan. */
  readonly isSpeculative: boolean;
  /** The uploaded files as tar.gz. @default none: they are not uploaded yet */
  upload?: Buffer;
}

/** An organization of Terraform Cloud and its resources. Its methods throw an ApiError 404 for a missing resource. */
export class Organization {
  readonly policies: Policy[] = [];
  readonly configurations = new Map<string, ConfigurationVersion>();
  readonly runs = new Map<string, Run>();
  readonly #workspaces = new Map<string, Workspace>();

  constructor(
    readonly name: string,
    /** Where the runs of all workspaces are executed. */
    readonly executionMode: ExecutionMode,
  ) {}

  addWorkspace(name: string): Workspace {
    const workspace = new Workspace(newId('ws'), name, this.name, this.executionMode);
    this.#workspaces.set(workspace.id, workspace);
    return workspace;
  }

  workspace(id: string): Workspace {
    return found(this.#workspaces.get(id));
  }

  workspaceNamed(name: string): Workspace {
    return found([...this.#workspaces.values()].find((workspace) => workspace.name === name));
  }

  state(id: string): StateVersion {
    const versions = [...this.#workspaces.values()].map(({ states }) => states.find(id));
    return found(versions.find((version) => version !== undefined));
  }

  run(id: string): Run {
    return found(this.runs.get(id));
  }
}

/**
 * Creates an id in the format of Terraform Cloud.
 * @param kind the prefix of the id, such as `run` in `run-5f0c…`
 */
export function newId(kind: string): string {
  return `${kind}-${randomBytes(8).toString('hex')}`;
}
