import { type GraphLine, graph, type Widget } from './graph';

export function natGraphs(region: string, natGatewayIds: readonly string[]): Widget[] {
  const lines = (metric: string, stat: string): GraphLine[] =>
    natGatewayIds.map((id) => ['AWS/NATGateway', metric, 'NatGatewayId', id, { stat }]);
  return [
    graph(region, 'Bytes sent by the NAT gateways per minute', lines('BytesOutToDestination', 'Sum')),
    graph(region, 'Connections through the NAT gateways', lines('ActiveConnectionCount', 'Maximum')),
    graph(region, 'Connections rejected because no port is free', lines('ErrorPortAllocation', 'Sum')),
  ];
}
