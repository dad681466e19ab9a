import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { namePrefix, physicalName } from '../names';
import { noIngress } from '../network/no-rules';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { defineInstanceProfile, type InstanceProfileProps } from './instance-profile';

export interface InstanceTemplateProps extends InstanceProfileProps {
  readonly vpcId: string;
  readonly instanceType: string;
  /**
   * The public SSM parameter that contains the id of the latest machine image. Each new instance uses the image that is the latest when the
   * instance starts.
   */
  readonly imageParameter: string;
  readonly diskGiB: number;
  /** The script that an instance runs at its first start, in base64. @default none */
  readonly userData?: string;
}

/** A launch template for EC2 instances, with the resources that the instances need. */
export interface InstanceTemplate {
  readonly id: string;
  readonly version: string;
  readonly securityGroupId: string;
  /** The resources on which instances must depend. Without these, an instance cannot register with AWS. */
  readonly dependencies: readonly ITerraformDependable[];
}

/**
 * Defines a launch template with its role and security group. The security group opens no port: operators use Session Manager, and its
 * agent on the instance opens the connection over HTTPS.
 */
export function defineInstanceTemplate(scope: Construct, props: InstanceTemplateProps): InstanceTemplate {
  const { environment, name } = props;
  const profile = defineInstanceProfile(scope, props);
  const { securityGroup, rule } = defineSecurityGroup(scope, props);
  const template = new LaunchTemplate(scope, 'launch-template', {
    namePrefix: namePrefix(environment, name, 'launchTemplatePrefix'),
    description: props.description,
    imageId: `resolve:ssm:${props.imageParameter}`,
    instanceType: props.instanceType,
    iamInstanceProfile: { arn: profile.arn },
    vpcSecurityGroupIds: [securityGroup.id],
    // Requires IMDSv2, as a protection against SSRF. With a hop limit of one, containers cannot get a token.
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeSize: props.diskGiB, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
      },
    ],
    // Basic monitoring is free. Its metrics have one value every five minutes.
    monitoring: { enabled: false },
    userData: props.userData,
    // The default tags of the provider apply only to the launch template itself, not to the volumes and the network interfaces of
    // instances.
    tagSpecifications: ['volume', 'network-interface'].map((resourceType) => ({ resourceType, tags: tagsOf(props) })),
    updateDefaultVersion: true,
    lifecycle: createBeforeDestroy,
  });
  return {
    id: template.id,
    version: template.getStringAttribute('latest_version'),
    securityGroupId: securityGroup.id,
    dependencies: [...profile.policies, rule],
  };
}

/** Returns the tags of the EC2 instances, including the default tags of the provider. */
export function tagsOf({ environment, name }: Pick<InstanceTemplateProps, 'environment' | 'name'>) {
  return {
    Name: physicalName(environment, name, 'tag'),
    Project: environment.project,
    Environment: environment.name,
    ManagedBy: 'terraform',
  };
}

function defineSecurityGroup(scope: Construct, { environment, vpcId, name, description }: InstanceTemplateProps) {
  const securityGroup = new SecurityGroup(scope, 'security-group', {
    namePrefix: namePrefix(environment, name, 'securityGroupPrefix'),
    vpcId,
    description,
    ...noIngress,
    lifecycle: createBeforeDestroy,
  });
  const rule = new VpcSecurityGroupEgressRule(scope, 'https', {
    securityGroupId: securityGroup.id,
    description: 'HTTPS to AWS services',
    cidrIpv4: '0.0.0.0/0',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    lifecycle: createBeforeDestroy,
  });
  return { securityGroup, rule };
}
