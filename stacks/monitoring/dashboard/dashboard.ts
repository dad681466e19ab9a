import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { Environment } from '../../environment';
import { physicalName } from '../../names';
import type { MonitoredResources } from '../monitored-resources';
import { databaseGraphs } from './database-graphs';
import type { Widget } from './graph';
import { hostGraphs } from './host-graphs';
import { natGraphs } from './nat-graphs';
import { serviceGraphs } from './service-graphs';
import { tableGraphs } from './table-graphs';
import { trafficGraphs } from './traffic-graphs';

export interface DashboardProps extends MonitoredResources {
  readonly environment: Environment;
  /** The id of the AWS account, for the ARNs of the alarms. */
  readonly accountId: string;
  /** The ECS service, with the log group of the app. */
  readonly service: MonitoredResources['service'] & { readonly logGroupName: string };
  readonly alarms: readonly CloudwatchMetricAlarm[];
}

interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/**
 * Defines the dashboard: the alarms at the top, then traffic, tasks, tables, database, hosts and NAT gateways, and the latest errors at the
 * bottom. The body of the dashboard is JSON, in which only names may be Terraform references.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * @returns the URL of the dashboard in the AWS console
 */
export function defineDashboard(scope: Construct, props: DashboardProps): string {
  const { environment, table, uploads, loadBalancer, cdn, hosts, natGatewayIds, database } = props;
  const { region } = environment;
  const name = physicalName(environment, 'app', 'dashboard');
  const rows = [
    { height: 3, widgets: [alarmStatus(props)] },
    ...(loadBalancer ? [{ height: 6, widgets: trafficGraphs(region, loadBalancer, cdn) }] : []),
    { height: 6, widgets: serviceGraphs(environment, props.clusterName) },
    ...(table || uploads ? [{ height: 6, widgets: tableGraphs(environment, table?.name, uploads?.tableName) }] : []),
    ...(database ? [{ height: 6, widgets: databaseGraphs(region, database) }] : []),
    ...(hosts ? [{ height: 6, widgets: hostGraphs(region, hosts, props.clusterName) }] : []),
    ...(natGatewayIds ? [{ height: 6, widgets: natGraphs(region, natGatewayIds) }] : []),
    { height: 6, widgets: [lastErrors(props)] },
  ];
  new CloudwatchDashboard(scope, 'dashboard', {
    dashboardName: name,
    dashboardBody: JSON.stringify({ widgets: place(rows) }),
  });
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}

/** The width of a dashboard, in columns of CloudWatch's grid. */
const columns = 24;

/** Returns the widgets with their positions. Each row is below the previous one, and all widgets of a row have the same width. */
function place(rows: readonly Row[]): object[] {
  return rows.flatMap(({ height, widgets }, index) => {
    const y = rows.slice(0, index).reduce((sum, row) => sum + row.height, 0);
    const width = columns / widgets.length;
    return widgets.map((widget, column) => ({ x: column * width, y, width, height, ...widget }));
  });
}

function alarmStatus({ environment, accountId, alarms }: DashboardProps): Widget {
  const arns = alarms.map(
    ({ alarmNameInput, regionInput = environment.region }) =>
      `arn:aws:cloudwatch:${regionInput}:${accountId}:alarm:${alarmNameInput}`,
  );
  return { type: 'alarm', properties: { title: 'Alarms', alarms: arns } };
}

/** Returns a widget with the latest warnings and errors in the log. An unavailable store is a warning; an error is a bug in the app. */
function lastErrors({ environment, service }: DashboardProps): Widget {
  const query = [
    `SOURCE '${service.logGroupName}'`,
    'fields @timestamp, level, status, path, err.message, err.cause.message, requestId, version',
    'filter level like /warn|error|fatal/',
    'sort @timestamp desc',
    'limit 20',
  ];
  return {
    type: 'log',
    properties: { title: 'Latest errors', region: environment.region, view: 'table', query: query.join(' | ') },
  };
}
