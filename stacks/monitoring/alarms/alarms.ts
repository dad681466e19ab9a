import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { Environment } from '../../environment';
import type { DeployedImage } from '../../image/deployed-image';
import { physicalName } from '../../names';
import type { MonitoredResources } from '../monitored-resources';
import type { Alarm, Alarms } from './alarm';
import { cdnAlarms } from './cdn-alarms';
import { databaseAlarms } from './database-alarms';
import { firewallAlarms } from './firewall-alarms';
import { hostAlarms } from './host-alarms';
import { loadBalancerAlarms } from './load-balancer-alarms';
import { natAlarms } from './nat-alarms';
import { serviceAlarms } from './service-alarms';
import { tableAlarms } from './table-alarms';

export interface AlarmsProps extends MonitoredResources {
  readonly environment: Environment;
  readonly deployed: DeployedImage;
  /** The ARN of the SNS topic that each alarm notifies when it goes off and when it ends. */
  readonly topicArn: string;
  /**
   * The ARN of the SNS topic for alarms about CloudFront. It is in the region of CloudFront's metrics, because alarms accept only topics in
   * their own region.
   * @default none: the environment has no CloudFront distribution
   */
  readonly cdnTopicArn?: string;
}

/**
 * Defines the alarms for the resources of the environment.
 * @returns the alarms by construct id, the most important alarm first
 */
export function defineAlarms(scope: Construct, props: AlarmsProps): ReadonlyMap<string, CloudwatchMetricAlarm> {
  const { environment, deployed, cdn, loadBalancer, hosts, natGatewayIds, database } = props;
  const { profiles, scale } = environment;
  const alarms: Alarms = {
    ...serviceAlarms(props),
    ...(cdn && cdnAlarms(cdn)),
    ...(loadBalancer && loadBalancerAlarms(loadBalancer, profiles !== undefined)),
    ...tableAlarms(props),
    ...(database && profiles && databaseAlarms(database, profiles.database, scale)),
    ...(hosts && hostAlarms(hosts, props.clusterName)),
    ...(natGatewayIds && natAlarms(natGatewayIds)),
    ...(loadBalancer?.webAclName && firewallAlarms(loadBalancer.webAclName, environment.region)),
    ...(cdn?.webAclName && firewallAlarms(cdn.webAclName)),
  };
  const define = (id: string, alarm: Alarm) => {
    const { topicArn } = alarm.region === undefined ? props : { topicArn: String(props.cdnTopicArn) };
    return new CloudwatchMetricAlarm(scope, id, {
      ...alarm,
      alarmName: physicalName(environment, id, 'alarm'),
      count: deployed.count,
      alarmActions: [topicArn],
      okActions: [topicArn],
      insufficientDataActions: alarm.treatMissingData === 'missing' ? [topicArn] : undefined,
    });
  };
  return new Map(Object.entries(alarms).map(([id, alarm]) => [id, define(id, alarm)]));
}
