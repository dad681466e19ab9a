import { reference } from './synthesized';

/** The dimensions of the metrics in `prod`, by the names that tests use for them. */
const dimensionsByName: Readonly<Record<string, object>> = {
  service: {
    ClusterName: reference('aws_ecs_cluster.cluster.name'),
    ServiceName: reference('coalesce(one(aws_ecs_service.app[*].name), "none")'),
  },
  // Dashboards contain the name of the service as a literal, because a reference would be null while the service does not exist.
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
  'firewall of CloudFront': { WebACL: 'eight-digit-prod-firewall', Rule: 'ALL' },
  distribution: { DistributionId: reference('aws_cloudfront_distribution.cdn.id'), Region: 'Global' },
  database: { DBInstanceIdentifier: reference('aws_db_instance.profiles_database.identifier') },
  hosts: { AutoScalingGroupName: reference('aws_autoscaling_group.hosts.name') },
  'capacity provider': {
    ClusterName: reference('aws_ecs_cluster.cluster.name'),
    CapacityProviderName: reference('aws_ecs_capacity_provider.hosts.name'),
  },
  'NAT gateway a': { NatGatewayId: reference('aws_nat_gateway.network_nat_a.id') },
  'NAT gateway b': { NatGatewayId: reference('aws_nat_gateway.network_nat_b.id') },
};

/** Returns the name of these dimensions, or the dimensions as JSON if they have no name. */
export function nameOfDimensions(dimensions: object): string {
  const text = JSON.stringify(Object.entries(dimensions).sort());
  const [name] =
    Object.entries(dimensionsByName).find(([, known]) => JSON.stringify(Object.entries(known).sort()) === text) ?? [];
  return name ?? JSON.stringify(dimensions);
}
