/** Where Terraform stores the state of a stack. docs/state.md says how to move it to another kind. */
export type State = LocalState | S3State | CloudState;

/** The file `terraform.<name>.tfstate` in the root of the repository, for one person on one machine. */
export interface LocalState {
  readonly kind: 'local';
}

/** The object `<project>/<name>.tfstate` in an S3 bucket, with a lock file, for a team. `bootstrap` creates the bucket. */
export interface S3State {
  readonly kind: 's3';
  /** The name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. */
  readonly bucket: string;
  /** The region of the bucket. */
  readonly region: string;
}

/** A workspace in Terraform Cloud (HCP Terraform). The workspace decides whether runs execute there or locally. */
export interface CloudState {
  readonly kind: 'cloud';
  /** The name of the organization in Terraform Cloud. */
  readonly organization: string;
  /**
   * The name of the workspace. The first `terraform init` creates it.
   * @default {project}-{name}
   */
  readonly workspace?: string;
}

/** The names that form the address of a state. */
interface StateOwner {
  readonly project: string;
  readonly name: string;
}

/** Returns the key of the S3 object that contains an environment's state. The lock file is `<key>.tflock`. */
export function stateKey({ project, name }: StateOwner): string {
  return `${project}/${name}.tfstate`;
}

/** Returns the name of the workspace: the one in the settings, or the default. */
export function workspaceName({ project, name }: StateOwner, { workspace }: Pick<CloudState, 'workspace'>): string {
  return workspace ?? `${project}-${name}`;
}
