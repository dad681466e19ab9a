import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceNames } from '../aws/ecs-service';

/** The CloudWatch metrics for one minute, by name. Metrics without data are left out. */
export interface MinuteFigures {
  /** The start of the minute. */
  readonly minute: Date;
  readonly values: Readonly<Partial<Record<FigureName, number>>>;
}

/** The resources whose CloudWatch metrics are read. */
export interface MeasuredResources {
  readonly service: ServiceNames;
  /**
   * The last part of the ARN of the load balancer's target group: `targetgroup/<name>/<id>`. @default there is no load
   * balancer
   */
  readonly targetGroup?: string | undefined;
  readonly tables: readonly MeasuredTable[];
}

export interface MeasuredTable {
  readonly name: string;
  /** The names of the table's indexes, each of which has its own capacity. */
  readonly indexes: readonly string[];
}

/** The titles of the metrics, in the order in which they are shown. */
export const figureTitles = {
  cpu: 'CPU of the busiest task, %',
  memory: 'highest memory use of a task, %',
  requests: 'requests',
  serverErrors: 'server errors (5xx)',
  reads: 'read units of the tables',
  writes: 'write units of the tables',
  throttles: 'throttled reads and writes',
} as const;

export type FigureName = keyof typeof figureTitles;

/** The period of all metrics, in seconds. */
const period = 60;

/**
 * Returns the queries for one call of GetMetricData. There is a query for each table and index, because CloudWatch has
 * no metric for their sum; `figuresPerMinute` adds them up.
 */
export function figureQueries({ service, targetGroup, tables }: MeasuredResources): MetricDataQuery[] {
  const ofService = { ClusterName: service.clusterName, ServiceName: service.serviceName };
  const ofTables = tables.flatMap(({ name, indexes }) => [
    { TableName: name },
    ...indexes.map((index) => ({ TableName: name, GlobalSecondaryIndexName: index })),
  ]);
  const sums = (figure: FigureName, metrics: readonly string[]) =>
    metrics.flatMap((metric) =>
      ofTables.map((dimensions) =>
        query(figure, { Namespace: 'AWS/DynamoDB', MetricName: metric, Stat: 'Sum' }, dimensions),
      ),
    );
  const highest = { Namespace: 'AWS/ECS', Stat: 'Maximum' };
  return [
    query('cpu', { ...highest, MetricName: 'CPUUtilization' }, ofService),
    query('memory', { ...highest, MetricName: 'MemoryUtilization' }, ofService),
    ...(targetGroup === undefined
      ? []
      : [
          search('requests', 'RequestCount', targetGroup),
          search('serverErrors', 'HTTPCode_Target_5XX_Count', targetGroup),
        ]),
    ...sums('reads', ['ConsumedReadCapacityUnits']),
    ...sums('writes', ['ConsumedWriteCapacityUnits']),
    ...sums('throttles', ['ReadThrottleEvents', 'WriteThrottleEvents']),
  ].map((one, index) => ({ ...one, Id: `${one.Label}${index}` }));
}

function query(
  figure: FigureName,
  { Namespace, MetricName, Stat }: { readonly Namespace: string; readonly MetricName: string; readonly Stat: string },
  dimensions: Readonly<Record<string, string>>,
) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Label: figure, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Stat, Period: period } };
}

/**
 * Returns a query that searches for the metric of a target group. A search is needed, because the metric's dimensions
 * also contain the load balancer's id, which only AWS knows. CloudWatch finds only metrics with data in the last two
 * weeks, and a new metric may take some minutes to appear.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function search(figure: FigureName, metric: string, targetGroup: string) {
  const schema = '{AWS/ApplicationELB,LoadBalancer,TargetGroup}';
  return {
    Label: figure,
    Expression: `SEARCH('${schema} MetricName="${metric}" TargetGroup="${targetGroup}"', 'Sum', ${period})`,
  };
}

/** The result of one query of GetMetricData. */
export interface MetricSeries {
  readonly Id?: string;
  readonly Timestamps?: readonly Date[];
  readonly Values?: readonly number[];
}

/** Adds up the results of all queries for the same metric, for each minute. @returns the metrics by minute, the oldest first */
export function figuresPerMinute(series: readonly MetricSeries[]): MinuteFigures[] {
  const minutes = new Map<number, Partial<Record<FigureName, number>>>();
  for (const { Id = '', Timestamps = [], Values = [] } of series) {
    const figure = Id.replace(/\d+$/, '') as FigureName;
    for (const [index, time] of Timestamps.entries()) {
      const values = minutes.get(time.getTime()) ?? {};
      values[figure] = (values[figure] ?? 0) + (Values[index] ?? 0);
      minutes.set(time.getTime(), values);
    }
  }
  return [...minutes].sort(([a], [b]) => a - b).map(([time, values]) => ({ minute: new Date(time), values }));
}
