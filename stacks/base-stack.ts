import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Environment } from './environment';
import { addGuardRails } from './guard-rails/guard-rails';
import { defineState } from './state';

/** What every stack is told: who it is, where it goes, where its state is kept, and whether it may go (`protect`: no). */
export type BaseStackProps = Pick<Environment, 'project' | 'name' | 'region' | 'account' | 'state'> &
  Partial<Pick<Environment, 'removal'>>;

/** What every stack has: readable addresses, the pinned provider, tags, and a place for its state. */
export abstract class BaseStack extends TerraformStack {
  private readonly paths = new Map<string, string>();

  constructor(scope: Construct, props: BaseStackProps) {
    const { project, name, region, account } = props;
    super(scope, name);
    new AwsProvider(this, 'aws', {
      region,
      allowedAccountIds: account === undefined ? undefined : [account],
      defaultTags: [{ tags: { Project: project, Environment: name, ManagedBy: 'terraform' } }],
    });
    // cdktf writes `aws`, which OpenTofu takes for another provider.
    this.addOverride('terraform.required_providers.aws.source', 'hashicorp/aws');
    this.addOverride('terraform.required_version', '>= 1.11');
    defineState(this, props);
    addGuardRails(this, props.removal ?? 'protect');
  }

  /**
   * The address of an element is its path, joined with `_`; a last part that the resource's type says anyway is left
   * out (`network` > `vpc` is `aws_vpc.network`). cdktf's own scheme appends a hash.
   *
   * @throws Error when two paths give one address
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const type = addressType(element);
    const parts = node.scopes.slice(1 + node.scopes.indexOf(this)).map((scope) => identifier(scope.node.id));
    if (parts.length > 1 && type.endsWith(`_${parts.at(-1)}`)) {
      parts.pop();
    }
    const id = parts.join('_');
    this.claim(`${type}.${id}`, node.path);
    return id;
  }

  private claim(address: string, path: string): void {
    const owner = this.paths.get(address);
    if (owner !== undefined && owner !== path) {
      throw new Error(`${owner} and ${path} would both be ${address}: rename one of them.`);
    }
    this.paths.set(address, path);
  }
}

function addressType(element: TerraformElement | Node): string {
  if (TerraformResource.isTerraformResource(element)) {
    return element.terraformResourceType;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}`;
  }
  return element.constructor.name;
}

function identifier(id: string): string {
  return id.replace(/[^A-Za-z0-9_]/g, '_');
}
