import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Environment } from './environment';
import { addGuardRails } from './guard-rails/guard-rails';
import { defineState } from './state';

/** The settings that a stack takes from an environment or from the bootstrap. */
export type BaseStackProps = Pick<Environment, 'project' | 'name' | 'region' | 'account' | 'state'> &
  Partial<Pick<Environment, 'removal' | 'expires' | 'ingress' | 'network'>>;

/**
 * The base class of all stacks. It adds readable addresses, the AWS provider with default tags, a backend for the state, and guard rails.
 */
export abstract class BaseStack extends TerraformStack {
  private readonly paths = new Map<string, string>();

  constructor(scope: Construct, props: BaseStackProps) {
    const { project, name, region, account, expires } = props;
    super(scope, name);
    new AwsProvider(this, 'aws', {
      region,
      allowedAccountIds: account === undefined ? undefined : [account],
      defaultTags: [
        { tags: { Project: project, Environment: name, ManagedBy: 'terraform', ...(expires && { Expires: expires }) } },
      ],
    });
    // cdktf writes only `aws` as the source. OpenTofu would look for that provider in another registry.
    this.addOverride('terraform.required_providers.aws.source', 'hashicorp/aws');
    this.addOverride('terraform.required_version', '>= 1.11');
    defineState(this, props);
    addGuardRails(this, {
      removal: props.removal ?? 'protect',
      allowFrom: props.ingress?.allowFrom,
      network: props.network?.kind,
    });
  }

  /**
   * Returns the Terraform address of an element: its construct path, joined with `_`. The last part is omitted if the resource type ends
   * with it: the address of `network` > `vpc` is `aws_vpc.network`. By default, cdktf appends a hash.
   * @throws Error if two construct paths have the same address
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
      throw new Error(
        `${owner} and ${path} have the same address, ${address}. Change the id of one of these constructs.`,
      );
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
