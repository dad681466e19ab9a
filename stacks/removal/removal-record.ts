import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, Op, TerraformLocal, TerraformResource, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';

/** A resource that contains data, of a type that `RemovalRecord` does not recognize. */
export interface DataResource {
  readonly kind: string;
  /** The name of the resource in AWS. */
  readonly name: string;
  readonly resource: TerraformResource;
}

export interface RemovalRecordProps {
  readonly owner: Pick<Environment, 'project' | 'name'>;
  readonly removal: Environment['removal'];
  /** The end of the error message: the steps to delete a protected resource on purpose, in full sentences. */
  readonly remedy: string;
  /** More resources that contain data. @default none */
  readonly added?: readonly DataResource[];
}

/** The parameter's value for a resource that may be deleted. */
const unprotected = 'nothing';

/**
 * Records in AWS which resources `removal: 'protect'` protects. `prevent_destroy` protects a resource only while its block exists. If
 * somebody removes the block, Terraform plans to delete the resource, and AWS refuses in the middle of the apply. With the record, the plan
 * already fails. Create this construct after all other resources of the stack.
 */
export class RemovalRecord extends Construct {
  constructor(scope: Construct, id: string, { owner, removal, remedy, added = [] }: RemovalRecordProps) {
    super(scope, id);
    const path = `/${owner.project}/${owner.name}/removal/protected`;
    const resources = protectable(scope, added);
    const present = new TerraformLocal(
      this,
      'present',
      resources.map(({ label }) => label),
    ).asList;

    // This data source returns empty lists if there are no parameters. A data source for a single parameter would fail.
    const found = new DataAwsSsmParametersByPath(this, 'parameters-by-path', { path, withDecryption: false });
    const recorded = Fn.nonsensitive(TerraformSelf.getAny('values'));
    const missing = Fn.setsubtract(recorded, Fn.concat([present, [unprotected]]));
    found.lifecycle = {
      postcondition: [
        {
          condition: Op.lt(Fn.lengthOf(missing), 1),
          errorMessage: `This plan would delete resources that removal: 'protect' protects: ${Fn.join(', ', missing)}. ${remedy}`,
        },
      ],
    };
    for (const { id, label, resource, writer } of resources) {
      new SsmParameter(this, id, {
        name: `${path}/${id}`,
        description: `The resource that removal: 'protect' protects from deletion, or ${unprotected}`,
        type: 'String',
        insecureValue: removal === 'protect' ? label : unprotected,
        // Each resource has its own parameter. So a resource is recorded after its creation even if the creation of another one fails. The
        // value becomes `nothing` only after AWS has turned the protection off.
        dependsOn: writer ? [resource, writer] : [resource],
      });
    }
  }
}

interface Protectable {
  readonly resource: TerraformResource;
  /** The last part of the name of the parameter, for example `table-profiles_uploads`. */
  readonly id: string;
  /** The kind of the resource and its name in AWS. A `moved` block changes the address of a resource, but not this label. */
  readonly label: string;
  /** The load balancer that writes to a bucket of logs. Until it exists, the bucket is empty and needs no protection. */
  readonly writer?: TerraformResource;
}

function protectable(scope: Construct, added: readonly DataResource[]): Protectable[] {
  // Do not use `instanceof` here: the bindings and this file may load different copies of cdktf (decision 2 in docs/decisions.md).
  const resources = scope.node.findAll().filter(TerraformResource.isTerraformResource);
  return resources
    .flatMap((resource) => {
      const { kind, name } = added.find((other) => other.resource === resource) ?? kindAndName(resource) ?? {};
      if (kind === undefined) return [];
      const id = `${kind.replace(' ', '-')}-${resource.friendlyUniqueId}`;
      const writer =
        kind === 'bucket' ? resources.find((other) => other instanceof Lb && areSiblings(other, resource)) : undefined;
      return [{ resource, id, label: `${kind} ${name}`, writer }];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

function kindAndName(resource: TerraformResource): { readonly kind: string; readonly name?: string } | undefined {
  if (resource instanceof DbInstance) return { kind: 'database', name: resource.identifierInput };
  if (resource instanceof DynamodbTable) return { kind: 'table', name: resource.nameInput };
  if (resource instanceof EcrRepository) return { kind: 'repository', name: resource.nameInput };
  if (resource instanceof Lb) return { kind: 'load balancer', name: resource.nameInput };
  if (resource instanceof S3Bucket) return { kind: 'bucket', name: resource.bucketInput };
  return undefined;
}

/** Whether a load balancer and a bucket belong to the same construct. If so, the bucket is for access logs. */
function areSiblings(loadBalancer: TerraformResource, bucket: TerraformResource): boolean {
  const { scope } = loadBalancer.node;
  return scope !== undefined && bucket.node.scopes.includes(scope);
}
