import { Construct } from 'constructs';
import { cdnRegion } from '../../contract';
import type { Distribution } from '../cdn/distribution';
import type { Environment } from '../environment';
import type { Hosts } from '../hosts/hosts';
import type { DeployedImage } from '../image/deployed-image';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { attributeOrNull } from '../optional-resource';
import type { Database } from '../profiles/database';
import type { Uploads } from '../profiles/uploads';
import type { Service } from '../service/service';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { defineTopic } from './alarm-topic';
import { defineAlarms } from './alarms/alarms';
import { rollbackAlarms } from './alarms/load-balancer-alarms';
import { defineDashboard } from './dashboard/dashboard';
import { FailedDeployments } from './failed-deployments';

export interface MonitoringProps {
  readonly environment: Environment;
  /** The id of the AWS account. */
  readonly accountId: string;
  /** The image of the app. Without an image, there are no alarms. */
  readonly deployed: DeployedImage;
  readonly clusterName: string;
  readonly service: Pick<Service, 'name' | 'logGroupName'>;
  /** The table of entries. @default none: the environment has no such table */
  readonly table?: Pick<EntriesDynamodbTable, 'name'>;
  /** The load balancer. @default none: there are no metrics of requests and responses */
  readonly loadBalancer?: Pick<LoadBalancer, 'arnSuffix' | 'targetGroupArnSuffix' | 'webAclName'>;
  /** The CloudFront distribution. @default none */
  readonly cdn?: Pick<Distribution, 'id' | 'webAclName'>;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Pick<Hosts, 'autoscalingGroupName' | 'capacityProviderName'>;
  /** The ids of the NAT gateways. @default none */
  readonly natGatewayIds?: readonly string[];
  /** The database of profiles. @default none */
  readonly database?: Pick<Database, 'identifier'>;
  /** The store of uploaded files. @default none */
  readonly uploads?: Pick<Uploads, 'tableName'>;
}

/** The alarms, the dashboard and the SNS topic of an environment. Their metrics do not need Container Insights. */
export class Monitoring extends Construct {
  /** The names of the alarms that roll back a deployment, as Terraform references. The list is empty without a load balancer. */
  readonly rollbackAlarmNames: readonly string[];
  /** The URL of the dashboard in the AWS console. */
  readonly dashboardUrl: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const topicArn = defineTopic(this, { ...props, name: 'alarms' });
    const cdnTopicArn =
      props.cdn && defineTopic(new Construct(this, 'cdn'), { ...props, name: 'cdn-alarms', region: cdnRegion });
    new FailedDeployments(this, 'failed-deployments', { ...props, topicArn });
    const alarms = defineAlarms(this, { ...props, topicArn, cdnTopicArn });
    this.rollbackAlarmNames = [...alarms]
      .filter(([id]) => rollbackAlarms.includes(id))
      .map(([, alarm]) => attributeOrNull(alarm, 'alarm_name'));
    this.dashboardUrl = defineDashboard(this, { ...props, alarms: [...alarms.values()] });
  }
}
