/**
 * The actions that the AWS provider calls for one type of resource, from its source code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export interface ProviderCalls {
  /** The actions that refresh the resource in every plan. */
  readonly reads: readonly string[];
  /** The actions that create, update, tag and delete it, including those that AWS performs with the caller's permissions. */
  readonly writes: readonly string[];
}

/** Parses lists of a service and its actions, such as `ec2: CreateVpc DeleteVpc`. */
function actions(...lists: readonly string[]): string[] {
  return lists.flatMap((list) => {
    const [service = '', names = ''] = list.split(': ');
    return names.split(' ').map((name) => `${service}:${name}`);
  });
}

const calls = (reads: string | readonly string[], writes: string | readonly string[] = []): ProviderCalls => ({
  reads: actions(...[reads].flat()),
  writes: actions(...[writes].flat()),
});

const securityGroupRule = (direction: 'Egress' | 'Ingress') =>
  calls(
    'ec2: DescribeSecurityGroupRules',
    `ec2: AuthorizeSecurityGroup${direction} ModifySecurityGroupRules RevokeSecurityGroup${direction} CreateTags DeleteTags`,
  );

const network: Readonly<Record<string, ProviderCalls>> = {
  aws_default_security_group: calls(
    'ec2: DescribeSecurityGroups',
    'ec2: RevokeSecurityGroupEgress RevokeSecurityGroupIngress CreateTags DeleteTags',
  ),
  // Before the provider releases the address of a NAT gateway, it disassociates the address.
  aws_eip: calls(
    'ec2: DescribeAddresses DescribeAddressesAttribute',
    'ec2: AllocateAddress DisassociateAddress ReleaseAddress CreateTags DeleteTags',
  ),
  aws_flow_log: calls('ec2: DescribeFlowLogs', [
    'ec2: CreateFlowLogs DeleteFlowLogs CreateTags DeleteTags',
    'iam: PassRole',
  ]),
  aws_internet_gateway: calls(
    'ec2: DescribeInternetGateways',
    'ec2: CreateInternetGateway AttachInternetGateway DetachInternetGateway DeleteInternetGateway CreateTags DeleteTags',
  ),
  aws_nat_gateway: calls('ec2: DescribeNatGateways', 'ec2: CreateNatGateway DeleteNatGateway CreateTags DeleteTags'),
  aws_route: calls('ec2: DescribeRouteTables', 'ec2: CreateRoute ReplaceRoute DeleteRoute'),
  aws_route_table: calls(
    'ec2: DescribeRouteTables',
    'ec2: CreateRouteTable DisassociateRouteTable DeleteRouteTable CreateTags DeleteTags',
  ),
  aws_route_table_association: calls(
    'ec2: DescribeRouteTables',
    'ec2: AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable',
  ),
  // A group or a subnet can be deleted only after its network interfaces, so the provider lists the interfaces.
  aws_security_group: calls(
    'ec2: DescribeSecurityGroups',
    'ec2: CreateSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress DescribeNetworkInterfaces DeleteSecurityGroup CreateTags DeleteTags',
  ),
  aws_subnet: calls(
    'ec2: DescribeSubnets',
    'ec2: CreateSubnet ModifySubnetAttribute DescribeNetworkInterfaces DeleteSubnet CreateTags DeleteTags',
  ),
  aws_vpc: calls(
    'ec2: DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups',
    'ec2: CreateVpc ModifyVpcAttribute DeleteVpc CreateTags DeleteTags',
  ),
  aws_vpc_endpoint: calls(
    'ec2: DescribeVpcEndpoints DescribePrefixLists',
    'ec2: CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints CreateTags DeleteTags',
  ),
  aws_vpc_security_group_egress_rule: securityGroupRule('Egress'),
  aws_vpc_security_group_ingress_rule: securityGroupRule('Ingress'),
};

const instances: Readonly<Record<string, ProviderCalls>> = {
  // EC2 checks the caller's permissions for everything in the launch template.
  aws_autoscaling_group: calls('autoscaling: DescribeAutoScalingGroups', [
    'autoscaling: CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup CreateOrUpdateTags DeleteTags',
    'autoscaling: EnableMetricsCollection DisableMetricsCollection DescribeScalingActivities',
    'autoscaling: StartInstanceRefresh CancelInstanceRefresh DescribeInstanceRefreshes',
    'ec2: RunInstances CreateTags',
    'iam: PassRole CreateServiceLinkedRole',
    'ssm: GetParameters',
  ]),
  aws_ecs_capacity_provider: calls(
    'ecs: DescribeCapacityProviders',
    'ecs: CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider TagResource UntagResource',
  ),
  aws_iam_instance_profile: calls(
    'iam: GetInstanceProfile',
    'iam: CreateInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile DeleteInstanceProfile TagInstanceProfile UntagInstanceProfile PassRole',
  ),
  // Before the provider deletes an instance, it disables the termination protection of the instance.
  aws_instance: calls(
    'ec2: DescribeInstances DescribeInstanceAttribute DescribeInstanceCreditSpecifications DescribeInstanceTypes DescribeVolumes DescribeLaunchTemplates DescribeLaunchTemplateVersions',
    [
      'ec2: RunInstances ModifyInstanceAttribute TerminateInstances CreateTags DeleteTags',
      'iam: PassRole',
      'ssm: GetParameters',
    ],
  ),
  aws_launch_template: calls(
    'ec2: DescribeLaunchTemplates DescribeLaunchTemplateVersions',
    'ec2: CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate CreateTags DeleteTags',
  ),
};

const service: Readonly<Record<string, ProviderCalls>> = {
  aws_cloudwatch_log_group: calls(
    'logs: DescribeLogGroups ListTagsForResource',
    'logs: CreateLogGroup PutRetentionPolicy DeleteLogGroup TagResource UntagResource',
  ),
  // The provider checks whether the encryption key of the table is the default KMS key of DynamoDB.
  aws_dynamodb_table: calls(
    ['dynamodb: DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource', 'kms: DescribeKey'],
    'dynamodb: CreateTable UpdateTable UpdateContinuousBackups UpdateTimeToLive DeleteTable TagResource UntagResource',
  ),
  aws_ecr_lifecycle_policy: calls('ecr: GetLifecyclePolicy', 'ecr: PutLifecyclePolicy DeleteLifecyclePolicy'),
  aws_ecr_repository: calls(
    'ecr: DescribeRepositories ListTagsForResource',
    'ecr: CreateRepository PutImageScanningConfiguration PutImageTagMutability DeleteRepository TagResource UntagResource',
  ),
  // An update restores settings that were changed by hand, such as Container Insights.
  aws_ecs_cluster: calls('ecs: DescribeClusters', [
    'ecs: CreateCluster UpdateCluster DeleteCluster TagResource UntagResource',
    'iam: CreateServiceLinkedRole',
  ]),
  aws_ecs_cluster_capacity_providers: calls('ecs: DescribeClusters', 'ecs: PutClusterCapacityProviders'),
  aws_ecs_service: calls('ecs: DescribeServices', [
    'ecs: CreateService UpdateService DeleteService TagResource UntagResource',
    'ecs: ListServiceDeployments DescribeServiceDeployments',
  ]),
  // With `skip_destroy`, the provider deregisters no revision.
  aws_ecs_task_definition: calls('ecs: DescribeTaskDefinition', [
    'ecs: RegisterTaskDefinition TagResource UntagResource',
    'iam: PassRole',
  ]),
  aws_iam_role: calls(
    'iam: GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies',
    'iam: CreateRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary ListInstanceProfilesForRole DeleteRole TagRole UntagRole',
  ),
  // The provider neither puts nor attaches policies here, because each policy of a role is a separate resource that is
  // applied before.
  aws_iam_role_policies_exclusive: calls('iam: ListRolePolicies', 'iam: DeleteRolePolicy'),
  aws_iam_role_policy_attachments_exclusive: calls('iam: ListAttachedRolePolicies', 'iam: DetachRolePolicy'),
  aws_iam_role_policy: calls('iam: GetRolePolicy', 'iam: PutRolePolicy DeleteRolePolicy'),
  aws_ssm_parameter: calls(
    'ssm: GetParameter DescribeParameters ListTagsForResource',
    'ssm: PutParameter DeleteParameter AddTagsToResource RemoveTagsFromResource',
  ),
};

const edge: Readonly<Record<string, ProviderCalls>> = {
  aws_acm_certificate: calls(
    'acm: DescribeCertificate ListTagsForCertificate',
    'acm: RequestCertificate DeleteCertificate AddTagsToCertificate RemoveTagsFromCertificate',
  ),
  aws_acm_certificate_validation: calls('acm: DescribeCertificate'),
  // It creates a distribution with its tags. To name a web ACL, the caller must be allowed to read it.
  aws_cloudfront_distribution: calls('cloudfront: GetDistribution ListTagsForResource', [
    'cloudfront: CreateDistribution UpdateDistribution DeleteDistribution TagResource UntagResource',
    'wafv2: GetWebACL',
  ]),
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-service-linked-roles.html
  aws_cloudfront_vpc_origin: calls('cloudfront: GetVpcOrigin ListTagsForResource', [
    'cloudfront: CreateVpcOrigin UpdateVpcOrigin DeleteVpcOrigin TagResource UntagResource',
    'iam: CreateServiceLinkedRole',
  ]),
  aws_lb: calls(
    'elasticloadbalancing: DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeCapacityReservation DescribeTags',
    [
      'elasticloadbalancing: CreateLoadBalancer ModifyLoadBalancerAttributes DeleteLoadBalancer AddTags RemoveTags',
      'elasticloadbalancing: SetIpAddressType SetSecurityGroups SetSubnets',
      'iam: CreateServiceLinkedRole',
    ],
  ),
  aws_lb_listener: calls(
    'elasticloadbalancing: DescribeListeners DescribeListenerAttributes DescribeTags',
    'elasticloadbalancing: CreateListener ModifyListener ModifyListenerAttributes DeleteListener AddTags RemoveTags',
  ),
  aws_lb_target_group: calls(
    'elasticloadbalancing: DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags',
    'elasticloadbalancing: CreateTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup AddTags RemoveTags',
  ),
  aws_route53_record: calls(
    'route53: GetHostedZone ListResourceRecordSets',
    'route53: ChangeResourceRecordSets GetChange',
  ),
  aws_wafv2_ip_set: calls(
    'wafv2: GetIPSet ListTagsForResource',
    'wafv2: CreateIPSet UpdateIPSet DeleteIPSet TagResource UntagResource',
  ),
  aws_wafv2_web_acl: calls(
    'wafv2: GetWebACL ListTagsForResource',
    'wafv2: CreateWebACL UpdateWebACL DeleteWebACL TagResource UntagResource',
  ),
  aws_wafv2_web_acl_association: calls(
    ['wafv2: GetWebACLForResource', 'elasticloadbalancing: GetLoadBalancerWebACL'],
    [
      'wafv2: AssociateWebACL DisassociateWebACL',
      'elasticloadbalancing: CreateWebACLAssociation DeleteWebACLAssociation SetWebACL',
    ],
  ),
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  aws_wafv2_web_acl_logging_configuration: calls('wafv2: GetLoggingConfiguration', [
    'wafv2: PutLoggingConfiguration DeleteLoggingConfiguration',
    'logs: CreateLogDelivery DeleteLogDelivery PutResourcePolicy DescribeResourcePolicies DescribeLogGroups',
    'iam: CreateServiceLinkedRole',
  ]),
};

const buckets: Readonly<Record<string, ProviderCalls>> = {
  // With `force_destroy`, the provider empties a bucket before it deletes it.
  aws_s3_bucket: calls(
    's3: ListBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListTagsForResource',
    's3: CreateBucket DeleteBucket PutBucketTagging TagResource UntagResource ListBucketVersions DeleteObject DeleteObjectVersion',
  ),
  aws_s3_bucket_lifecycle_configuration: calls('s3: GetLifecycleConfiguration', 's3: PutLifecycleConfiguration'),
  aws_s3_bucket_ownership_controls: calls('s3: GetBucketOwnershipControls', 's3: PutBucketOwnershipControls'),
  aws_s3_bucket_policy: calls('s3: GetBucketPolicy', 's3: PutBucketPolicy DeleteBucketPolicy'),
  aws_s3_bucket_public_access_block: calls('s3: GetBucketPublicAccessBlock', 's3: PutBucketPublicAccessBlock'),
  aws_s3_bucket_server_side_encryption_configuration: calls(
    's3: GetEncryptionConfiguration',
    's3: PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: calls('s3: GetBucketVersioning', 's3: PutBucketVersioning'),
};

const monitoring: Readonly<Record<string, ProviderCalls>> = {
  // AWS changes the alarms of a target tracking policy with the caller's permissions.
  aws_appautoscaling_policy: calls('application-autoscaling: DescribeScalingPolicies', [
    'application-autoscaling: PutScalingPolicy DeleteScalingPolicy',
    'cloudwatch: PutMetricAlarm DescribeAlarms DeleteAlarms',
  ]),
  aws_appautoscaling_target: calls('application-autoscaling: DescribeScalableTargets ListTagsForResource', [
    'application-autoscaling: RegisterScalableTarget DeregisterScalableTarget TagResource UntagResource',
    'ecs: DescribeServices UpdateService',
    'iam: CreateServiceLinkedRole',
  ]),
  aws_cloudwatch_dashboard: calls('cloudwatch: GetDashboard', 'cloudwatch: PutDashboard DeleteDashboards'),
  aws_cloudwatch_event_rule: calls(
    'events: DescribeRule ListTagsForResource',
    'events: PutRule DeleteRule TagResource UntagResource',
  ),
  aws_cloudwatch_event_target: calls('events: ListTargetsByRule', 'events: PutTargets RemoveTargets'),
  aws_cloudwatch_metric_alarm: calls(
    'cloudwatch: DescribeAlarms ListTagsForResource',
    'cloudwatch: PutMetricAlarm DeleteAlarms TagResource UntagResource',
  ),
  aws_sns_topic: calls(
    'sns: GetTopicAttributes ListTagsForResource',
    'sns: CreateTopic SetTopicAttributes DeleteTopic TagResource UntagResource',
  ),
  aws_sns_topic_policy: calls('sns: GetTopicAttributes', 'sns: SetTopicAttributes'),
  aws_sns_topic_subscription: calls('sns: GetSubscriptionAttributes', 'sns: Subscribe Unsubscribe'),
};

const queues: Readonly<Record<string, ProviderCalls>> = {
  aws_sqs_queue: calls(
    'sqs: GetQueueAttributes ListQueueTags',
    'sqs: CreateQueue DeleteQueue SetQueueAttributes TagQueue UntagQueue',
  ),
  aws_sqs_queue_policy: calls('sqs: GetQueueAttributes', 'sqs: SetQueueAttributes'),
};

const profiles: Readonly<Record<string, ProviderCalls>> = {
  // RDS reads the network and creates the secret with the caller's permissions:
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  aws_db_instance: calls('rds: DescribeDBInstances', [
    'rds: CreateDBInstance ModifyDBInstance DeleteDBInstance AddTagsToResource RemoveTagsFromResource',
    // A deletion with a final snapshot: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
    'rds: CreateDBSnapshot DescribeDBSnapshots',
    'ec2: DescribeAccountAttributes DescribeAvailabilityZones',
    'secretsmanager: CreateSecret TagResource',
    'kms: DescribeKey',
    'iam: CreateServiceLinkedRole',
  ]),
  // The provider resets a parameter that is removed.
  aws_db_parameter_group: calls(
    'rds: DescribeDBParameterGroups DescribeDBParameters ListTagsForResource',
    'rds: CreateDBParameterGroup ModifyDBParameterGroup ResetDBParameterGroup DeleteDBParameterGroup AddTagsToResource RemoveTagsFromResource',
  ),
  aws_db_subnet_group: calls(
    'rds: DescribeDBSubnetGroups ListTagsForResource',
    'rds: CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup AddTagsToResource RemoveTagsFromResource',
  ),
};

/** The calls for each type of resource. */
export const resourceCalls: Readonly<Record<string, ProviderCalls>> = {
  ...network,
  ...instances,
  ...service,
  ...edge,
  ...buckets,
  ...monitoring,
  ...queues,
  ...profiles,
  // A resource of Terraform itself.
  terraform_data: { reads: [], writes: [] },
};

/** The calls for each type of data source. */
export const dataCalls: Readonly<Record<string, ProviderCalls>> = {
  // AWS requires no permission for this data source.
  aws_caller_identity: { reads: [], writes: [] },
  aws_ec2_managed_prefix_list: calls('ec2: DescribeManagedPrefixLists GetManagedPrefixListEntries'),
  // It looks up the network interfaces that are targets of routes.
  aws_route_table: calls('ec2: DescribeRouteTables DescribeNetworkInterfaces'),
  aws_route_tables: calls('ec2: DescribeRouteTables'),
  aws_route53_zone: calls('route53: ListHostedZones GetHostedZone ListTagsForResource'),
  aws_secretsmanager_secret: calls('secretsmanager: DescribeSecret GetResourcePolicy'),
  aws_security_groups: calls('ec2: DescribeSecurityGroups'),
  aws_ssm_parameters_by_path: calls('ssm: GetParametersByPath'),
  aws_subnet: calls('ec2: DescribeSubnets'),
  aws_subnets: calls('ec2: DescribeSubnets'),
  aws_vpc: calls('ec2: DescribeVpcs DescribeVpcAttribute DescribeRouteTables'),
  aws_vpcs: calls('ec2: DescribeVpcs'),
  aws_vpc_security_group_rules: calls('ec2: DescribeSecurityGroupRules'),
};
