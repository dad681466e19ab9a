import type { Environment } from '../environment';
import { stateKey, workspaceName } from '../state';
import { regionRemedy } from './regions';
import type { SettingsProblem } from './settings-problem';

/** What the address of a state is made of. */
type Stateful = Pick<Environment, 'project' | 'name' | 'state'>;

/** What is wrong with where an environment keeps its state, also beside those defined earlier. */
export function stateProblems(environment: Stateful, earlier: readonly Stateful[]): SettingsProblem[] {
  const { state } = environment;
  switch (state.kind) {
    case 'local':
      return [];
    case 's3':
      return [
        ...problem('state.bucket', state.bucket, bucketRemedy(state.bucket) ?? sharedRemedy(environment, earlier)),
        ...problem('state.region', state.region, regionRemedy(state.region)),
      ];
    case 'cloud': {
      const workspace = workspaceName(environment, state);
      return [
        ...problem('state.organization', state.organization, organizationRemedy(state.organization)),
        ...problem('state.workspace', workspace, workspaceRemedy(workspace) ?? sharedRemedy(environment, earlier)),
      ];
    }
  }
}

function problem(field: string, value: string, remedy: string | undefined): SettingsProblem[] {
  return remedy === undefined ? [] : [{ field, value, remedy }];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function bucketRemedy(bucket: string): string | undefined {
  if (isPlaceholder(bucket)) {
    return 'It only stands for a name; use that of a bucket of yours.';
  }
  if (!/^[a-z0-9]([a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket) || /^\d+(\.\d+){3}$/.test(bucket)) {
    return 'Use 3 to 63 lower-case letters, digits, hyphens and single dots, with a letter or digit at both ends; no IP address.';
  }
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(bucket)) {
    return 'AWS keeps names that begin with xn--, sthree- and amzn-s3-demo- for itself; use that of a bucket of yours.';
  }
  if (/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(bucket)) {
    return 'It is an alias, a directory bucket or a table bucket, which hold no state; use a general purpose bucket.';
  }
  return undefined;
}

/** https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/organizations */
export function organizationRemedy(organization: string): string | undefined {
  if (isPlaceholder(organization)) {
    return 'It only stands for a name; use that of your organization in Terraform Cloud.';
  }
  return /^[A-Za-z0-9][\w-]{2,}$/.test(organization)
    ? undefined
    : 'Use the name of your organization in Terraform Cloud: 3 or more letters, digits, hyphens and underscores.';
}

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create
 * Each organization has workspaces of any name, so none is taken for a placeholder.
 */
function workspaceRemedy(workspace: string): string | undefined {
  return /^[\w-]{1,90}$/.test(workspace)
    ? undefined
    : 'Use 1 to 90 letters, digits, hyphens and underscores, or leave it out.';
}

/** Two environments with one state would each destroy what the other has made. */
function sharedRemedy(environment: Stateful, earlier: readonly Stateful[]): string | undefined {
  // Environments of one name are refused for that, and have this in common only because of it.
  const others = earlier.filter(({ name }) => name !== environment.name);
  const owner = others.find((other) => stateAddress(other) === stateAddress(environment));
  return owner && `The state of ${owner.name} is kept there too; choose another.`;
}

function stateAddress({ project, name, state }: Stateful): string {
  // An earlier environment may have any shape: what is wrong with it is told beside it.
  switch (state?.kind) {
    case 's3':
      return `s3://${state.bucket}/${stateKey({ project, name })}`;
    case 'cloud':
      return `cloud:${state.organization}/${workspaceName({ project, name }, state)}`;
    default:
      return `file:${name}`;
  }
}

/**
 * Whether a name was copied from instructions: `your-bucket`, `<organization>`, `changeme`. Only names of nothing but such
 * words are, since `your-move` and `my-example-shop` may be somebody's.
 */
export function isPlaceholder(name: string): boolean {
  const stopgap =
    /[<>{}$…]|\.\.\.|^(changeme|change[-_]me|placeholder|replaceme|fixme|todo|tbd|x{3,}|undefined|null)$/i;
  const thing =
    '(aws|s3|tf|tfc|terraform|tfstate|state|bucket|org|organi[sz]ation|company|account|workspace|name|here|me)';
  const possessed = new RegExp(`^((your|my|change|replace|insert)([-_.]?${thing})+|example([-_.]?${thing})*)$`, 'i');
  const named = /^(name|(bucket|org|organi[sz]ation|workspace|company)([-_]?(name|here))?)$/i;
  return stopgap.test(name) || possessed.test(name) || named.test(name);
}
