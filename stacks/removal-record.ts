import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, Op, TerraformLocal, type TerraformResource, TerraformSelf } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { Environment } from './environment';

export interface RemovalRecordProps {
  readonly owner: Pick<Environment, 'project' | 'name'>;
  readonly removal: Environment['removal'];
  /** How to delete on purpose what is protected: full sentences that follow the refusal. */
  readonly remedy: string;
}

/**
 * Records in AWS what `removal: 'protect'` protects. `prevent_destroy` is part of a resource's block and disappears with it, so
 * Terraform alone plans to delete a protected resource whose block was removed, and AWS refuses in the middle of the apply.
 * With the record, the plan is refused. Create it after every resource of the stack.
 */
export class RemovalRecord extends Construct {
  constructor(scope: Construct, id: string, { owner, removal, remedy }: RemovalRecordProps) {
    super(scope, id);
    const path = `/${owner.project}/${owner.name}/removal`;
    const name = `${path}/protected`;
    const resources = protectable(scope);
    const present = new TerraformLocal(
      this,
      'present',
      resources.map(({ label }) => label),
    ).asList;

    // A path without parameters gives empty lists; a parameter that does not exist is an error.
    const found = new DataAwsSsmParametersByPath(this, 'parameters-by-path', { path, withDecryption: false });
    const recorded = Fn.jsondecode(
      Fn.lookup(Fn.zipmap(TerraformSelf.getAny('names'), Fn.nonsensitive(TerraformSelf.getAny('values'))), name, '[]'),
    );
    const missing = Fn.setsubtract(recorded, present);
    found.lifecycle = {
      postcondition: [
        {
          condition: Op.lt(Fn.lengthOf(missing), 1),
          errorMessage: `This plan would delete what removal: 'protect' keeps: ${Fn.join(', ', missing)}. ${remedy}`,
        },
      ],
    };

    if (resources.length === 0) return;
    new SsmParameter(this, 'parameter', {
      name,
      description: "What may not be deleted: the resources that were applied with removal: 'protect'.",
      type: 'String',
      insecureValue: removal === 'protect' ? Fn.jsonencode(present) : '[]',
      // Written at once where resources become protected, even if another resource of the same apply fails; only after AWS
      // has lifted the last protection where they do not.
      dependsOn: removal === 'protect' ? undefined : resources.map(({ resource }) => resource),
    });
  }
}

interface Protectable {
  readonly resource: TerraformResource;
  /** Its type and its name in AWS; unlike an address, the name survives a `moved` block. */
  readonly label: string;
}

function protectable(scope: Construct): Protectable[] {
  return scope.node
    .findAll()
    .flatMap((construct) => describe(construct) ?? [])
    .sort((a, b) => a.label.localeCompare(b.label));
}

function describe(resource: IConstruct): Protectable | undefined {
  if (resource instanceof DbInstance) return { resource, label: `database ${resource.identifierInput}` };
  if (resource instanceof DynamodbTable) return { resource, label: `table ${resource.nameInput}` };
  if (resource instanceof EcrRepository) return { resource, label: `repository ${resource.nameInput}` };
  if (resource instanceof Lb) return { resource, label: `load balancer ${resource.nameInput}` };
  if (resource instanceof S3Bucket) return { resource, label: `bucket ${resource.bucketInput}` };
  return undefined;
}
