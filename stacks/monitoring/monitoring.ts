import { Construct } from 'constructs';
import type { Environment } from '../environment';
import type { Hosts } from '../hosts/hosts';
import type { DeployedImage } from '../image/deployed-image';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import type { Database } from '../profiles/database';
import type { Uploads } from '../profiles/uploads';
import type { Service } from '../service/service';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { defineAlarms } from './alarms';
import { defineDashboard } from './dashboard';
import { FailedDeployments } from './failed-deployments';
import { defineTopic } from './topic';

export interface MonitoringProps {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
  /** While no image runs there are no alarms: parking pages nobody. */
  readonly deployed: DeployedImage;
  readonly clusterName: string;
  readonly service: Pick<Service, 'name' | 'logGroupName'>;
  readonly table: Pick<EntriesDynamodbTable, 'name'>;
  /** @default none: nobody counts the requests and the answers */
  readonly loadBalancer?: Pick<LoadBalancer, 'arnSuffix' | 'targetGroupArnSuffix' | 'firewallName'>;
  /** @default none: the tasks run on Fargate */
  readonly hosts?: Pick<Hosts, 'autoscalingGroupName' | 'capacityProviderName'>;
  /** @default none */
  readonly natGatewayIds?: readonly string[];
  /** @default none */
  readonly database?: Pick<Database, 'identifier'>;
  /** @default none */
  readonly uploads?: Pick<Uploads, 'tableName'>;
}

/** Alarms that say when to look, and a dashboard that says where. Without Container Insights, which nothing here needs. */
export class Monitoring extends Construct {
  /** The dashboard in AWS's console. */
  readonly dashboardUrl: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const topicArn = defineTopic(this, props);
    new FailedDeployments(this, 'failed-deployments', { ...props, topicArn });
    const alarmNames = defineAlarms(this, { ...props, topicArn });
    this.dashboardUrl = defineDashboard(this, { ...props, alarmNames });
  }
}
