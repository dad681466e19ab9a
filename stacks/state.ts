import { LocalBackend, NamedCloudWorkspace, S3Backend, TerraformBackend, type TerraformStack } from 'cdktf';
import type { CloudState, Environment } from './environment';

/** What a stack says about its state: the names that its address is made of, and the kind. */
export type StatefulSettings = Pick<Environment, 'project' | 'name' | 'account' | 'state'>;

/** Adds the place where Terraform keeps what it knows about a stack. */
export function defineState(stack: TerraformStack, { project, name, account, state }: StatefulSettings): void {
  switch (state.kind) {
    case 'local':
      // Relative to the stack's folder, so that the JSON is the same on every machine and the state outlives cdktf.out.
      new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
      return;
    case 's3': {
      const { bucket, region } = state;
      const allowedAccountIds = account === undefined ? undefined : [account];
      const backend = new S3Backend(stack, {
        bucket,
        key: stateKey({ project, name }),
        region,
        encrypt: true,
        allowedAccountIds,
      });
      // cdktf knows only the older lock, a DynamoDB table, which Terraform will drop.
      backend.addOverride('use_lockfile', true);
      return;
    }
    case 'cloud':
      new CloudBlock(stack, state.organization, workspaceName({ project, name }, state));
  }
}

/** The name of the object that holds an environment's state; its lock is `<key>.tflock`. */
export function stateKey({ project, name }: Pick<Environment, 'project' | 'name'>): string {
  return `${project}/${name}.tfstate`;
}

/** The workspace that an environment's state names, or the usual one. */
export function workspaceName(
  { project, name }: Pick<Environment, 'project' | 'name'>,
  { workspace }: Pick<CloudState, 'workspace'>,
): string {
  return workspace ?? `${project}-${name}`;
}

/**
 * The `cloud` block. cdktf's own CloudBackend writes the same, but runs `terraform version` at synth and fails where there
 * is none; `npm run synth` and `npm start` need no Terraform.
 */
class CloudBlock extends TerraformBackend {
  private readonly workspaces: NamedCloudWorkspace;

  constructor(
    stack: TerraformStack,
    private readonly organization: string,
    workspace: string,
  ) {
    super(stack, 'backend', 'cloud');
    this.workspaces = new NamedCloudWorkspace(workspace);
  }

  override toTerraform(): object {
    return { terraform: { cloud: { organization: this.organization, workspaces: this.workspaces.toTerraform() } } };
  }

  override toMetadata(): object {
    return { backend: 'cloud', cloud: 'tfc' };
  }

  override getRemoteStateDataSource(): never {
    throw new Error('A stack does not read the state of another: an environment is one stack.');
  }
}
