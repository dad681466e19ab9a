import { type Alarms, anyOf } from './alarm';

/** Of all gateways together: a network has few. */
export function natAlarms(natGatewayIds: readonly string[]): Alarms {
  const refused = natGatewayIds.map((id) => ({
    namespace: 'AWS/NATGateway',
    metricName: 'ErrorPortAllocation',
    dimensions: { NatGatewayId: id },
  }));
  return {
    'nat-ports': {
      alarmDescription:
        'A NAT gateway has no port left for new connections to one address: calls of AWS fail. Look first at its connections on the dashboard, then at what in the log is called so often.',
      ...anyOf('refused', 'Connections that found no port', refused),
    },
  };
}
