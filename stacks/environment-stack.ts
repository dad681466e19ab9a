import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Fn, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { port } from '../contract';
import { BaseStack } from './base-stack';
import { DeployedImage } from './deployed-image';
import type { Environment } from './environment';
import { ImageRepository } from './image-repository';
import { nameLimits, physicalName } from './names';
import { Network } from './network';
import { Service } from './service';
import { EntriesTable } from './table';

/** Everything of one environment: one state, so that its first plan needs nothing applied before. */
export class EnvironmentStack extends BaseStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment);
    const { project, name, region, network, removal } = environment;

    const table = new EntriesTable(this, 'entries', {
      name: environment.table?.name ?? physicalName(environment, 'entries', nameLimits.table),
      removal,
    });
    const images = new ImageRepository(this, 'images', {
      name: physicalName(environment, 'app', nameLimits.repository),
      removal,
    });
    const cluster = new EcsCluster(this, 'cluster', {
      name: physicalName(environment, 'cluster', nameLimits.cluster),
      setting: [{ name: 'containerInsights', value: 'disabled' }],
    });
    const deployed = new DeployedImage(this, 'deployed', { path: `/${project}/${name}/deployed` });
    const app = new Service(this, 'app', {
      environment,
      accountId: new DataAwsCallerIdentity(this, 'current').accountId,
      cluster,
      network: new Network(this, 'network', {
        name: physicalName(environment, 'network', nameLimits.tag),
        region,
        cidr: network.cidr,
        publicSubnets: network.publicSubnets,
      }),
      images,
      deployed,
      table,
    });

    this.output('ecr_repository_url', images.url, 'Where to push images of the app');
    this.output('ecs_cluster_name', cluster.name, 'ECS cluster');
    this.output('ecs_service_name', app.name, 'ECS service; null while no image is deployed');
    this.output('dynamodb_table_name', table.name, 'DynamoDB table of the entries');
    this.output('log_group_name', app.logGroupName, 'CloudWatch log group of the app');
    this.output('deployed_image', deployed.image, 'The image that runs, or none');
    this.output(
      'ecr_login_command',
      `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${Fn.element(Fn.split('/', images.url), 0)}`,
      'Lets docker push to the repository for twelve hours',
    );
    this.output(
      'application_url_command',
      `aws ec2 describe-network-interfaces --region ${region} --filters Name=group-id,Values=${app.securityGroupId} --query "NetworkInterfaces[].Association.PublicIp | [].join('', ['http://', @, ':${port}'])" --output text`,
      'Prints the public address of every running task; it changes with every deployment',
    );
    this.output(
      'log_command',
      `aws logs tail ${app.logGroupName} --region ${region} --since 15m --follow`,
      'Follows the log of the app',
    );
  }

  private output(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
