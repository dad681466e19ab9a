import { oneOfKinds, optional, string } from './shape';

/** Where Terraform stores the state of a stack. docs/state.md says how to move the state to another place. */
export type State = LocalState | S3State | CloudState;

/** The state is the file `terraform.<name>.tfstate` in the root directory of the repository. This suits one person on one machine. */
export interface LocalState {
  readonly kind: 'local';
}

/**
 * The state is the object `<project>/<name>.tfstate` in an S3 bucket. This suits a team. A lock file prevents simultaneous changes. The
 * bootstrap creates the bucket.
 */
export interface S3State {
  readonly kind: 's3';
  /** The name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. The bootstrap's output `state_line` contains it. */
  readonly bucket: string;
  /** The AWS region of the bucket. It can differ from the environment's region. */
  readonly region: string;
}

/**
 * The state is in a workspace of Terraform Cloud (HCP Terraform). The settings of the workspace decide whether runs execute there or
 * locally.
 */
export interface CloudState {
  readonly kind: 'cloud';
  /** The name of the organization in Terraform Cloud: 3 or more letters, digits, hyphens and underscores. */
  readonly organization: string;
  /**
   * The name of the workspace: 1 to 90 letters, digits, hyphens and underscores. The first `terraform init` creates the workspace.
   * @default {project}-{name}
   */
  readonly workspace?: string;
}

/** The shape of the setting `state`, for environments and the bootstrap. */
export const stateShape = oneOfKinds<State>({
  local: {},
  s3: { bucket: string, region: string },
  cloud: { organization: string, workspace: optional(string) },
});

/** The names that determine where a state is stored. */
interface StateOwner {
  readonly project: string;
  readonly name: string;
}

/** Returns the key of the S3 object that contains an environment's state. The lock file is `<key>.tflock`. */
export function stateKey({ project, name }: StateOwner): string {
  return `${project}/${name}.tfstate`;
}

/** Returns the name of a stack's workspace: the one in the settings, or the default. */
export function workspaceName({ project, name }: StateOwner, { workspace }: Pick<CloudState, 'workspace'>): string {
  return workspace ?? `${project}-${name}`;
}
