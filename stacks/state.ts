import { LocalBackend, NamedCloudWorkspace, S3Backend, TerraformBackend, type TerraformStack } from 'cdktf';
import type { Environment } from './environment';
import { stateKey, workspaceName } from './settings/state-settings';

/** The settings that determine where the state of a stack is stored. */
export type StatefulSettings = Pick<Environment, 'project' | 'name' | 'account' | 'state'>;

/** Defines the backend that stores the state of a stack. */
export function defineState(stack: TerraformStack, { project, name, account, state }: StatefulSettings): void {
  switch (state.kind) {
    case 'local':
      // The path is relative to the stack's folder, so that the JSON is the same on every machine. The state is outside of cdktf.out,
      // because that folder may be deleted.
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
      // cdktf has an argument only for locks in a DynamoDB table, but Terraform has deprecated such locks. This override turns on a lock
      // file in S3.
      backend.addOverride('use_lockfile', true);
      return;
    }
    case 'cloud':
      new CloudBlock(stack, state.organization, workspaceName({ project, name }, state));
  }
}

/**
 * The `cloud` block of a stack. cdktf's CloudBackend writes the same block, but fails if `terraform` is not installed. `npm run synth` and
 * `npm start` must work without Terraform.
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
    throw new Error('A stack must not read the state of another stack: an environment is one stack.');
  }
}
