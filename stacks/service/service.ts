import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import type { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { appContainer } from '../app-container';
import type { AppResources } from '../app-resources/app-resources';
import type { Environment } from '../environment';
import type { Hosts } from '../hosts/hosts';
import { noImage } from '../image/container-image-variable';
import type { DeployedImage } from '../image/deployed-image';
import type { ImageRepository } from '../image/image-repository';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import type { Profiles } from '../profiles/profiles';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { attributeOrNull } from '../terraform/optional-resource';
import { Autoscaling } from './autoscaling';
import { defineEcsService } from './ecs-service';
import { defineLaunch } from './launch';
import { defineTaskDefinition } from './task-definition';
import { defineTaskRoles } from './task-roles';
import { defineTaskSecurityGroup } from './task-security-group';

export interface ServiceProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly images: ImageRepository;
  readonly deployed: DeployedImage;
  /** The table of entries. @default none: the app has no entries */
  readonly table?: EntriesDynamodbTable;
  /** The load balancer of the tasks. @default none: the tasks accept requests from `ingress.allowFrom`, or from the internet */
  readonly loadBalancer?: LoadBalancer;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** The stores of profiles. @default none: the app has no profiles */
  readonly profiles?: Profiles;
  readonly resources: AppResources;
}

/** The ECS service of the app, with its task definition, roles, security group, log group and autoscaling. */
export class Service extends Construct {
  readonly logGroupName: string;
  readonly securityGroupId: string;
  /** The name of the service. Without an image, there is no service, and the name is `none`: null would make `cdktf deploy` fail. */
  readonly name: string;
  private readonly service: EcsService;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { environment, cluster, network, deployed, loadBalancer, hosts, profiles } = props;
    const { compute, scale } = environment;
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/ecs/${environment.project}-${environment.name}`,
      retentionInDays: environment.logRetentionDays,
    });
    const roles = defineTaskRoles(this, { ...props, logGroup });
    const taskDefinition = attributeOrNull(defineTaskDefinition(this, { ...props, logGroup, roles }), 'arn');
    const securityGroup = defineTaskSecurityGroup(this, {
      namePrefix: namePrefix(environment, 'app', 'securityGroupPrefix'),
      vpcId: network.vpcId,
      port: appContainer(environment).port,
      loadBalancerSecurityGroupId: loadBalancer?.securityGroupId,
      allowFrom: environment.ingress.allowFrom,
    });
    const databaseRules = profiles?.database.allowAccess('app', securityGroup.id, 'the tasks') ?? [];
    const isPrivate = network.privateSubnetIds !== undefined;
    const launch = defineLaunch(this, { compute, cluster, hosts, isPrivate });
    this.service = defineEcsService(this, {
      ...props,
      taskDefinition,
      securityGroupId: securityGroup.id,
      launch,
      // The tasks need these resources from their start until they have stopped. During a destroy, Terraform deletes the service before
      // them.
      dependsOn: [
        ...roles.task.policies,
        ...roles.execution.policies,
        ...securityGroup.rules,
        ...databaseRules,
        ...network.internetAccess,
        ...launch.dependencies,
        ...(loadBalancer?.listeners ?? []),
      ],
    });
    if (loadBalancer && scale.kind === 'automatic') {
      new Autoscaling(this, 'autoscaling', {
        scale,
        count: deployed.count,
        serviceArn: attributeOrNull(this.service, 'id'),
        requestsLabel: `${loadBalancer.arnSuffix}/${loadBalancer.targetGroupArnSuffix}`,
        name: physicalName(environment, 'app', 'service'),
      });
    }
    deployed.recordAfter(this.service);
    if (loadBalancer) this.rollBackOn([]);
    this.logGroupName = logGroup.name;
    this.securityGroupId = securityGroup.id;
    this.name = Fn.coalesce([attributeOrNull(this.service, 'name'), noImage]);
  }

  /**
   * Makes ECS roll back a deployment when one of these alarms goes off. ECS ignores alarms that went off before the deployment, because the
   * deployment may fix their cause. The constructor sets an empty list for a service behind a load balancer, because without the argument,
   * AWS would keep the previous alarms of the service.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  rollBackOn(alarmNames: readonly string[]): void {
    const enable = alarmNames.length > 0;
    this.service.putAlarms({ alarmNames: [...alarmNames], enable, rollback: enable });
  }
}
