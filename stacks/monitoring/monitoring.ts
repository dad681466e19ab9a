import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Construct } from 'constructs';
import { cdnRegion } from '../../contract';
import type { Environment } from '../environment';
import type { DeployedImage } from '../image/deployed-image';
import type { Network } from '../network/network';
import type { Profiles } from '../profiles/profiles';
import type { Service } from '../service/service';
import { attributeOrNull } from '../terraform/optional-resource';
import { defineTopic } from './alarm-topic';
import { defineAlarms } from './alarms/alarms';
import { rollbackAlarms } from './alarms/load-balancer-alarms';
import { defineDashboard } from './dashboard/dashboard';
import { FailedDeployments } from './failed-deployments';
import type { MonitoredResources } from './monitored-resources';

export interface MonitoringProps extends Pick<MonitoredResources, 'table' | 'loadBalancer' | 'cdn' | 'hosts'> {
  readonly environment: Environment;
  /** The id of the AWS account. */
  readonly accountId: string;
  /** The image of the app. Without an image, there are no alarms. */
  readonly deployed: DeployedImage;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly service: Service;
  /** The stores of profiles. @default none: the environment has no profiles */
  readonly profiles?: Profiles;
}

/** The alarms, the dashboard and the SNS topic of an environment. Their metrics do not need Container Insights. */
export class Monitoring extends Construct {
  /** The names of the alarms that roll back a deployment, as Terraform references. The list is empty without a load balancer. */
  readonly rollbackAlarmNames: readonly string[];
  /** The URL of the dashboard in the AWS console. */
  readonly dashboardUrl: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { cluster, network, profiles, ...others } = props;
    const topicArn = defineTopic(this, { ...props, name: 'alarms' });
    const cdnTopicArn =
      props.cdn && defineTopic(new Construct(this, 'cdn'), { ...props, name: 'cdn-alarms', region: cdnRegion });
    new FailedDeployments(this, 'failed-deployments', { ...props, topicArn });
    const resources = {
      ...others,
      clusterName: cluster.name,
      natGatewayIds: network.natGatewayIds,
      database: profiles?.database,
      uploads: profiles?.uploads,
    };
    const alarms = defineAlarms(this, { ...resources, topicArn, cdnTopicArn });
    this.rollbackAlarmNames = [...alarms]
      .filter(([id]) => rollbackAlarms.includes(id))
      .map(([, alarm]) => attributeOrNull(alarm, 'alarm_name'));
    this.dashboardUrl = defineDashboard(this, { ...resources, alarms: [...alarms.values()] });
  }
}
