import { figureQueries, figuresPerMinute } from '../../../tools/load/figures';

const service = { clusterName: 'cluster', serviceName: 'service' };
const tables = [{ name: 'entries', indexes: ['latest'] }];

describe('CloudWatch queries of npm run load', () => {
  test('read the metrics of the service, the load balancer, and each table with its indexes', () => {
    const targetGroup = 'targetgroup/app/1';
    const queries = figureQueries({ service, targetGroup, tables });
    const described = queries.map(({ Label, Expression, MetricStat: { Metric, Stat } = {} }) =>
      Expression === undefined
        ? [Label, Metric?.Namespace, Metric?.MetricName, Stat, Metric?.Dimensions?.map(({ Value }) => Value).join()]
        : [Label, Expression],
    );
    const search = (metric: string) =>
      `SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName="${metric}" TargetGroup="targetgroup/app/1"', 'Sum', 60)`;
    expect(described).toEqual([
      ['cpu', 'AWS/ECS', 'CPUUtilization', 'Maximum', 'cluster,service'],
      ['memory', 'AWS/ECS', 'MemoryUtilization', 'Maximum', 'cluster,service'],
      ['requests', search('RequestCount')],
      ['serverErrors', search('HTTPCode_Target_5XX_Count')],
      ['reads', 'AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'Sum', 'entries'],
      ['reads', 'AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'Sum', 'entries,latest'],
      ['writes', 'AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'Sum', 'entries'],
      ['writes', 'AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'Sum', 'entries,latest'],
      ['throttles', 'AWS/DynamoDB', 'ReadThrottleEvents', 'Sum', 'entries'],
      ['throttles', 'AWS/DynamoDB', 'ReadThrottleEvents', 'Sum', 'entries,latest'],
      ['throttles', 'AWS/DynamoDB', 'WriteThrottleEvents', 'Sum', 'entries'],
      ['throttles', 'AWS/DynamoDB', 'WriteThrottleEvents', 'Sum', 'entries,latest'],
    ]);
  });

  test('have unique ids, which begin with a lower-case letter, as CloudWatch requires', () => {
    const ids = figureQueries({ service, tables }).map(({ Id }) => Id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]\w*$/.test(id))).toEqual([]);
  });
});

describe('CloudWatch metrics per minute', () => {
  test('are the sums of the series, in chronological order', () => {
    const [first, second] = [new Date('2026-11-29T12:00:00Z'), new Date('2026-11-29T12:01:00Z')];
    const figures = figuresPerMinute([
      { Id: 'cpu0', Timestamps: [second, first], Values: [90, 40.5] },
      { Id: 'writes5', Timestamps: [first], Values: [10] },
      { Id: 'writes6', Timestamps: [first], Values: [20] },
      { Id: 'throttles9', Timestamps: [], Values: [] },
    ]);
    expect(figures).toEqual([
      { minute: first, values: { cpu: 40.5, writes: 30 } },
      { minute: second, values: { cpu: 90 } },
    ]);
  });
});
