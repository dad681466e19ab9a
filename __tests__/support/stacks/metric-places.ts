import { reference } from './synthesized';

/** The dimensions of the metrics of prod, by the names that tables use. */
const places: Readonly<Record<string, object>> = {
  service: {
    ClusterName: reference('aws_ecs_cluster.cluster.name'),
    ServiceName: reference('coalesce(one(aws_ecs_service.app[*].name), "none")'),
  },
  // A dashboard names it in words: it also exists without a service.
  'service by name': { ClusterName: reference('aws_ecs_cluster.cluster.name'), ServiceName: 'eight-digit-prod-app' },
  app: { Service: 'app' },
  'load balancer': { LoadBalancer: reference('aws_lb.load_balancer.arn_suffix') },
  targets: {
    LoadBalancer: reference('aws_lb.load_balancer.arn_suffix'),
    TargetGroup: reference('aws_lb_target_group.load_balancer.arn_suffix'),
  },
  entries: { TableName: reference('aws_dynamodb_table.entries.name') },
  index: { TableName: reference('aws_dynamodb_table.entries.name'), GlobalSecondaryIndexName: 'latest' },
  uploads: { TableName: reference('aws_dynamodb_table.profiles_uploads.name') },
  firewall: { WebACL: 'eight-digit-prod-firewall', Region: 'eu-central-1', Rule: 'ALL' },
  database: { DBInstanceIdentifier: reference('aws_db_instance.profiles_database.identifier') },
  hosts: { AutoScalingGroupName: reference('aws_autoscaling_group.hosts.name') },
  'capacity provider': {
    ClusterName: reference('aws_ecs_cluster.cluster.name'),
    CapacityProviderName: reference('aws_ecs_capacity_provider.hosts.name'),
  },
  'NAT gateway a': { NatGatewayId: reference('aws_nat_gateway.network_nat_a.id') },
  'NAT gateway b': { NatGatewayId: reference('aws_nat_gateway.network_nat_b.id') },
};

/** @returns the dimensions themselves if they have no name here */
export function placeOf(dimensions: object): string {
  const text = JSON.stringify(Object.entries(dimensions).sort());
  const [name] =
    Object.entries(places).find(([, place]) => JSON.stringify(Object.entries(place).sort()) === text) ?? [];
  return name ?? JSON.stringify(dimensions);
}
