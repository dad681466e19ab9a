import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceNames } from '../aws/ecs-service';

/** The figures of CloudWatch for one minute, by name. A figure without data is missing. */
export interface MinuteFigures {
  /** The start of the minute. */
  readonly minute: Date;
  readonly values: Readonly<Partial<Record<FigureName, number>>>;
}

/** The resources whose metrics are read. */
export interface MeasuredResources {
  readonly service: ServiceNames;
  /** The last part of the ARN of the load balancer's target group: `targetgroup/<name>/<id>`. @default none */
  readonly targetGroup?: string | undefined;
  readonly tables: readonly MeasuredTable[];
}

export interface MeasuredTable {
  readonly name: string;
  /** The names of its indexes, which have their own capacity. */
  readonly indexes: readonly string[];
}

/** The figures with their titles, in the order in which they are shown. */
export const figureTitles = {
  cpu: 'CPU of the busiest task, %',
  memory: 'memory of the fullest task, %',
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
 * Returns the queries of one GetMetricData. The sum over tables and indexes is calculated here, because CloudWatch has
 * no metric for all of them.
 */
export function figureQueries({ service, targetGroup, tables }: MeasuredResources): MetricDataQuery[] {
  const ofService = { ClusterName: service.clusterName, ServiceName: service.serviceName };
  const ofTables = tables.flatMap(({ name, indexes }) => [
    { TableName: name },
    ...indexes.map((index) => ({ TableName: name, GlobalSecondaryIndexName: index })),
  ]);
  const sums = (figure: FigureName, metrics: readonly string[]) =>
    metrics.flatMap((metric) => ofTables.map((dimensions) => query(figure, 'AWS/DynamoDB', metric, 'Sum', dimensions)));
  return [
    query('cpu', 'AWS/ECS', 'CPUUtilization', 'Maximum', ofService),
    query('memory', 'AWS/ECS', 'MemoryUtilization', 'Maximum', ofService),
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
  Namespace: string,
  MetricName: string,
  Stat: string,
  dimensions: Readonly<Record<string, string>>,
) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Label: figure, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Stat, Period: period } };
}

/**
 * The dimensions include the load balancer, whose id only AWS knows, so CloudWatch searches for the target group. It finds metrics with data in
 * the last two weeks, and a new metric perhaps only after minutes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function search(figure: FigureName, metric: string, targetGroup: string) {
  const schema = '{AWS/ApplicationELB,LoadBalancer,TargetGroup}';
  return {
    Label: figure,
    Expression: `SEARCH('${schema} MetricName="${metric}" TargetGroup="${targetGroup}"', 'Sum', ${period})`,
  };
}

/** One series of GetMetricData. */
export interface MetricSeries {
  readonly Id?: string;
  readonly Timestamps?: readonly Date[];
  readonly Values?: readonly number[];
}

/** Adds up the series of each figure, minute by minute. */
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
