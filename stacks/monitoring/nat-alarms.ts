import type { Alarms } from './alarm';

/** Of all gateways together: a network has few. */
export function natAlarms(natGatewayIds: readonly string[]): Alarms {
  const refused = natGatewayIds.map((id, index) => ({
    id: `refused${index}`,
    metric: {
      namespace: 'AWS/NATGateway',
      metricName: 'ErrorPortAllocation',
      dimensions: { NatGatewayId: id },
      period: 60,
      stat: 'Sum',
    },
  }));
  return {
    'nat-ports': {
      alarmDescription:
        'A NAT gateway has no port left for new connections to one address: calls of AWS fail. Look first at its connections on the dashboard, then at what in the log is called so often.',
      metricQuery: [
        {
          id: 'refused',
          label: 'Connections that found no port',
          expression: refused.map(({ id }) => `FILL(${id}, 0)`).join(' + '),
          returnData: true,
        },
        ...refused,
      ],
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    },
  };
}
