import { type Alarms, anyOf } from './alarm';

/** Returns one alarm for all NAT gateways. One is enough, because a network has only a few gateways. */
export function natAlarms(natGatewayIds: readonly string[]): Alarms {
  const refused = natGatewayIds.map((id) => ({
    namespace: 'AWS/NATGateway',
    metricName: 'ErrorPortAllocation',
    dimensions: { NatGatewayId: id },
  }));
  return {
    'nat-ports': {
      alarmDescription:
        'A NAT gateway has no ports left for new connections to one address, so calls to AWS fail. Look first at its connections on the dashboard, then at frequent calls in the log.',
      ...anyOf('refused', 'Connections rejected because no port is free', refused),
    },
  };
}
