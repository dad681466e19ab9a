import { Instance } from '@cdktf/provider-aws/lib/instance';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Network } from '../network/network';
import { defineInstanceTemplate, tagsOf } from './instance-template';

export interface BastionProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
}

/** A bastion: a small EC2 instance through which operators reach the database if the tasks run on Fargate. */
export class Bastion extends Construct {
  readonly securityGroupId: string;
  /** The `Name` tag of the instance. */
  readonly instanceName: string;

  constructor(scope: Construct, id: string, { environment, accountId, network }: BastionProps) {
    super(scope, id);
    const template = defineInstanceTemplate(this, {
      environment,
      accountId,
      vpcId: network.vpcId,
      name: 'jump',
      description: 'The way of operators to the database',
      instanceType: 't4g.nano',
      imageParameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
      diskGiB: 8,
    });
    const { Name } = tagsOf({ environment, name: 'jump' });
    new Instance(this, 'instance', {
      launchTemplate: { id: template.id, version: template.version },
      subnetId: Fn.element(network.privateSubnetIds ?? [], 0),
      tags: { Name },
      dependsOn: [...template.dependencies, ...network.internetAccess],
    });
    this.securityGroupId = template.securityGroupId;
    this.instanceName = Name;
  }
}
